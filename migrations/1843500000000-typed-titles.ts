import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person called a text as it was handed in: the title that the text gives itself does not take its place. */
export class TypedTitles1843500000000 implements MigrationInterface {
  async up(query: QueryRunner): Promise<void> {
    await query.query('ALTER TABLE ingest_files ADD COLUMN title text');
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query('ALTER TABLE ingest_files DROP COLUMN title');
  }
}
