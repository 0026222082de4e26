import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A session can stand at a point in the story, and send the text of its source, which leaves before any message folds. */
export class StoryPoints1809000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        ADD COLUMN up_to_section int CONSTRAINT sessions_up_to_section CHECK (up_to_section >= 1),
        ADD COLUMN up_to_title text,
        ADD COLUMN pin_source boolean,
        ADD COLUMN source_left boolean NOT NULL DEFAULT false,
        DROP CONSTRAINT sessions_moved_by,
        ADD CONSTRAINT sessions_moved_by CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source'));
      ALTER TABLE openings ADD COLUMN source boolean NOT NULL DEFAULT false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE openings DROP COLUMN source;
      UPDATE sessions SET moved_by = 'edit' WHERE moved_by = 'source';
      ALTER TABLE sessions
        DROP CONSTRAINT sessions_moved_by,
        ADD CONSTRAINT sessions_moved_by CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule')),
        DROP COLUMN source_left,
        DROP COLUMN pin_source,
        DROP COLUMN up_to_title,
        DROP COLUMN up_to_section;
    `);
  }
}
