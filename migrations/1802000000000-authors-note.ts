import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A note beside a conversation, for the model alone. */
export class AuthorsNote1802000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sessions ADD note text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP note');
  }
}
