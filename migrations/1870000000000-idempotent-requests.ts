import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that their clients have named, so that one that comes again is done once. */
export class IdempotentRequests1870000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotent_requests (
        owner_id uuid NOT NULL CONSTRAINT idempotent_requests_owner REFERENCES owners ON DELETE CASCADE,
        name bytea NOT NULL,
        request bytea NOT NULL,
        holder int,
        status int,
        media_type text NOT NULL DEFAULT '',
        body bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT idempotent_requests_pk PRIMARY KEY (owner_id, name)
      );
      CREATE INDEX idempotent_requests_age ON idempotent_requests (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotent_requests');
  }
}
