import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Folding: what stands for the stretches of history that have left the window; rules that are given on the way; and
 * all that is needed to rebuild, byte for byte, what a turn has sent. Taking a message in becomes one round trip.
 */
export class FoldsAndRules1796000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How far a branch's story is folded, how many messages that is, and a number that goes up whenever its
      -- chronicle changes.
      ALTER TABLE branches
        ADD folded_seq int NOT NULL DEFAULT 0,
        ADD folded_messages int NOT NULL DEFAULT 0,
        ADD chronicle int NOT NULL DEFAULT 0;

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
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT folds_range CHECK (from_seq > 0 AND to_seq >= from_seq)
      );
      CREATE UNIQUE INDEX folds_standing ON folds (branch_id, from_seq) WHERE status = 'standing';
      CREATE UNIQUE INDEX folds_ready ON folds (branch_id, from_seq) WHERE status = 'ready';
      CREATE INDEX folds_of_session ON folds (session_id);

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

      -- What requests begin with: pinned part and chronicle. A row is never changed: turns name the one they sent.
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
        rules jsonb NOT NULL,
        -- Whether the lorebook stands in it, whole; else its entries come by keyword in the tail.
        lorebook boolean NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX openings_of_session ON openings (session_id);

      ALTER TABLE sessions
        DROP pinned,
        DROP pinned_key,
        ADD opening_id uuid CONSTRAINT sessions_opening REFERENCES openings DEFERRABLE INITIALLY DEFERRED,
        ADD token_budget int CONSTRAINT sessions_token_budget CHECK (token_budget >= 1000);
      -- What was sent before can no longer be told apart by its opening.
      UPDATE sessions SET sent_bytes = 0, sent_hash = NULL, moved_by = NULL;

      -- What a turn sent: its opening, the messages between two numbers, its tail; and the SHA-256 of all but the tail.
      ALTER TABLE turns
        ADD opening_id uuid CONSTRAINT turns_opening REFERENCES openings ON DELETE SET NULL,
        ADD after_seq int,
        ADD upto_seq int,
        ADD base text,
        ADD tail text,
        ADD sent_hash bytea;
      CREATE INDEX turns_of_opening ON turns (opening_id);

      -- What providers count for a token that was estimated, by model.
      CREATE TABLE calibrations (
        model text CONSTRAINT calibrations_pk PRIMARY KEY,
        ratio real NOT NULL CONSTRAINT calibrations_ratio CHECK (ratio BETWEEN 0.25 AND 4),
        samples int NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      -- Takes a user's message in, once for a client's id, and starts the turn that answers it or queues it behind the
      -- one that runs; all in one round trip. The lock comes first and what it guards is read by later statements,
      -- which see what was committed while it was waited for.
      CREATE FUNCTION accept_message(
        owner uuid, session uuid, branch uuid, revision_known int, process int,
        new_message uuid, client text, persona text, label text, content text, tokens int, said_at timestamptz,
        new_turn uuid, new_reply uuid, character_name text,
        OUT verdict text, OUT message_id uuid, OUT message_seq int, OUT turn_id uuid, OUT last_seq int
      ) LANGUAGE plpgsql AS $$
      DECLARE
        b branches;
        running turns;
        queued uuid;
      BEGIN
        SELECT * INTO b FROM branches WHERE id = branch FOR UPDATE;
        SELECT m.id, m.seq, m.turn_id INTO message_id, message_seq, turn_id
          FROM messages m WHERE m.session_id = session AND m.client_id = client;
        last_seq := b.last_seq;
        IF FOUND THEN
          verdict := 'twin';
          RETURN;
        END IF;
        IF b.revision <> revision_known THEN
          verdict := 'stale';
          RETURN;
        END IF;
        SELECT * INTO running FROM turns t WHERE t.session_id = session AND t.status = 'running';
        IF running.id IS NOT NULL AND running.holder <> process AND NOT process_is_alive(running.holder) THEN
          UPDATE turns t SET status = 'interrupted', holder = NULL, finished_at = now() WHERE t.id = running.id;
          UPDATE messages m SET status = 'interrupted' WHERE m.turn_id = running.id AND m.status = 'streaming';
          running.id := NULL;
        END IF;
        SELECT t.id INTO queued FROM turns t WHERE t.session_id = session AND t.status = 'queued';
        verdict := CASE WHEN running.id IS NULL THEN 'started' ELSE 'queued' END;
        message_id := new_message;
        message_seq := b.last_seq + 1;
        turn_id := coalesce(queued, new_turn);
        last_seq := message_seq + (running.id IS NULL)::int;
        -- A turn queued by an earlier process that nobody has taken up begins with this message.
        INSERT INTO turns (id, owner_id, session_id, branch_id, kind, status, holder)
          VALUES (turn_id, owner, session, branch, 'reply',
            CASE verdict WHEN 'started' THEN 'running' ELSE 'queued' END,
            CASE verdict WHEN 'started' THEN process END)
          ON CONFLICT (id) DO UPDATE SET status = excluded.status, holder = excluded.holder;
        INSERT INTO messages
          (id, owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, status, turn_id, client_id, created_at)
          VALUES (new_message, owner, session, branch, message_seq, 'user', persona, label, content, tokens, 'complete',
            turn_id, client, said_at);
        IF verdict = 'started' THEN
          INSERT INTO messages (id, owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status, turn_id)
            VALUES (new_reply, owner, session, branch, last_seq, 'assistant', character_name, '', 0, 'streaming', turn_id);
        END IF;
        UPDATE branches t SET last_seq = accept_message.last_seq WHERE t.id = branch;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION accept_message;
      DROP TABLE calibrations;
      ALTER TABLE turns DROP opening_id, DROP after_seq, DROP upto_seq, DROP base, DROP tail, DROP sent_hash;
      ALTER TABLE sessions DROP opening_id, DROP token_budget, ADD pinned text, ADD pinned_key text;
      DROP TABLE openings, rules, folds;
      ALTER TABLE branches DROP folded_seq, DROP folded_messages, DROP chronicle;
    `);
  }
}
