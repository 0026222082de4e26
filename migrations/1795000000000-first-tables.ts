import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables that everything stands on. What would be dear to change later is here from the first day: every row has
 * an owner, every message a speaker, a place is (branch, number), and rows of a story are never rewritten.
 */
export class FirstTables1795000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE owners (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT owners_pk PRIMARY KEY,
        name text NOT NULL,
        -- When the sample characters were given: once, so that deleted ones stay away.
        samples_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      -- One-time codes of sign-in links, and the cookies that they were changed for; only their hashes.
      CREATE TABLE sign_ins (
        hash bytea CONSTRAINT sign_ins_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT sign_ins_owner REFERENCES owners ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT sign_ins_kind CHECK (kind IN ('code', 'cookie')),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

      -- A running process holds the advisory lock of its number for as long as its connection lives, so that what it
      -- had begun is known to be abandoned the moment it dies.
      CREATE SEQUENCE process_numbers AS int CYCLE;
      CREATE FUNCTION process_is_alive(number int) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (
          SELECT FROM pg_locks
          WHERE locktype = 'advisory' AND granted AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND classid = 1264 AND objid = number::oid
        )
      $$;

      CREATE TABLE ingests (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT ingests_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT ingests_owner REFERENCES owners ON DELETE CASCADE,
        status text NOT NULL CONSTRAINT ingests_status
          CHECK (status IN ('queued', 'running', 'needs_choice', 'done', 'failed', 'cancelled')),
        step text NOT NULL CONSTRAINT ingests_step
          CHECK (step IN ('fetch', 'decode', 'read', 'choose', 'write', 'verify', 'done')),
        progress real NOT NULL DEFAULT 0 CONSTRAINT ingests_progress CHECK (progress BETWEEN 0 AND 1),
        message text NOT NULL DEFAULT '',
        title text NOT NULL,
        url text,
        -- Whom to make without asking.
        wanted text,
        "cast" jsonb NOT NULL DEFAULT '[]',
        -- Whom of the cast to make, and up to which section.
        choice jsonb,
        error jsonb,
        holder int,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ingests_of_owner ON ingests (owner_id, created_at);
      CREATE INDEX ingests_open ON ingests (created_at) WHERE status IN ('queued', 'running');

      -- What was handed in, kept until it has become sources.
      CREATE TABLE ingest_files (
        ingest_id uuid NOT NULL CONSTRAINT ingest_files_ingest REFERENCES ingests ON DELETE CASCADE,
        n int NOT NULL,
        name text NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT ingest_files_pk PRIMARY KEY (ingest_id, n)
      );

      CREATE TABLE sources (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT sources_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT sources_owner REFERENCES owners ON DELETE CASCADE,
        ingest_id uuid CONSTRAINT sources_ingest REFERENCES ingests ON DELETE SET NULL,
        title text NOT NULL,
        kind text NOT NULL CONSTRAINT sources_kind CHECK (kind IN ('link', 'file')),
        url text,
        media_type text NOT NULL,
        encoding text,
        revision text,
        language text NOT NULL,
        length int NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX sources_of_owner ON sources (owner_id);
      CREATE INDEX sources_of_ingest ON sources (ingest_id);

      -- Joined in order, their texts are the source's whole text.
      CREATE TABLE sections (
        source_id uuid NOT NULL CONSTRAINT sections_source REFERENCES sources ON DELETE CASCADE,
        n int NOT NULL,
        title text NOT NULL,
        text text NOT NULL,
        CONSTRAINT sections_pk PRIMARY KEY (source_id, n)
      );

      -- Offsets in UTF-16 units within the section's text.
      CREATE TABLE passages (
        source_id uuid NOT NULL,
        n int NOT NULL,
        section_n int NOT NULL,
        start int NOT NULL,
        "end" int NOT NULL,
        CONSTRAINT passages_pk PRIMARY KEY (source_id, n),
        CONSTRAINT passages_section FOREIGN KEY (source_id, section_n) REFERENCES sections ON DELETE CASCADE,
        CONSTRAINT passages_span CHECK (start >= 0 AND "end" > start)
      );
      CREATE INDEX passages_of_section ON passages (source_id, section_n, n);

      CREATE TABLE characters (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT characters_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT characters_owner REFERENCES owners ON DELETE CASCADE,
        ingest_id uuid CONSTRAINT characters_ingest REFERENCES ingests ON DELETE SET NULL,
        name text NOT NULL,
        sheet_version int NOT NULL DEFAULT 1,
        -- The card it was imported from, whole, so that nothing of it is lost on the way out.
        card jsonb,
        sample boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX characters_of_owner ON characters (owner_id, created_at);
      CREATE INDEX characters_of_ingest ON characters (ingest_id);

      CREATE TABLE sheets (
        character_id uuid NOT NULL CONSTRAINT sheets_character REFERENCES characters ON DELETE CASCADE,
        version int NOT NULL,
        sheet jsonb NOT NULL,
        cause text NOT NULL CONSTRAINT sheets_cause CHECK (cause IN ('ingest', 'import', 'edit', 'sample')),
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT sheets_pk PRIMARY KEY (character_id, version)
      );

      CREATE TABLE avatars (
        character_id uuid CONSTRAINT avatars_pk PRIMARY KEY
          CONSTRAINT avatars_character REFERENCES characters ON DELETE CASCADE,
        media_type text NOT NULL,
        bytes bytea NOT NULL
      );

      CREATE TABLE character_sources (
        character_id uuid NOT NULL CONSTRAINT character_sources_character REFERENCES characters ON DELETE CASCADE,
        source_id uuid NOT NULL CONSTRAINT character_sources_source REFERENCES sources ON DELETE CASCADE,
        CONSTRAINT character_sources_pk PRIMARY KEY (character_id, source_id)
      );
      CREATE INDEX character_sources_of_source ON character_sources (source_id);

      CREATE TABLE sessions (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT sessions_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT sessions_owner REFERENCES owners ON DELETE CASCADE,
        character_id uuid NOT NULL CONSTRAINT sessions_character REFERENCES characters ON DELETE CASCADE,
        title text NOT NULL,
        persona_name text NOT NULL,
        persona_description text NOT NULL DEFAULT '',
        time_zone text NOT NULL DEFAULT 'UTC',
        -- The branch that is told on.
        branch_id uuid NOT NULL,
        -- Unset: the newest version of the sheet is followed.
        sheet_pin int,
        -- The pinned part as it is sent, and what it was rendered from.
        pinned text,
        pinned_key text,
        -- What the last turn sent ahead of its tail: where it ended and its SHA-256.
        sent_bytes bigint NOT NULL DEFAULT 0,
        sent_hash bytea,
        -- Why less of it stands than was sent, until a turn's receipt has told it.
        moved_by text CONSTRAINT sessions_moved_by CHECK (moved_by IN ('sheet', 'fold', 'edit', 'branch', 'rule')),
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX sessions_of_owner ON sessions (owner_id, updated_at);
      CREATE INDEX sessions_of_character ON sessions (character_id);

      CREATE TABLE branches (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT branches_pk PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT branches_session REFERENCES sessions ON DELETE CASCADE,
        -- The highest number given out.
        last_seq int NOT NULL DEFAULT 0,
        -- Goes up when a place that was already told changes, so that no process goes on from an old copy.
        revision int NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX branches_of_session ON branches (session_id);
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

      CREATE TABLE turns (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT turns_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT turns_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT turns_session REFERENCES sessions ON DELETE CASCADE,
        branch_id uuid NOT NULL CONSTRAINT turns_branch REFERENCES branches ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT turns_kind CHECK (kind IN ('reply', 'regenerate', 'continue')),
        status text NOT NULL CONSTRAINT turns_status
          CHECK (status IN ('queued', 'running', 'finished', 'stopped', 'failed', 'interrupted')),
        holder int,
        receipt jsonb,
        error jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      );
      -- One writer for a session, and one turn that waits.
      CREATE UNIQUE INDEX turns_one_running ON turns (session_id) WHERE status = 'running';
      CREATE UNIQUE INDEX turns_one_queued ON turns (session_id) WHERE status = 'queued';
      CREATE INDEX turns_of_session ON turns (session_id, created_at);

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
        -- When it was said.
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT messages_place UNIQUE (branch_id, seq, version)
      );
      CREATE UNIQUE INDEX messages_story ON messages (branch_id, seq) WHERE chosen;
      CREATE UNIQUE INDEX messages_client_id ON messages (session_id, client_id) WHERE client_id IS NOT NULL;
      CREATE INDEX messages_streaming ON messages (branch_id, seq) WHERE status = 'streaming';
      CREATE INDEX messages_of_turn ON messages (turn_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions DROP CONSTRAINT sessions_branch;
      DROP TABLE messages, turns, branch_segments, branches, sessions, character_sources, avatars, sheets, characters,
        passages, sections, sources, ingest_files, ingests, sign_ins, owners;
      DROP FUNCTION process_is_alive(int);
      DROP SEQUENCE process_numbers;
    `);
  }
}
