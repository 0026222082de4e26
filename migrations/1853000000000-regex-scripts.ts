import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

const UUIDS = 'uuid, uuid, uuid';

/** What a card's regex scripts change: a prompt prefix has those that hold after it, a message what was written. */
export class RegexScripts1853000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE prompt_prefixes ADD scripts jsonb NOT NULL DEFAULT '[]'
        CONSTRAINT prompt_prefixes_scripts CHECK (jsonb_typeof(scripts) = 'array');
      DROP FUNCTION IF EXISTS accept_message(${UUIDS}, text, int, int, uuid, text, text, text, text, int, timestamptz,
        uuid, uuid, text, uuid, uuid);
      DROP FUNCTION IF EXISTS accept_messages(${UUIDS}, text, int, timestamptz, uuid, uuid[], text[], text[], text[], int[],
        text[], uuid[])`);
    await createFunctions(runner, 'accept_message', 'accept_messages');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE prompt_prefixes DROP scripts');
  }
}
