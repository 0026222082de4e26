import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries whose messages a model has given words for an index. */
export class IndexedEntries1881000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE folds ADD indexed boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE folds DROP indexed');
  }
}
