import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words that a message may be asked for by and does not say. */
export class MessageWords1879000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE message_words (
        message_id uuid NOT NULL,
        words text NOT NULL,
        CONSTRAINT message_words_pk PRIMARY KEY (message_id),
        CONSTRAINT message_words_message FOREIGN KEY (message_id) REFERENCES messages (id) ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE message_words');
  }
}
