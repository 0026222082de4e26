import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses that are told of what happens, and the calls that are to be made. */
export class Webhooks1871000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT webhooks_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT webhooks_owner REFERENCES owners ON DELETE CASCADE,
        url text NOT NULL CONSTRAINT webhooks_url_length CHECK (length(url) BETWEEN 1 AND 2000),
        events text[] NOT NULL,
        secret bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX webhooks_of_owner ON webhooks (owner_id, created_at);

      CREATE TABLE webhook_deliveries (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT webhook_deliveries_pk PRIMARY KEY,
        webhook_id uuid NOT NULL CONSTRAINT webhook_deliveries_webhook REFERENCES webhooks ON DELETE CASCADE,
        event text NOT NULL,
        data text NOT NULL,
        state text NOT NULL DEFAULT 'waiting'
          CONSTRAINT webhook_deliveries_state CHECK (state IN ('waiting', 'delivered', 'failed')),
        attempts int NOT NULL DEFAULT 0,
        next_at timestamptz DEFAULT now(),
        problem text,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX webhook_deliveries_of_webhook ON webhook_deliveries (webhook_id, created_at);
      CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE next_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_deliveries, webhooks');
  }
}
