import type { MigrationInterface, QueryRunner } from 'typeorm';

const PURPOSES = `'turn', 'fold', 'rewrite', 'import', 'sheet', 'draft'`;
const PROMPTS = `'main', 'auxiliary', 'post_history', 'reply', 'continue', 'impersonate', 'summarize', 'summarize_merge',
  'sheet', 'sheet_part', 'sheet_merge'`;

/** What drafts a character can be worded anew, and tests of connections are written down. */
export class DraftsAndTests1868000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE spending DROP CONSTRAINT spending_purpose,
        ADD CONSTRAINT spending_purpose CHECK (purpose IN (${PURPOSES}, 'test'));
      ALTER TABLE prompt_texts DROP CONSTRAINT prompt_texts_name,
        ADD CONSTRAINT prompt_texts_name CHECK (name IN (${PROMPTS}, 'draft'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM spending WHERE purpose = 'test';
      DELETE FROM prompt_texts WHERE name = 'draft';
      ALTER TABLE spending DROP CONSTRAINT spending_purpose,
        ADD CONSTRAINT spending_purpose CHECK (purpose IN (${PURPOSES}));
      ALTER TABLE prompt_texts DROP CONSTRAINT prompt_texts_name,
        ADD CONSTRAINT prompt_texts_name CHECK (name IN (${PROMPTS}))`);
  }
}
