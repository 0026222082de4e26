import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

const UUIDS = 'uuid, uuid, uuid';

/** By which bridge a message came, and who wrote it there. */
export class MessageVia1874000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE messages ADD via jsonb CONSTRAINT messages_via CHECK (jsonb_typeof(via) = 'object')`,
    );
    // Those that know nothing of bridges, with pictures and without.
    for (const [one, many] of [
      ['', ''],
      [', uuid[]', ', text[]'],
    ])
      await runner.query(`
        DROP FUNCTION IF EXISTS accept_message(${UUIDS}, text, int, int, uuid, text, text, text, text, int, timestamptz,
          uuid, uuid, text, uuid, uuid, text${one});
        DROP FUNCTION IF EXISTS accept_messages(${UUIDS}, text, int, timestamptz, uuid, uuid[], text[], text[], text[], int[],
          text[], uuid[], text[]${many})`);
    await createFunctions(runner, 'accept_message', 'accept_messages');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP via');
  }
}
