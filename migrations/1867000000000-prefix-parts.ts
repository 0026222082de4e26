import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the source's text, how to play, and the settled rules stand in a prompt prefix; of older ones it is not known. */
export class PrefixParts1867000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE prompt_prefixes ADD frame_at int, ADD rules_at int');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE prompt_prefixes DROP frame_at, DROP rules_at');
  }
}
