import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The index of recall: an inverted index of each sealed stretch of a branch's own messages, in one value. */
export class Recall1797000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recall_stretches (
        branch_id uuid NOT NULL CONSTRAINT recall_stretches_branch REFERENCES branches ON DELETE CASCADE,
        -- Messages from n × 512 + 1 to (n + 1) × 512.
        n int NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT recall_stretches_pk PRIMARY KEY (branch_id, n)
      );
      -- Read whole and often: not compressed.
      ALTER TABLE recall_stretches ALTER bytes SET STORAGE EXTERNAL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recall_stretches');
  }
}
