import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Up to which edit a message of a platform's was taken over, so that one is not taken over twice. */
export class BridgeEdits1901000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bridge_inbox ADD edited_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bridge_inbox DROP edited_at');
  }
}
