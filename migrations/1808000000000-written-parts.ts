import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a model wrote of a part is paid for once; a job has a budget, may add to a character, and flags what speaks to the model. */
export class WrittenParts1808000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE written_parts (
        owner_id uuid NOT NULL CONSTRAINT written_parts_owner REFERENCES owners ON DELETE CASCADE,
        hash bytea NOT NULL,
        answer jsonb,
        used_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT written_parts_pk PRIMARY KEY (owner_id, hash)
      );
      CREATE INDEX written_parts_unused ON written_parts (used_at);
      ALTER TABLE ingests
        ADD COLUMN character_id uuid CONSTRAINT ingests_character REFERENCES characters ON DELETE CASCADE,
        ADD COLUMN spent_tokens int NOT NULL DEFAULT 0,
        ADD COLUMN flags jsonb NOT NULL DEFAULT '[]';
      CREATE INDEX ingests_of_character ON ingests (character_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX ingests_of_character;
      ALTER TABLE ingests DROP COLUMN flags, DROP COLUMN spent_tokens, DROP COLUMN character_id;
      DROP TABLE written_parts;
    `);
  }
}
