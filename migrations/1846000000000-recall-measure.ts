import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much a conversation recalls of what was said before. */
export class RecallMeasure1846000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions ADD recall text NOT NULL DEFAULT 'balanced'
        CONSTRAINT sessions_recall CHECK (recall IN ('frugal', 'balanced', 'thorough'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP recall');
  }
}
