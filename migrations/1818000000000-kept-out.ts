import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What speaks to a language model in a source, and is kept out of what a model is sent. */
export class KeptOut1818000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE sources ADD kept_out jsonb NOT NULL DEFAULT '[]',
       ADD CONSTRAINT sources_kept_out CHECK (jsonb_typeof(kept_out) = 'array')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sources DROP kept_out');
  }
}
