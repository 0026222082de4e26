import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Pictures that are said with a message, and whether a connection's model sees them. */
export class Pictures1866000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_pictures (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT session_pictures_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT session_pictures_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT session_pictures_session REFERENCES sessions ON DELETE CASCADE,
        name text NOT NULL CONSTRAINT session_pictures_name CHECK (length(name) BETWEEN 1 AND 80),
        media_type text NOT NULL,
        bytes bytea NOT NULL,
        -- As models are sent it: made once, since another version of what makes it would move every prefix.
        sent bytea NOT NULL,
        width int NOT NULL,
        height int NOT NULL,
        tokens int NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT session_pictures_size CHECK (width > 0 AND height > 0 AND tokens > 0)
      );
      CREATE INDEX session_pictures_of_session ON session_pictures (owner_id, session_id, created_at);
      ALTER TABLE messages ADD pictures uuid[] NOT NULL DEFAULT '{}';
      CREATE INDEX messages_with_pictures ON messages (branch_id, seq) WHERE pictures <> '{}';
      ALTER TABLE connections ADD sees boolean`);
    await dropFunctions(runner);
    await createFunctions(runner, 'accept_message', 'accept_messages');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropFunctions(runner);
    await runner.query(`
      ALTER TABLE connections DROP sees;
      DROP INDEX messages_with_pictures;
      ALTER TABLE messages DROP pictures;
      DROP TABLE session_pictures`);
  }
}

/** Those that know nothing of pictures; earlier migrations may have made them of today's text. */
async function dropFunctions(runner: QueryRunner): Promise<void> {
  for (const pictures of ['', ', text']) {
    await runner.query(`
      DROP FUNCTION IF EXISTS accept_message(uuid, uuid, uuid, text, int, int, uuid, text, text, text, text, int,
        timestamptz, uuid, uuid, text, uuid, uuid, text${pictures && ', uuid[]'});
      DROP FUNCTION IF EXISTS accept_messages(uuid, uuid, uuid, text, int, timestamptz, uuid, uuid[], text[], text[], text[],
        int[], text[], uuid[], text[]${pictures && ', text[]'})`);
  }
}
