import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** What a reply was before it was cleaned, and which version a turn is to replace. */
export class CleanedReplies1842000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD raw text;
      ALTER TABLE turns
        ADD replaced_id uuid CONSTRAINT turns_replaced REFERENCES messages ON DELETE SET NULL;
      CREATE INDEX turns_of_replaced ON turns (replaced_id) WHERE replaced_id IS NOT NULL;
    `);
    await createFunctions(runner, 'settle_replies', 'end_turns', 'finish_turn', 'accept_message');
  }

  /** The functions stay as their files say. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE turns DROP replaced_id;
      ALTER TABLE messages DROP raw;
    `);
  }
}
