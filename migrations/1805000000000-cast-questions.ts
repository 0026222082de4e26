import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names in a text that may be several people's. */
export class CastQuestions1805000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ingests ADD questions jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ingests DROP questions');
  }
}
