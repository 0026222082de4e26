import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries of the chronicle that were made in haste when a message changed, and that the model is to write anew. */
export class EntriesDue1815000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE folds ADD due boolean NOT NULL DEFAULT false');
    await runner.query('CREATE INDEX folds_due ON folds (session_id) WHERE due');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE folds DROP due');
  }
}
