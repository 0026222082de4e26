import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** What a library is sorted, searched and filtered by, and by what a card is known again. */
export class Library1856000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE characters
        ADD favourite boolean NOT NULL DEFAULT false,
        ADD folder text CONSTRAINT characters_folder
          CHECK (folder = btrim(folder) AND length(folder) BETWEEN 1 AND 100),
        ADD card_hash bytea;
      ALTER TABLE sheets
        ADD creator text NOT NULL DEFAULT '',
        ADD tags text[] NOT NULL DEFAULT '{}',
        ADD found_by text NOT NULL DEFAULT ''`);
    await createFunctions(runner, 'keep_sheet_finds', 'keep_card_hash');
    // Triggers run in the order of their names: this one reads what sheets_line has made.
    await runner.query(`
      CREATE TRIGGER sheets_line_finds BEFORE INSERT OR UPDATE OF sheet ON sheets
        FOR EACH ROW EXECUTE FUNCTION keep_sheet_finds();
      CREATE TRIGGER characters_card_hash BEFORE INSERT OR UPDATE OF card ON characters
        FOR EACH ROW EXECUTE FUNCTION keep_card_hash();
      UPDATE sheets SET sheet = sheet;
      UPDATE characters SET card = card WHERE card IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER characters_card_hash ON characters;
      DROP TRIGGER sheets_line_finds ON sheets;
      DROP FUNCTION keep_card_hash();
      DROP FUNCTION keep_sheet_finds();
      ALTER TABLE sheets DROP creator, DROP tags, DROP found_by;
      ALTER TABLE characters DROP favourite, DROP folder, DROP card_hash`);
  }
}
