import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The frame and the rules stand behind the chronicle, and a prefix may move because Keepsake says it in new words. */
export class FrameLast1843000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Where the chronicle ends, in UTF-16 units; null: with the text.
      ALTER TABLE openings ADD chronicle_end int;
      ALTER TABLE sessions DROP CONSTRAINT sessions_moved_by, ADD CONSTRAINT sessions_moved_by
        CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'upgrade'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE sessions SET moved_by = 'edit' WHERE moved_by = 'upgrade';
      ALTER TABLE sessions DROP CONSTRAINT sessions_moved_by, ADD CONSTRAINT sessions_moved_by
        CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona'));
      ALTER TABLE openings DROP chronicle_end`);
  }
}
