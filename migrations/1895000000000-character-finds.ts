import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** What a character is found by, in its own row. */
export class CharacterFinds1895000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE characters ADD found_by text NOT NULL DEFAULT ''`);
    await createFunctions(runner, 'keep_character_finds', 'tell_character_finds');
    await runner.query(`
      CREATE TRIGGER characters_finds BEFORE INSERT OR UPDATE OF name, sheet_version ON characters
        FOR EACH ROW EXECUTE FUNCTION keep_character_finds();
      CREATE TRIGGER sheets_tell_finds AFTER INSERT OR UPDATE OF sheet ON sheets
        FOR EACH ROW EXECUTE FUNCTION tell_character_finds();
      UPDATE characters SET name = name`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER sheets_tell_finds ON sheets;
      DROP TRIGGER characters_finds ON characters;
      DROP FUNCTION tell_character_finds();
      DROP FUNCTION keep_character_finds();
      ALTER TABLE characters DROP found_by`);
  }
}
