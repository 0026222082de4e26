import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several links make one character, a page's own subpages are offered, and a source tells its licence and subject. */
export class LinkedPages1807000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ingests
        ADD urls jsonb NOT NULL DEFAULT '[]',
        ADD subpages boolean NOT NULL DEFAULT false,
        ADD offers jsonb NOT NULL DEFAULT '[]',
        ADD unread jsonb NOT NULL DEFAULT '[]'`);
    await runner.query('UPDATE ingests SET urls = jsonb_build_array(url) WHERE url IS NOT NULL');
    await runner.query('ALTER TABLE ingests DROP url');
    await runner.query('ALTER TABLE sources ADD licence text, ADD subject text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sources DROP licence, DROP subject');
    await runner.query('ALTER TABLE ingests ADD url text');
    await runner.query('UPDATE ingests SET url = urls ->> 0');
    await runner.query('ALTER TABLE ingests DROP urls, DROP subpages, DROP offers, DROP unread');
  }
}
