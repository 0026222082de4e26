import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Names that say what is meant: activations of lorebook entries, and the stamp of a session's snapshot. */
export class LoreActivations1839000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE told_entries RENAME TO lore_activations;
      ALTER TABLE lore_activations RENAME CONSTRAINT told_entries_pk TO lore_activations_pk;
      ALTER TABLE lore_activations RENAME CONSTRAINT told_entries_branch TO lore_activations_branch;
      DROP FUNCTION IF EXISTS head_stamp(uuid);
    `);
    await createFunctions(runner, 'session_stamp', 'accept_message', 'accept_messages');
  }

  /** The functions stay as their files say. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE lore_activations RENAME CONSTRAINT lore_activations_branch TO told_entries_branch;
      ALTER TABLE lore_activations RENAME CONSTRAINT lore_activations_pk TO told_entries_pk;
      ALTER TABLE lore_activations RENAME TO told_entries;
    `);
  }
}
