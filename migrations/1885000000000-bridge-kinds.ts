import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bridges to WeChat in its three forms, and to Telegram. */
export class BridgeKinds1885000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE bridges DROP CONSTRAINT bridges_kind');
    await runner.query(`
      ALTER TABLE bridges ADD CONSTRAINT bridges_kind
        CHECK (kind IN ('onebot', 'discord', 'ilink', 'telegram', 'wecom', 'wechat-official'))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM bridges WHERE kind NOT IN ('onebot', 'discord')`);
    await runner.query('ALTER TABLE bridges DROP CONSTRAINT bridges_kind');
    await runner.query(
      `ALTER TABLE bridges ADD CONSTRAINT bridges_kind CHECK (kind IN ('onebot', 'discord'))`,
    );
  }
}
