import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which lorebook entries were told when, for those that say how long they stay and when they may come again. */
export class ToldEntries1813000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE told_entries (
         branch_id uuid NOT NULL CONSTRAINT told_entries_branch REFERENCES branches ON DELETE CASCADE,
         entry text NOT NULL,
         seq int NOT NULL,
         CONSTRAINT told_entries_pk PRIMARY KEY (branch_id, entry, seq)
       )`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE told_entries');
  }
}
