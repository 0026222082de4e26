import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What messages mean, as vectors: a row for each 64 numbers of a branch's own messages. */
export class RecallVectors1894000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recall_vectors (
        branch_id uuid NOT NULL CONSTRAINT recall_vectors_branch REFERENCES branches ON DELETE CASCADE,
        n int NOT NULL,
        -- Another one's vectors are made anew.
        model text NOT NULL,
        dimensions int NOT NULL CONSTRAINT recall_vectors_dimensions CHECK (dimensions BETWEEN 0 AND 4096),
        bytes bytea NOT NULL,
        CONSTRAINT recall_vectors_pk PRIMARY KEY (branch_id, n)
      );
      -- Numbers without a pattern: they do not get smaller.
      ALTER TABLE recall_vectors ALTER bytes SET STORAGE EXTERNAL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recall_vectors');
  }
}
