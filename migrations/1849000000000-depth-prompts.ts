import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A card's note that is told at a depth of the conversation stands in the tail. */
export class DepthPrompts1849000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE prompt_prefixes ADD depth_prompt text NOT NULL DEFAULT ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE prompt_prefixes DROP depth_prompt');
  }
}
