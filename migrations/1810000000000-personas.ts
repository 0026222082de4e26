import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who somebody can be in a conversation, as things of their own. */
export class Personas1810000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE personas (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT personas_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT personas_owner REFERENCES owners ON DELETE CASCADE,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        -- When it was made the one that new conversations take; of several the latest counts.
        default_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX personas_of_owner ON personas (owner_id, created_at);

      -- A session keeps the text of its persona, so that a prompt stays as it is when the persona is deleted.
      ALTER TABLE sessions
        ADD persona_id uuid CONSTRAINT sessions_persona REFERENCES personas ON DELETE SET NULL,
        DROP CONSTRAINT sessions_moved_by,
        ADD CONSTRAINT sessions_moved_by
          CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona'));
      CREATE INDEX sessions_of_persona ON sessions (persona_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE sessions SET moved_by = 'edit' WHERE moved_by = 'persona';
      ALTER TABLE sessions
        DROP persona_id,
        DROP CONSTRAINT sessions_moved_by,
        ADD CONSTRAINT sessions_moved_by 
          CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source'));
      DROP TABLE personas;
    `);
  }
}
