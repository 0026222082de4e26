import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Browsers that want to be told of replies. */
export class PushSubscriptions1858000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE push_subscriptions (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT push_subscriptions_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT push_subscriptions_owner REFERENCES owners ON DELETE CASCADE,
        sign_in_id uuid NOT NULL CONSTRAINT push_subscriptions_sign_in REFERENCES sign_ins ON DELETE CASCADE,
        endpoint text NOT NULL CONSTRAINT push_subscriptions_endpoint_length CHECK (length(endpoint) BETWEEN 1 AND 2000),
        p256dh text NOT NULL,
        auth text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX push_subscriptions_endpoint ON push_subscriptions (endpoint);
      CREATE INDEX push_subscriptions_of_owner ON push_subscriptions (owner_id, created_at);
      CREATE INDEX push_subscriptions_of_sign_in ON push_subscriptions (sign_in_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE push_subscriptions');
  }
}
