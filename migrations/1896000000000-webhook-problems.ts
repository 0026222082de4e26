import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a call failed, as a code that pages have words for; and one call at a time that only tries an address. */
export class WebhookProblems1896000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_deliveries ADD problem_code text, ADD problem_status int');
    await runner.query(`
      DELETE FROM webhook_deliveries d WHERE event = 'ping' AND next_at IS NOT NULL AND EXISTS (
        SELECT FROM webhook_deliveries o WHERE o.webhook_id = d.webhook_id AND o.event = 'ping'
          AND o.next_at IS NOT NULL AND o.id < d.id)
    `);
    await runner.query(`
      CREATE UNIQUE INDEX webhook_deliveries_ping ON webhook_deliveries (webhook_id)
        WHERE event = 'ping' AND next_at IS NOT NULL
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX webhook_deliveries_ping');
    await runner.query('ALTER TABLE webhook_deliveries DROP problem_code, DROP problem_status');
  }
}
