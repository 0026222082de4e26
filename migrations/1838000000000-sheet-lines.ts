import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** What a list of characters shows of a sheet, kept beside it by a trigger. */
export class SheetLines1838000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sheets
        ADD line_text text NOT NULL DEFAULT '',
        ADD line_language text NOT NULL DEFAULT 'en'
          CONSTRAINT sheets_line_language CHECK (line_language IN ('en', 'zh'))`);
    await createFunctions(runner, 'keep_sheet_line');
    await runner.query(`
      CREATE TRIGGER sheets_line BEFORE INSERT OR UPDATE OF sheet ON sheets
        FOR EACH ROW EXECUTE FUNCTION keep_sheet_line();
      UPDATE sheets SET sheet = sheet`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER sheets_line ON sheets;
      DROP FUNCTION keep_sheet_line();
      ALTER TABLE sheets DROP line_text, DROP line_language`);
  }
}
