import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** What is remembered of a story beyond its messages, and how a message is taken in with all that in view. */
export class Memory1834000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Entries of chronicles. An entry that comes to stand replaces those that it overlaps.
      CREATE TABLE folds (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT folds_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT folds_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT folds_session REFERENCES sessions ON DELETE CASCADE,
        branch_id uuid NOT NULL CONSTRAINT folds_branch REFERENCES branches ON DELETE CASCADE,
        from_seq int NOT NULL,
        to_seq int NOT NULL,
        from_at timestamptz NOT NULL,
        to_at timestamptz NOT NULL,
        text text NOT NULL,
        -- Estimated.
        tokens int NOT NULL,
        made_by text NOT NULL CONSTRAINT folds_made_by CHECK (made_by IN ('model', 'extract', 'person')),
        status text NOT NULL CONSTRAINT folds_status CHECK (status IN ('ready', 'standing', 'replaced', 'undone')),
        -- Made in haste when a message changed: the model is to write it anew.
        due boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT folds_range CHECK (from_seq > 0 AND to_seq >= from_seq)
      );
      CREATE UNIQUE INDEX folds_standing ON folds (branch_id, from_seq) WHERE status = 'standing';
      CREATE UNIQUE INDEX folds_ready ON folds (branch_id, from_seq) WHERE status = 'ready';
      CREATE INDEX folds_of_session ON folds (session_id);
      CREATE INDEX folds_due ON folds (session_id) WHERE due;

      -- "From now on …": of one session, or of a character wherever one talks to it.
      CREATE TABLE rules (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT rules_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT rules_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid CONSTRAINT rules_session REFERENCES sessions ON DELETE CASCADE,
        character_id uuid CONSTRAINT rules_character REFERENCES characters ON DELETE CASCADE,
        text text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        CONSTRAINT rules_scope CHECK (num_nonnulls(session_id, character_id) = 1)
      );
      CREATE INDEX rules_of_session ON rules (session_id) WHERE session_id IS NOT NULL;
      CREATE INDEX rules_of_character ON rules (character_id) WHERE character_id IS NOT NULL;

      -- The index of recall: an inverted index of each sealed stretch of a branch's own messages, in one value.
      CREATE TABLE recall_stretches (
        branch_id uuid NOT NULL CONSTRAINT recall_stretches_branch REFERENCES branches ON DELETE CASCADE,
        -- Messages from n × 512 + 1 to (n + 1) × 512.
        n int NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT recall_stretches_pk PRIMARY KEY (branch_id, n)
      );
      -- Read whole and often: not compressed.
      ALTER TABLE recall_stretches ALTER bytes SET STORAGE EXTERNAL;

      -- What providers count for a token that was estimated, by model.
      CREATE TABLE calibrations (
        model text CONSTRAINT calibrations_pk PRIMARY KEY,
        ratio real NOT NULL CONSTRAINT calibrations_ratio CHECK (ratio BETWEEN 0.25 AND 4),
        samples int NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
    `);
    await createFunctions(runner, 'session_stamp', 'accept_message', 'accept_messages');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION accept_messages, accept_message, session_stamp;
      DROP TABLE calibrations, recall_stretches, rules, folds;
    `);
  }
}
