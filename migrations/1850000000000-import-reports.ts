import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an import left out stays with its character. */
export class ImportReports1850000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE characters ADD import_report jsonb
        CONSTRAINT characters_import_report CHECK (jsonb_typeof(import_report) = 'object')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE characters DROP import_report');
  }
}
