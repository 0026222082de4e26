import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Places of a story that are to be remembered word for word. */
export class Pins1811000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A place on the branch that told it, so that every branch that tells it too has the pin, and whatever version
      -- stands there is what is pinned.
      CREATE TABLE pins (
        branch_id uuid NOT NULL CONSTRAINT pins_branch REFERENCES branches ON DELETE CASCADE,
        seq int NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pins_pk PRIMARY KEY (branch_id, seq)
      );
      -- The numbers of those that stand in it.
      ALTER TABLE openings ADD pins jsonb NOT NULL DEFAULT '[]';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE openings DROP pins;
      DROP TABLE pins;
    `);
  }
}
