import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a file may be encoded in where that is in doubt, and what a person chose. */
export class DoubtfulFiles1806000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ingests ADD doubts jsonb NOT NULL DEFAULT '[]'`);
    await runner.query('ALTER TABLE ingest_files ADD encoding text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ingest_files DROP encoding');
    await runner.query('ALTER TABLE ingests DROP doubts');
  }
}
