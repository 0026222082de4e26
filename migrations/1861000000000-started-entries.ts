import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries of the words themselves that a person, or the budget of an import, lets a model write anew. */
export class StartedEntries1861000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE folds ADD started boolean NOT NULL DEFAULT false
        CONSTRAINT folds_started CHECK (due OR NOT started)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE folds DROP started');
  }
}
