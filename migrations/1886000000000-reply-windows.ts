import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Platforms that let a person's message be answered a while and so often; and how far each was read. */
export class ReplyWindows1886000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE bridge_windows (
        owner_id uuid NOT NULL CONSTRAINT bridge_windows_owner REFERENCES owners ON DELETE CASCADE,
        bridge_id uuid NOT NULL CONSTRAINT bridge_windows_bridge REFERENCES bridges ON DELETE CASCADE,
        chat text NOT NULL,
        opened_at timestamptz NOT NULL,
        sent int NOT NULL DEFAULT 0 CONSTRAINT bridge_windows_sent CHECK (sent >= 0),
        reply_with text,
        CONSTRAINT bridge_windows_pk PRIMARY KEY (bridge_id, chat)
      );
      CREATE INDEX bridge_windows_of_owner ON bridge_windows (owner_id);

      ALTER TABLE bridge_outbox DROP CONSTRAINT bridge_outbox_state,
        ADD CONSTRAINT bridge_outbox_state CHECK (state IN ('pending', 'held', 'sent', 'unconfirmed', 'refused'));
      CREATE INDEX bridge_outbox_held ON bridge_outbox (bridge_id, chat) WHERE state = 'held';

      ALTER TABLE bridges ADD cursor text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bridges DROP cursor;
      UPDATE bridge_outbox SET state = 'refused', text = '' WHERE state = 'held';
      DROP INDEX bridge_outbox_held;
      ALTER TABLE bridge_outbox DROP CONSTRAINT bridge_outbox_state,
        ADD CONSTRAINT bridge_outbox_state CHECK (state IN ('pending', 'sent', 'unconfirmed', 'refused'));
      DROP TABLE bridge_windows;
    `);
  }
}
