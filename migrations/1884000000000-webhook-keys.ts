import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key that added a webhook, which goes with it. */
export class WebhookKeys1884000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE webhooks ADD key_id uuid CONSTRAINT webhooks_key REFERENCES api_keys ON DELETE CASCADE',
    );
    await runner.query('CREATE INDEX webhooks_of_key ON webhooks (key_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhooks DROP key_id');
  }
}
