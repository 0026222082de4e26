import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What models are asked for in the background: what it took, and how much of it there may be. */
export class Spending1860000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE connections ADD budget jsonb NOT NULL DEFAULT '{}'
        CONSTRAINT connections_budget CHECK (jsonb_typeof(budget) = 'object');
      CREATE TABLE spending (
        owner_id uuid NOT NULL CONSTRAINT spending_owner REFERENCES owners ON DELETE CASCADE,
        connection_id uuid NOT NULL CONSTRAINT spending_connection REFERENCES connections ON DELETE CASCADE,
        day date NOT NULL,
        purpose text NOT NULL
          CONSTRAINT spending_purpose CHECK (purpose IN ('turn', 'fold', 'rewrite', 'import', 'sheet', 'draft')),
        -- The session or the ingest; what was spent stays when that is deleted.
        subject_id uuid NOT NULL,
        requests int NOT NULL,
        tokens_in bigint NOT NULL,
        tokens_cached bigint NOT NULL,
        tokens_out bigint NOT NULL,
        -- Null where no price is known.
        cost double precision,
        CONSTRAINT spending_pk PRIMARY KEY (owner_id, connection_id, day, purpose, subject_id)
      );
      CREATE INDEX spending_by_connection ON spending (connection_id);
      CREATE INDEX spending_by_subject ON spending (owner_id, subject_id) WHERE purpose IN ('import', 'sheet')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE spending; ALTER TABLE connections DROP budget');
  }
}
