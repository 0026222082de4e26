import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Conversations. Every message has a speaker, a place is (branch, number), and rows of a story are never rewritten.
 * From what a turn names, the request that it sent is rebuilt to the byte.
 */
export class SessionsAndMessages1833000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who somebody can be in a conversation.
      CREATE TABLE personas (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT personas_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT personas_owner REFERENCES owners ON DELETE CASCADE,
        name text NOT NULL,
        description text NOT NULL DEFAULT '',
        -- When it was made the one that new conversations take; of several the latest counts.
        default_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX personas_of_owner ON personas (owner_id, created_at);

      CREATE TABLE sessions (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT sessions_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT sessions_owner REFERENCES owners ON DELETE CASCADE,
        character_id uuid NOT NULL CONSTRAINT sessions_character REFERENCES characters ON DELETE CASCADE,
        -- What another program knows it by.
        outside_key text,
        title text NOT NULL,
        -- A session keeps the text of its persona, so that a prompt stays as it is when the persona is deleted.
        persona_id uuid CONSTRAINT sessions_persona REFERENCES personas ON DELETE SET NULL,
        persona_name text NOT NULL,
        persona_description text NOT NULL DEFAULT '',
        note text NOT NULL DEFAULT '',
        time_zone text NOT NULL DEFAULT 'UTC',
        -- The branch that is told on.
        branch_id uuid NOT NULL,
        -- Unset: the newest version of the sheet is followed.
        sheet_pin int,
        -- Where in the story of its source it stands; unset: at the end.
        up_to_section int CONSTRAINT sessions_up_to_section CHECK (up_to_section >= 1),
        up_to_title text,
        -- Whether the text of the source is sent, which leaves before any message folds.
        pin_source boolean,
        source_left boolean NOT NULL DEFAULT false,
        token_budget int CONSTRAINT sessions_token_budget CHECK (token_budget >= 1000),
        opening_id uuid,
        -- What the last turn sent ahead of its tail: where it ended and its SHA-256.
        sent_bytes bigint NOT NULL DEFAULT 0,
        sent_hash bytea,
        -- Why less of it stands than was sent, until a turn's receipt has told it.
        moved_by text CONSTRAINT sessions_moved_by
          CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona')),
        -- What another program wrote beside it, so that it goes out again as it came.
        extras jsonb CONSTRAINT sessions_extras CHECK (jsonb_typeof(extras) = 'object'),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX sessions_of_owner ON sessions (owner_id, updated_at);
      CREATE INDEX sessions_of_character ON sessions (character_id);
      CREATE INDEX sessions_of_persona ON sessions (persona_id);
      CREATE UNIQUE INDEX sessions_outside_key ON sessions (owner_id, character_id, outside_key)
        WHERE outside_key IS NOT NULL;

      CREATE TABLE branches (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT branches_pk PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT branches_session REFERENCES sessions ON DELETE CASCADE,
        parent_id uuid CONSTRAINT branches_parent REFERENCES branches ON DELETE SET NULL,
        -- The last number that it shares with its parent.
        from_seq int NOT NULL DEFAULT 0,
        title text NOT NULL DEFAULT '',
        -- The highest number given out.
        last_seq int NOT NULL DEFAULT 0,
        -- Goes up when a place that was already told changes, so that no process goes on from an old copy.
        revision int NOT NULL DEFAULT 0,
        -- How far its story is folded, how many messages that is, and a number that goes up whenever its chronicle
        -- changes.
        folded_seq int NOT NULL DEFAULT 0,
        folded_messages int NOT NULL DEFAULT 0,
        chronicle int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX branches_of_session ON branches (session_id);
      CREATE INDEX branches_of_parent ON branches (parent_id);
      ALTER TABLE sessions ADD CONSTRAINT sessions_branch
        FOREIGN KEY (branch_id) REFERENCES branches DEFERRABLE INITIALLY DEFERRED;

      -- The way that a branch's story goes, flattened: ranges of numbers, each on the branch that told it.
      CREATE TABLE branch_segments (
        branch_id uuid NOT NULL CONSTRAINT branch_segments_branch REFERENCES branches ON DELETE CASCADE,
        of_branch_id uuid NOT NULL CONSTRAINT branch_segments_of REFERENCES branches ON DELETE CASCADE,
        from_seq int NOT NULL,
        to_seq int NOT NULL DEFAULT 2147483647,
        CONSTRAINT branch_segments_pk PRIMARY KEY (branch_id, from_seq),
        CONSTRAINT branch_segments_range CHECK (to_seq >= from_seq)
      );
      CREATE INDEX branch_segments_of_branch ON branch_segments (of_branch_id);

      -- What requests begin with: system prompt and chronicle. A row is never changed: turns name the one they sent.
      CREATE TABLE openings (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT openings_pk PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT openings_session REFERENCES sessions ON DELETE CASCADE,
        -- What it was rendered from.
        key text NOT NULL,
        text text NOT NULL,
        -- Where the chronicle begins, in UTF-16 units.
        chronicle_at int NOT NULL,
        tokens int NOT NULL,
        language text NOT NULL CONSTRAINT openings_language CHECK (language IN ('en', 'zh')),
        after_history text NOT NULL,
        -- The rules that stand in it.
        rules jsonb NOT NULL CONSTRAINT openings_rules CHECK (jsonb_typeof(rules) = 'array'),
        -- The numbers of the pins that stand in it.
        pins jsonb NOT NULL DEFAULT '[]' CONSTRAINT openings_pins CHECK (jsonb_typeof(pins) = 'array'),
        -- Whether the lorebook stands in it, whole; else its entries come by keyword in the tail.
        lorebook boolean NOT NULL,
        source boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX openings_of_session ON openings (session_id);
      ALTER TABLE sessions ADD CONSTRAINT sessions_opening
        FOREIGN KEY (opening_id) REFERENCES openings DEFERRABLE INITIALLY DEFERRED;

      CREATE TABLE turns (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT turns_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT turns_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT turns_session REFERENCES sessions ON DELETE CASCADE,
        branch_id uuid NOT NULL CONSTRAINT turns_branch REFERENCES branches ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT turns_kind CHECK (kind IN ('reply', 'regenerate', 'continue')),
        status text NOT NULL CONSTRAINT turns_status
          CHECK (status IN ('queued', 'running', 'finished', 'stopped', 'failed', 'interrupted')),
        holder int,
        -- What it sent: its opening, the messages between two numbers, its tail; and the SHA-256 of all but the tail.
        opening_id uuid CONSTRAINT turns_opening REFERENCES openings ON DELETE SET NULL,
        after_seq int,
        upto_seq int,
        base text,
        tail text,
        sent_hash bytea,
        receipt jsonb CONSTRAINT turns_receipt CHECK (jsonb_typeof(receipt) = 'object'),
        error jsonb CONSTRAINT turns_error CHECK (jsonb_typeof(error) = 'object'),
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      );
      -- One writer for a session, and one turn that waits.
      CREATE UNIQUE INDEX turns_one_running ON turns (session_id) WHERE status = 'running';
      CREATE UNIQUE INDEX turns_one_queued ON turns (session_id) WHERE status = 'queued';
      CREATE INDEX turns_of_session ON turns (session_id, created_at);
      CREATE INDEX turns_of_opening ON turns (opening_id);

      CREATE TABLE messages (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT messages_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT messages_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT messages_session REFERENCES sessions ON DELETE CASCADE,
        branch_id uuid NOT NULL CONSTRAINT messages_branch REFERENCES branches ON DELETE CASCADE,
        seq int NOT NULL CONSTRAINT messages_seq CHECK (seq > 0),
        -- Edits and swipes are rows beside the first, at the same place; one of them is chosen.
        version int NOT NULL DEFAULT 1,
        chosen boolean NOT NULL DEFAULT true,
        role text NOT NULL CONSTRAINT messages_role CHECK (role IN ('user', 'assistant')),
        speaker text NOT NULL,
        -- What stands before the text when it is sent: the date, where the day changes.
        label text NOT NULL DEFAULT '',
        content text NOT NULL,
        -- Estimated once, label included.
        tokens int NOT NULL,
        status text NOT NULL CONSTRAINT messages_status
          CHECK (status IN ('streaming', 'complete', 'stopped', 'interrupted', 'failed')),
        -- A user's message: the turn that answers it. A reply: the turn that made it.
        turn_id uuid CONSTRAINT messages_turn REFERENCES turns ON DELETE SET NULL,
        client_id text,
        extras jsonb CONSTRAINT messages_extras CHECK (jsonb_typeof(extras) = 'object'),
        -- When it was said.
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT messages_place UNIQUE (branch_id, seq, version)
      );
      CREATE UNIQUE INDEX messages_story ON messages (branch_id, seq) WHERE chosen;
      CREATE UNIQUE INDEX messages_client_id ON messages (session_id, client_id) WHERE client_id IS NOT NULL;
      CREATE INDEX messages_streaming ON messages (branch_id, seq) WHERE status = 'streaming';
      CREATE INDEX messages_of_turn ON messages (turn_id);

      -- A place on the branch that told it, so that every branch that tells it too has the pin, and whatever version
      -- stands there is what is pinned.
      CREATE TABLE pins (
        branch_id uuid NOT NULL CONSTRAINT pins_branch REFERENCES branches ON DELETE CASCADE,
        seq int NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pins_pk PRIMARY KEY (branch_id, seq)
      );

      -- Which lorebook entries were told when, for those that say how long they stay and when they may come again.
      CREATE TABLE told_entries (
        branch_id uuid NOT NULL CONSTRAINT told_entries_branch REFERENCES branches ON DELETE CASCADE,
        entry text NOT NULL,
        seq int NOT NULL,
        CONSTRAINT told_entries_pk PRIMARY KEY (branch_id, entry, seq)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions DROP CONSTRAINT sessions_branch, DROP CONSTRAINT sessions_opening;
      DROP TABLE told_entries, pins, messages, turns, openings, branch_segments, branches, sessions, personas;
    `);
  }
}
