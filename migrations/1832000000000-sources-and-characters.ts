import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Texts that are taken in, the jobs that take them in, and the characters that come of them. */
export class SourcesAndCharacters1832000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ingests (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT ingests_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT ingests_owner REFERENCES owners ON DELETE CASCADE,
        -- Whom it adds to.
        character_id uuid,
        status text NOT NULL CONSTRAINT ingests_status
          CHECK (status IN ('queued', 'running', 'needs_choice', 'done', 'failed', 'cancelled')),
        step text NOT NULL CONSTRAINT ingests_step
          CHECK (step IN ('fetch', 'decode', 'read', 'choose', 'write', 'verify', 'done')),
        progress real NOT NULL DEFAULT 0 CONSTRAINT ingests_progress CHECK (progress BETWEEN 0 AND 1),
        message text NOT NULL DEFAULT '',
        title text NOT NULL,
        urls jsonb NOT NULL DEFAULT '[]',
        -- Whether the pages around the links are fetched, too.
        subpages boolean NOT NULL DEFAULT false,
        offers jsonb NOT NULL DEFAULT '[]',
        unread jsonb NOT NULL DEFAULT '[]',
        -- What files may be encoded in where that is in doubt, and what a person chose.
        doubts jsonb NOT NULL DEFAULT '[]',
        -- Whom to make without asking.
        wanted text,
        "cast" jsonb NOT NULL DEFAULT '[]',
        -- Names that may be several people's.
        questions jsonb NOT NULL DEFAULT '[]',
        talks jsonb NOT NULL DEFAULT '[]',
        -- Which of the cast somebody has said to be one.
        merges jsonb NOT NULL DEFAULT '[]',
        -- What speaks to a language model in the text.
        flags jsonb NOT NULL DEFAULT '[]',
        -- Whom of the cast to make, and up to which section.
        choice jsonb,
        spent_tokens int NOT NULL DEFAULT 0,
        error jsonb,
        holder int,
        -- What is being read, and how often reading something ended a process.
        under_way text CONSTRAINT ingests_under_way CHECK (under_way IS NULL OR status = 'running'),
        deaths jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ingests_of_owner ON ingests (owner_id, created_at);
      CREATE INDEX ingests_of_character ON ingests (character_id);
      CREATE INDEX ingests_open ON ingests (created_at) WHERE status IN ('queued', 'running');

      -- What was handed in, or what a link led to while its encoding is in doubt; kept until it has become sources.
      CREATE TABLE ingest_files (
        ingest_id uuid NOT NULL CONSTRAINT ingest_files_ingest REFERENCES ingests ON DELETE CASCADE,
        n int NOT NULL,
        name text NOT NULL,
        encoding text,
        url text,
        CONSTRAINT ingest_files_pk PRIMARY KEY (ingest_id, n)
      );

      -- In pieces, so that a large file is never in memory as a whole.
      CREATE TABLE ingest_file_pieces (
        ingest_id uuid NOT NULL,
        n int NOT NULL,
        piece int NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT ingest_file_pieces_pk PRIMARY KEY (ingest_id, n, piece),
        CONSTRAINT ingest_file_pieces_file FOREIGN KEY (ingest_id, n) REFERENCES ingest_files ON DELETE CASCADE
      );
      -- What is taken in is compressed already, or soon gone.
      ALTER TABLE ingest_file_pieces ALTER bytes SET STORAGE EXTERNAL;

      -- What a model wrote of a part, so that it is paid for once.
      CREATE TABLE written_parts (
        owner_id uuid NOT NULL CONSTRAINT written_parts_owner REFERENCES owners ON DELETE CASCADE,
        hash bytea NOT NULL,
        answer jsonb,
        used_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT written_parts_pk PRIMARY KEY (owner_id, hash)
      );
      CREATE INDEX written_parts_unused ON written_parts (used_at);

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
        licence text,
        -- Whom the whole of it is about, where it says so itself.
        subject text,
        language text NOT NULL,
        length int NOT NULL,
        -- What speaks to a language model in it, and is kept out of what a model is sent.
        kept_out jsonb NOT NULL DEFAULT '[]' CONSTRAINT sources_kept_out CHECK (jsonb_typeof(kept_out) = 'array'),
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
        card jsonb CONSTRAINT characters_card CHECK (jsonb_typeof(card) = 'object'),
        sample boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX characters_of_owner ON characters (owner_id, created_at);
      CREATE INDEX characters_of_ingest ON characters (ingest_id);
      ALTER TABLE ingests ADD CONSTRAINT ingests_character
        FOREIGN KEY (character_id) REFERENCES characters ON DELETE CASCADE;

      CREATE TABLE sheets (
        character_id uuid NOT NULL CONSTRAINT sheets_character REFERENCES characters ON DELETE CASCADE,
        version int NOT NULL,
        sheet jsonb NOT NULL CONSTRAINT sheets_sheet CHECK (jsonb_typeof(sheet) = 'object'),
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

      -- The files that came with a card in its archive.
      CREATE TABLE card_assets (
        character_id uuid NOT NULL CONSTRAINT card_assets_character REFERENCES characters ON DELETE CASCADE,
        -- As the archive calls it; never a path on this machine.
        name text NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT card_assets_pk PRIMARY KEY (character_id, name)
      );
      -- Pictures and sounds are packed already.
      ALTER TABLE card_assets ALTER bytes SET STORAGE EXTERNAL;

      CREATE TABLE character_sources (
        character_id uuid NOT NULL CONSTRAINT character_sources_character REFERENCES characters ON DELETE CASCADE,
        source_id uuid NOT NULL CONSTRAINT character_sources_source REFERENCES sources ON DELETE CASCADE,
        CONSTRAINT character_sources_pk PRIMARY KEY (character_id, source_id)
      );
      CREATE INDEX character_sources_of_source ON character_sources (source_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ingests DROP CONSTRAINT ingests_character;
      DROP TABLE character_sources, card_assets, avatars, sheets, characters, passages, sections, sources,
        written_parts, ingest_file_pieces, ingest_files, ingests;
    `);
  }
}
