import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** What a model thought before it spoke, and how its reply ended. */
export class Thinking1855000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages
        ADD thinking text,
        ADD finish_reason text CONSTRAINT messages_finish_reason
          CHECK (finish_reason IN ('stop', 'length', 'filtered', 'refused', 'broken'));
      DROP FUNCTION IF EXISTS finish_turn(uuid, text, jsonb, jsonb, uuid, text, text, int, text, uuid, bigint, bytea, uuid,
        int, int, text, text);
    `);
    await createFunctions(runner, 'finish_turn');
  }

  /** The function stays as its file says. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE messages DROP thinking, DROP finish_reason');
  }
}
