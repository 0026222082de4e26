import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Up to which edit a message of a platform's was taken over, so that one is not taken over twice, and how long it was,
 * which tells its place in what was said at once.
 */
export class BridgeEdits1901000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE bridge_inbox ADD edited_at timestamptz, ADD length int NOT NULL DEFAULT 0',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bridge_inbox DROP length, DROP edited_at');
  }
}
