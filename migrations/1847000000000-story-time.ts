import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Whose time a story lives in, and an author's note that goes with the next reply only. */
export class StoryTime1847000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        ADD story_time text NOT NULL DEFAULT 'mine' CONSTRAINT sessions_story_time CHECK (story_time IN ('mine', 'own')),
        ADD note_once text NOT NULL DEFAULT '',
        DROP CONSTRAINT sessions_moved_by,
        ADD CONSTRAINT sessions_moved_by CHECK
          (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'clock', 'upgrade'));
      ALTER TABLE prompt_prefixes ADD dated boolean NOT NULL DEFAULT true`);
    await createFunctions(runner, 'finish_turn');
  }

  /** The function stays as its file says. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE sessions SET moved_by = 'edit' WHERE moved_by = 'clock';
      ALTER TABLE prompt_prefixes DROP dated;
      ALTER TABLE sessions DROP CONSTRAINT sessions_moved_by, ADD CONSTRAINT sessions_moved_by
        CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'upgrade')),
        DROP note_once, DROP story_time`);
  }
}
