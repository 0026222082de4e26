import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What other programs write beside their messages, so that it goes out again as it came. */
export class Extras1801000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD extras jsonb;
      ALTER TABLE sessions ADD extras jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages DROP extras;
      ALTER TABLE sessions DROP extras;
    `);
  }
}
