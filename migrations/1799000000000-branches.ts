import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where branches come from, so that there is a map of them. */
export class Branches1799000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE branches
        ADD parent_id uuid CONSTRAINT branches_parent REFERENCES branches ON DELETE SET NULL,
        -- The last number that it shares with its parent.
        ADD from_seq int NOT NULL DEFAULT 0,
        ADD title text NOT NULL DEFAULT '';
      CREATE INDEX branches_of_parent ON branches (parent_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE branches DROP parent_id, DROP from_seq, DROP title');
  }
}
