import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Prompt prefixes are called so in the database, too. */
export class PromptPrefixes1845000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE openings RENAME TO prompt_prefixes;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT openings_pk TO prompt_prefixes_pk;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT openings_session TO prompt_prefixes_session;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT openings_language TO prompt_prefixes_language;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT openings_rules TO prompt_prefixes_rules;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT openings_pins TO prompt_prefixes_pins;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT openings_source_absence TO prompt_prefixes_source_absence;
      ALTER INDEX openings_of_session RENAME TO prompt_prefixes_of_session;
      ALTER TABLE sessions RENAME COLUMN opening_id TO prompt_prefix_id;
      ALTER TABLE sessions RENAME CONSTRAINT sessions_opening TO sessions_prompt_prefix;
      ALTER TABLE turns RENAME COLUMN opening_id TO prompt_prefix_id;
      ALTER TABLE turns RENAME CONSTRAINT turns_opening TO turns_prompt_prefix;
      ALTER INDEX turns_of_opening RENAME TO turns_of_prompt_prefix;
      DROP FUNCTION IF EXISTS finish_turn(uuid, text, jsonb, jsonb, uuid, text, text, int, text, uuid, bigint, bytea, uuid,
        int, int, text, text);
    `);
    await createFunctions(runner, 'finish_turn');
  }

  /** The functions stay as their files say. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER INDEX turns_of_prompt_prefix RENAME TO turns_of_opening;
      ALTER TABLE turns RENAME CONSTRAINT turns_prompt_prefix TO turns_opening;
      ALTER TABLE turns RENAME COLUMN prompt_prefix_id TO opening_id;
      ALTER TABLE sessions RENAME CONSTRAINT sessions_prompt_prefix TO sessions_opening;
      ALTER TABLE sessions RENAME COLUMN prompt_prefix_id TO opening_id;
      ALTER INDEX prompt_prefixes_of_session RENAME TO openings_of_session;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT prompt_prefixes_source_absence TO openings_source_absence;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT prompt_prefixes_pins TO openings_pins;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT prompt_prefixes_rules TO openings_rules;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT prompt_prefixes_language TO openings_language;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT prompt_prefixes_session TO openings_session;
      ALTER TABLE prompt_prefixes RENAME CONSTRAINT prompt_prefixes_pk TO openings_pk;
      ALTER TABLE prompt_prefixes RENAME TO openings;
    `);
  }
}
