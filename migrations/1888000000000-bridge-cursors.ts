import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Up to where the platform of a bridge was read. */
export class BridgeCursors1888000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bridges ADD COLUMN IF NOT EXISTS cursor text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bridges DROP COLUMN IF EXISTS cursor');
  }
}
