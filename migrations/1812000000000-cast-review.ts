import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who speaks with whom in a text, and which of its people somebody has said to be one. */
export class CastReview1812000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE ingests ADD talks jsonb NOT NULL DEFAULT '[]', ADD merges jsonb NOT NULL DEFAULT '[]'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ingests DROP talks, DROP merges');
  }
}
