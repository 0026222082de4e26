import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The files that came with a card in its archive. */
export class CardAssets1800000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE card_assets (
        character_id uuid NOT NULL CONSTRAINT card_assets_character REFERENCES characters ON DELETE CASCADE,
        -- As the archive calls it; never a path on this machine.
        name text NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT card_assets_pk PRIMARY KEY (character_id, name)
      );
      -- Pictures and sounds are packed already.
      ALTER TABLE card_assets ALTER bytes SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE card_assets');
  }
}
