import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Who takes part in a session: a character and the user's persona at first, and others who speak there. */
export class SessionMembers1836000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_members (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT session_members_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT session_members_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT session_members_session REFERENCES sessions ON DELETE CASCADE,
        kind text NOT NULL
          CONSTRAINT session_members_kind CHECK (kind IN ('character', 'persona', 'narrator', 'guest')),
        character_id uuid CONSTRAINT session_members_character REFERENCES characters ON DELETE SET NULL,
        persona_id uuid CONSTRAINT session_members_persona REFERENCES personas ON DELETE SET NULL,
        name text NOT NULL,
        position int NOT NULL,
        CONSTRAINT session_members_of_kind
          CHECK ((character_id IS NULL OR kind = 'character') AND (persona_id IS NULL OR kind = 'persona'))
      );
      CREATE UNIQUE INDEX session_members_position ON session_members (owner_id, session_id, position);
      CREATE UNIQUE INDEX session_members_one_persona ON session_members (owner_id, session_id) WHERE kind = 'persona';
      CREATE UNIQUE INDEX session_members_guest ON session_members (owner_id, session_id, name) WHERE kind = 'guest';
      CREATE UNIQUE INDEX session_members_character_once ON session_members (owner_id, session_id, character_id);
      CREATE INDEX session_members_of_session ON session_members (session_id);
      CREATE INDEX session_members_of_character ON session_members (character_id);
      CREATE INDEX session_members_of_persona ON session_members (persona_id);

      INSERT INTO session_members (owner_id, session_id, kind, character_id, name, position)
        SELECT s.owner_id, s.id, 'character', s.character_id, c.name, 1
        FROM sessions s JOIN characters c ON c.id = s.character_id;
      INSERT INTO session_members (owner_id, session_id, kind, persona_id, name, position)
        SELECT owner_id, id, 'persona', persona_id, persona_name, 2 FROM sessions;

      -- None for what was said before: it is told as said by whoever has its role.
      ALTER TABLE messages
        ADD member_id uuid CONSTRAINT messages_member REFERENCES session_members ON DELETE SET NULL;
      CREATE INDEX messages_of_member ON messages (member_id) WHERE member_id IS NOT NULL;
      -- Without members.
      DROP FUNCTION IF EXISTS accept_message(uuid, uuid, uuid, text, int, int, uuid, text, text, text, text, int,
        timestamptz, uuid, uuid, text);
      DROP FUNCTION IF EXISTS accept_messages(uuid, uuid, uuid, text, int, text, timestamptz, uuid, uuid[], text[],
        text[], text[], int[]);
    `);
    await createFunctions(runner, 'accept_message', 'accept_messages');
  }

  /** The functions stay as their files say. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages DROP member_id;
      DROP TABLE session_members;
    `);
  }
}
