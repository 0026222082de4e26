import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions that another program knows by a name of its own. */
export class OutsideKeys1798000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions ADD outside_key text;
      CREATE UNIQUE INDEX sessions_outside_key ON sessions (owner_id, character_id, outside_key)
        WHERE outside_key IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP outside_key');
  }
}
