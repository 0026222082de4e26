import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a link led to is kept like a file while its encoding is in doubt. */
export class FetchedFiles1814000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ingest_files ADD url text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ingest_files DROP url');
  }
}
