import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Prompts in an owner's own words, and that a prefix may move because of them. */
export class PromptTexts1848000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE prompt_texts (
        id uuid CONSTRAINT prompt_texts_pk PRIMARY KEY DEFAULT gen_random_uuid(),
        owner_id uuid NOT NULL CONSTRAINT prompt_texts_owner REFERENCES owners ON DELETE CASCADE,
        -- For this one alone; null: for all of the owner's characters of that language.
        character_id uuid CONSTRAINT prompt_texts_character REFERENCES characters ON DELETE CASCADE,
        name text NOT NULL CONSTRAINT prompt_texts_name CHECK (name IN ('main', 'auxiliary', 'post_history', 'reply', 'continue',
          'impersonate', 'summarize', 'summarize_merge', 'sheet', 'sheet_part', 'sheet_merge')),
        language text NOT NULL CONSTRAINT prompt_texts_language CHECK (language IN ('en', 'zh')),
        text text NOT NULL CONSTRAINT prompt_texts_text CHECK (length(text) <= 20000),
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX prompt_texts_of_owner ON prompt_texts (owner_id, name, language) WHERE character_id IS NULL;
      CREATE UNIQUE INDEX prompt_texts_of_character ON prompt_texts (character_id, name, language) WHERE character_id IS NOT NULL;
      ALTER TABLE sessions DROP CONSTRAINT sessions_moved_by, ADD CONSTRAINT sessions_moved_by
        CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'clock', 'upgrade', 'prompt'))`);
    await createFunctions(runner, 'session_stamp');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE sessions SET moved_by = 'edit' WHERE moved_by = 'prompt';
      ALTER TABLE sessions DROP CONSTRAINT sessions_moved_by, ADD CONSTRAINT sessions_moved_by
        CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'clock', 'upgrade'));
      DROP TABLE prompt_texts`);
  }
}
