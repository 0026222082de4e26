-- A database as the last of the first versions left it, before their migrations became those of today.

CREATE SEQUENCE process_numbers AS int CYCLE;

CREATE TABLE avatars (
  character_id uuid NOT NULL,
  media_type text NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT avatars_pk PRIMARY KEY (character_id)
);

CREATE TABLE branch_segments (
  branch_id uuid NOT NULL,
  of_branch_id uuid NOT NULL,
  from_seq integer NOT NULL,
  to_seq integer DEFAULT 2147483647 NOT NULL,
  CONSTRAINT branch_segments_pk PRIMARY KEY (branch_id, from_seq),
  CONSTRAINT branch_segments_range CHECK ((to_seq >= from_seq))
);

CREATE TABLE branches (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  session_id uuid NOT NULL,
  last_seq integer DEFAULT 0 NOT NULL,
  revision integer DEFAULT 0 NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  folded_seq integer DEFAULT 0 NOT NULL,
  folded_messages integer DEFAULT 0 NOT NULL,
  chronicle integer DEFAULT 0 NOT NULL,
  parent_id uuid,
  from_seq integer DEFAULT 0 NOT NULL,
  title text DEFAULT ''::text NOT NULL,
  CONSTRAINT branches_pk PRIMARY KEY (id)
);

CREATE TABLE calibrations (
  model text NOT NULL,
  ratio real NOT NULL,
  samples integer NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT calibrations_pk PRIMARY KEY (model),
  CONSTRAINT calibrations_ratio CHECK (((ratio >= (0.25)::double precision) AND (ratio <= (4)::double precision)))
);

CREATE TABLE card_assets (
  character_id uuid NOT NULL,
  name text NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT card_assets_pk PRIMARY KEY (character_id, name)
);

CREATE TABLE character_sources (
  character_id uuid NOT NULL,
  source_id uuid NOT NULL,
  CONSTRAINT character_sources_pk PRIMARY KEY (character_id, source_id)
);

CREATE TABLE characters (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  ingest_id uuid,
  name text NOT NULL,
  sheet_version integer DEFAULT 1 NOT NULL,
  card jsonb,
  sample boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT characters_card CHECK ((jsonb_typeof(card) = 'object'::text)),
  CONSTRAINT characters_pk PRIMARY KEY (id)
);

CREATE TABLE folds (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  session_id uuid NOT NULL,
  branch_id uuid NOT NULL,
  from_seq integer NOT NULL,
  to_seq integer NOT NULL,
  from_at timestamp with time zone NOT NULL,
  to_at timestamp with time zone NOT NULL,
  text text NOT NULL,
  tokens integer NOT NULL,
  made_by text NOT NULL,
  status text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  due boolean DEFAULT false NOT NULL,
  CONSTRAINT folds_made_by CHECK ((made_by = ANY (ARRAY['model'::text, 'extract'::text, 'person'::text]))),
  CONSTRAINT folds_pk PRIMARY KEY (id),
  CONSTRAINT folds_range CHECK (((from_seq > 0) AND (to_seq >= from_seq))),
  CONSTRAINT folds_status CHECK ((status = ANY (ARRAY['ready'::text, 'standing'::text, 'replaced'::text, 'undone'::text])))
);

CREATE TABLE ingest_file_pieces (
  ingest_id uuid NOT NULL,
  n integer NOT NULL,
  piece integer NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT ingest_file_pieces_pk PRIMARY KEY (ingest_id, n, piece)
);

CREATE TABLE ingest_files (
  ingest_id uuid NOT NULL,
  n integer NOT NULL,
  name text NOT NULL,
  encoding text,
  url text,
  CONSTRAINT ingest_files_pk PRIMARY KEY (ingest_id, n)
);

CREATE TABLE ingests (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  status text NOT NULL,
  step text NOT NULL,
  progress real DEFAULT 0 NOT NULL,
  message text DEFAULT ''::text NOT NULL,
  title text NOT NULL,
  wanted text,
  "cast" jsonb DEFAULT '[]'::jsonb NOT NULL,
  choice jsonb,
  error jsonb,
  holder integer,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  questions jsonb DEFAULT '[]'::jsonb NOT NULL,
  doubts jsonb DEFAULT '[]'::jsonb NOT NULL,
  urls jsonb DEFAULT '[]'::jsonb NOT NULL,
  subpages boolean DEFAULT false NOT NULL,
  offers jsonb DEFAULT '[]'::jsonb NOT NULL,
  unread jsonb DEFAULT '[]'::jsonb NOT NULL,
  character_id uuid,
  spent_tokens integer DEFAULT 0 NOT NULL,
  flags jsonb DEFAULT '[]'::jsonb NOT NULL,
  talks jsonb DEFAULT '[]'::jsonb NOT NULL,
  merges jsonb DEFAULT '[]'::jsonb NOT NULL,
  under_way text,
  deaths jsonb DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT ingests_pk PRIMARY KEY (id),
  CONSTRAINT ingests_progress CHECK (((progress >= (0)::double precision) AND (progress <= (1)::double precision))),
  CONSTRAINT ingests_status CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'needs_choice'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  CONSTRAINT ingests_step CHECK ((step = ANY (ARRAY['fetch'::text, 'decode'::text, 'read'::text, 'choose'::text, 'write'::text, 'verify'::text, 'done'::text]))),
  CONSTRAINT ingests_under_way CHECK (((under_way IS NULL) OR (status = 'running'::text)))
);

CREATE TABLE messages (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  session_id uuid NOT NULL,
  branch_id uuid NOT NULL,
  seq integer NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  chosen boolean DEFAULT true NOT NULL,
  role text NOT NULL,
  speaker text NOT NULL,
  label text DEFAULT ''::text NOT NULL,
  content text NOT NULL,
  tokens integer NOT NULL,
  status text NOT NULL,
  turn_id uuid,
  client_id text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  extras jsonb,
  CONSTRAINT messages_extras CHECK ((jsonb_typeof(extras) = 'object'::text)),
  CONSTRAINT messages_pk PRIMARY KEY (id),
  CONSTRAINT messages_place UNIQUE (branch_id, seq, version),
  CONSTRAINT messages_role CHECK ((role = ANY (ARRAY['user'::text, 'assistant'::text]))),
  CONSTRAINT messages_seq CHECK ((seq > 0)),
  CONSTRAINT messages_status CHECK ((status = ANY (ARRAY['streaming'::text, 'complete'::text, 'stopped'::text, 'interrupted'::text, 'failed'::text])))
);

CREATE TABLE migrations (
  id serial,
  timestamp bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id)
);

CREATE TABLE openings (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  session_id uuid NOT NULL,
  key text NOT NULL,
  text text NOT NULL,
  chronicle_at integer NOT NULL,
  tokens integer NOT NULL,
  language text NOT NULL,
  after_history text NOT NULL,
  rules jsonb NOT NULL,
  lorebook boolean NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  source boolean DEFAULT false NOT NULL,
  pins jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT openings_language CHECK ((language = ANY (ARRAY['en'::text, 'zh'::text]))),
  CONSTRAINT openings_pins CHECK ((jsonb_typeof(pins) = 'array'::text)),
  CONSTRAINT openings_pk PRIMARY KEY (id),
  CONSTRAINT openings_rules CHECK ((jsonb_typeof(rules) = 'array'::text))
);

CREATE TABLE owners (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name text NOT NULL,
  samples_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT owners_pk PRIMARY KEY (id)
);

CREATE TABLE passages (
  source_id uuid NOT NULL,
  n integer NOT NULL,
  section_n integer NOT NULL,
  start integer NOT NULL,
  "end" integer NOT NULL,
  CONSTRAINT passages_pk PRIMARY KEY (source_id, n),
  CONSTRAINT passages_span CHECK (((start >= 0) AND ("end" > start)))
);

CREATE TABLE personas (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  name text NOT NULL,
  description text DEFAULT ''::text NOT NULL,
  default_at timestamp with time zone,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT personas_pk PRIMARY KEY (id)
);

CREATE TABLE pins (
  branch_id uuid NOT NULL,
  seq integer NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT pins_pk PRIMARY KEY (branch_id, seq)
);

CREATE TABLE recall_stretches (
  branch_id uuid NOT NULL,
  n integer NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT recall_stretches_pk PRIMARY KEY (branch_id, n)
);

CREATE TABLE rules (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  session_id uuid,
  character_id uuid,
  text text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT rules_pk PRIMARY KEY (id),
  CONSTRAINT rules_scope CHECK ((num_nonnulls(session_id, character_id) = 1))
);

CREATE TABLE sections (
  source_id uuid NOT NULL,
  n integer NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  CONSTRAINT sections_pk PRIMARY KEY (source_id, n)
);

CREATE TABLE sessions (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  character_id uuid NOT NULL,
  title text NOT NULL,
  persona_name text NOT NULL,
  persona_description text DEFAULT ''::text NOT NULL,
  time_zone text DEFAULT 'UTC'::text NOT NULL,
  branch_id uuid NOT NULL,
  sheet_pin integer,
  sent_bytes bigint DEFAULT 0 NOT NULL,
  sent_hash bytea,
  moved_by text,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  opening_id uuid,
  token_budget integer,
  outside_key text,
  extras jsonb,
  note text DEFAULT ''::text NOT NULL,
  up_to_section integer,
  up_to_title text,
  pin_source boolean,
  source_left boolean DEFAULT false NOT NULL,
  persona_id uuid,
  CONSTRAINT sessions_extras CHECK ((jsonb_typeof(extras) = 'object'::text)),
  CONSTRAINT sessions_moved_by CHECK ((moved_by = ANY (ARRAY['sheet'::text, 'fold'::text, 'edit'::text, 'branch'::text, 'rule'::text, 'source'::text, 'persona'::text]))),
  CONSTRAINT sessions_pk PRIMARY KEY (id),
  CONSTRAINT sessions_token_budget CHECK ((token_budget >= 1000)),
  CONSTRAINT sessions_up_to_section CHECK ((up_to_section >= 1))
);

CREATE TABLE sheets (
  character_id uuid NOT NULL,
  version integer NOT NULL,
  sheet jsonb NOT NULL,
  cause text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT sheets_cause CHECK ((cause = ANY (ARRAY['ingest'::text, 'import'::text, 'edit'::text, 'sample'::text]))),
  CONSTRAINT sheets_pk PRIMARY KEY (character_id, version),
  CONSTRAINT sheets_sheet CHECK ((jsonb_typeof(sheet) = 'object'::text))
);

CREATE TABLE sign_ins (
  hash bytea NOT NULL,
  owner_id uuid NOT NULL,
  kind text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  device text DEFAULT ''::text NOT NULL,
  CONSTRAINT sign_ins_kind CHECK ((kind = ANY (ARRAY['code'::text, 'cookie'::text]))),
  CONSTRAINT sign_ins_pk PRIMARY KEY (id)
);

CREATE TABLE sources (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  ingest_id uuid,
  title text NOT NULL,
  kind text NOT NULL,
  url text,
  media_type text NOT NULL,
  encoding text,
  revision text,
  language text NOT NULL,
  length integer NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  licence text,
  subject text,
  kept_out jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT sources_kept_out CHECK ((jsonb_typeof(kept_out) = 'array'::text)),
  CONSTRAINT sources_kind CHECK ((kind = ANY (ARRAY['link'::text, 'file'::text]))),
  CONSTRAINT sources_pk PRIMARY KEY (id)
);

CREATE TABLE told_entries (
  branch_id uuid NOT NULL,
  entry text NOT NULL,
  seq integer NOT NULL,
  CONSTRAINT told_entries_pk PRIMARY KEY (branch_id, entry, seq)
);

CREATE TABLE turns (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  owner_id uuid NOT NULL,
  session_id uuid NOT NULL,
  branch_id uuid NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  holder integer,
  receipt jsonb,
  error jsonb,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  finished_at timestamp with time zone,
  opening_id uuid,
  after_seq integer,
  upto_seq integer,
  base text,
  tail text,
  sent_hash bytea,
  CONSTRAINT turns_error CHECK ((jsonb_typeof(error) = 'object'::text)),
  CONSTRAINT turns_kind CHECK ((kind = ANY (ARRAY['reply'::text, 'regenerate'::text, 'continue'::text]))),
  CONSTRAINT turns_pk PRIMARY KEY (id),
  CONSTRAINT turns_receipt CHECK ((jsonb_typeof(receipt) = 'object'::text)),
  CONSTRAINT turns_status CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'stopped'::text, 'failed'::text, 'interrupted'::text])))
);

CREATE TABLE written_parts (
  owner_id uuid NOT NULL,
  hash bytea NOT NULL,
  answer jsonb,
  used_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT written_parts_pk PRIMARY KEY (owner_id, hash)
);

ALTER TABLE card_assets ALTER bytes SET STORAGE EXTERNAL;
ALTER TABLE ingest_file_pieces ALTER bytes SET STORAGE EXTERNAL;
ALTER TABLE recall_stretches ALTER bytes SET STORAGE EXTERNAL;

ALTER TABLE avatars ADD CONSTRAINT avatars_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE branch_segments ADD CONSTRAINT branch_segments_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE branch_segments ADD CONSTRAINT branch_segments_of FOREIGN KEY (of_branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE branches ADD CONSTRAINT branches_parent FOREIGN KEY (parent_id) REFERENCES branches(id) ON DELETE SET NULL;
ALTER TABLE branches ADD CONSTRAINT branches_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
ALTER TABLE card_assets ADD CONSTRAINT card_assets_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE character_sources ADD CONSTRAINT character_sources_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE character_sources ADD CONSTRAINT character_sources_source FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE;
ALTER TABLE characters ADD CONSTRAINT characters_ingest FOREIGN KEY (ingest_id) REFERENCES ingests(id) ON DELETE SET NULL;
ALTER TABLE characters ADD CONSTRAINT characters_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE folds ADD CONSTRAINT folds_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE folds ADD CONSTRAINT folds_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE folds ADD CONSTRAINT folds_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
ALTER TABLE ingest_file_pieces ADD CONSTRAINT ingest_file_pieces_file FOREIGN KEY (ingest_id, n) REFERENCES ingest_files(ingest_id, n) ON DELETE CASCADE;
ALTER TABLE ingest_files ADD CONSTRAINT ingest_files_ingest FOREIGN KEY (ingest_id) REFERENCES ingests(id) ON DELETE CASCADE;
ALTER TABLE ingests ADD CONSTRAINT ingests_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE ingests ADD CONSTRAINT ingests_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE messages ADD CONSTRAINT messages_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE messages ADD CONSTRAINT messages_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE messages ADD CONSTRAINT messages_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
ALTER TABLE messages ADD CONSTRAINT messages_turn FOREIGN KEY (turn_id) REFERENCES turns(id) ON DELETE SET NULL;
ALTER TABLE openings ADD CONSTRAINT openings_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
ALTER TABLE passages ADD CONSTRAINT passages_section FOREIGN KEY (source_id, section_n) REFERENCES sections(source_id, n) ON DELETE CASCADE;
ALTER TABLE personas ADD CONSTRAINT personas_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE pins ADD CONSTRAINT pins_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE recall_stretches ADD CONSTRAINT recall_stretches_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE rules ADD CONSTRAINT rules_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE rules ADD CONSTRAINT rules_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE rules ADD CONSTRAINT rules_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
ALTER TABLE sections ADD CONSTRAINT sections_source FOREIGN KEY (source_id) REFERENCES sources(id) ON DELETE CASCADE;
ALTER TABLE sessions ADD CONSTRAINT sessions_branch FOREIGN KEY (branch_id) REFERENCES branches(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sessions ADD CONSTRAINT sessions_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE sessions ADD CONSTRAINT sessions_opening FOREIGN KEY (opening_id) REFERENCES openings(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sessions ADD CONSTRAINT sessions_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE sessions ADD CONSTRAINT sessions_persona FOREIGN KEY (persona_id) REFERENCES personas(id) ON DELETE SET NULL;
ALTER TABLE sheets ADD CONSTRAINT sheets_character FOREIGN KEY (character_id) REFERENCES characters(id) ON DELETE CASCADE;
ALTER TABLE sign_ins ADD CONSTRAINT sign_ins_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE sources ADD CONSTRAINT sources_ingest FOREIGN KEY (ingest_id) REFERENCES ingests(id) ON DELETE SET NULL;
ALTER TABLE sources ADD CONSTRAINT sources_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE told_entries ADD CONSTRAINT told_entries_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE turns ADD CONSTRAINT turns_branch FOREIGN KEY (branch_id) REFERENCES branches(id) ON DELETE CASCADE;
ALTER TABLE turns ADD CONSTRAINT turns_opening FOREIGN KEY (opening_id) REFERENCES openings(id) ON DELETE SET NULL;
ALTER TABLE turns ADD CONSTRAINT turns_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;
ALTER TABLE turns ADD CONSTRAINT turns_session FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
ALTER TABLE written_parts ADD CONSTRAINT written_parts_owner FOREIGN KEY (owner_id) REFERENCES owners(id) ON DELETE CASCADE;

CREATE INDEX branch_segments_of_branch ON branch_segments USING btree (of_branch_id);
CREATE INDEX branches_of_parent ON branches USING btree (parent_id);
CREATE INDEX branches_of_session ON branches USING btree (session_id);
CREATE INDEX character_sources_of_source ON character_sources USING btree (source_id);
CREATE INDEX characters_of_ingest ON characters USING btree (ingest_id);
CREATE INDEX characters_of_owner ON characters USING btree (owner_id, created_at);
CREATE INDEX folds_due ON folds USING btree (session_id) WHERE due;
CREATE INDEX folds_of_session ON folds USING btree (session_id);
CREATE UNIQUE INDEX folds_ready ON folds USING btree (branch_id, from_seq) WHERE (status = 'ready'::text);
CREATE UNIQUE INDEX folds_standing ON folds USING btree (branch_id, from_seq) WHERE (status = 'standing'::text);
CREATE INDEX ingests_of_character ON ingests USING btree (character_id);
CREATE INDEX ingests_of_owner ON ingests USING btree (owner_id, created_at);
CREATE INDEX ingests_open ON ingests USING btree (created_at) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE UNIQUE INDEX messages_client_id ON messages USING btree (session_id, client_id) WHERE (client_id IS NOT NULL);
CREATE INDEX messages_of_turn ON messages USING btree (turn_id);
CREATE UNIQUE INDEX messages_story ON messages USING btree (branch_id, seq) WHERE chosen;
CREATE INDEX messages_streaming ON messages USING btree (branch_id, seq) WHERE (status = 'streaming'::text);
CREATE INDEX openings_of_session ON openings USING btree (session_id);
CREATE INDEX passages_of_section ON passages USING btree (source_id, section_n, n);
CREATE INDEX personas_of_owner ON personas USING btree (owner_id, created_at);
CREATE INDEX rules_of_character ON rules USING btree (character_id) WHERE (character_id IS NOT NULL);
CREATE INDEX rules_of_session ON rules USING btree (session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX sessions_of_character ON sessions USING btree (character_id);
CREATE INDEX sessions_of_owner ON sessions USING btree (owner_id, updated_at);
CREATE INDEX sessions_of_persona ON sessions USING btree (persona_id);
CREATE UNIQUE INDEX sessions_outside_key ON sessions USING btree (owner_id, character_id, outside_key) WHERE (outside_key IS NOT NULL);
CREATE INDEX sign_ins_expiry ON sign_ins USING btree (expires_at);
CREATE UNIQUE INDEX sign_ins_hash ON sign_ins USING btree (hash);
CREATE INDEX sources_of_ingest ON sources USING btree (ingest_id);
CREATE INDEX sources_of_owner ON sources USING btree (owner_id);
CREATE INDEX turns_of_opening ON turns USING btree (opening_id);
CREATE INDEX turns_of_session ON turns USING btree (session_id, created_at);
CREATE UNIQUE INDEX turns_one_queued ON turns USING btree (session_id) WHERE (status = 'queued'::text);
CREATE UNIQUE INDEX turns_one_running ON turns USING btree (session_id) WHERE (status = 'running'::text);
CREATE INDEX written_parts_unused ON written_parts USING btree (used_at);

CREATE OR REPLACE FUNCTION accept_message(owner uuid, session uuid, branch uuid, stamp_known text, seq_known integer, process integer, new_message uuid, client text, persona text, label text, content text, tokens integer, said_at timestamp with time zone, new_turn uuid, new_reply uuid, character_name text, OUT verdict text, OUT message_id uuid, OUT message_seq integer, OUT turn_id uuid, OUT last_seq integer)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
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
        IF head_stamp(session) IS DISTINCT FROM stamp_known OR b.last_seq <> seq_known THEN
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
      END $function$;

CREATE OR REPLACE FUNCTION accept_messages(owner uuid, session uuid, branch uuid, stamp_known text, seq_known integer, persona text, said_at timestamp with time zone, new_turn uuid, new_messages uuid[], clients text[], labels text[], contents text[], counts integer[])
 RETURNS TABLE(verdict text, message_id uuid, message_seq integer, turn_id uuid, last_seq integer)
 LANGUAGE plpgsql
AS $function$
      #variable_conflict use_column
      DECLARE
        b branches;
        queued uuid;
        added int;
      BEGIN
        SELECT * INTO b FROM branches WHERE id = branch FOR UPDATE;
        IF head_stamp(session) IS DISTINCT FROM stamp_known OR b.last_seq <> seq_known THEN
          RETURN;
        END IF;
        SELECT t.id INTO queued FROM turns t WHERE t.session_id = session AND t.status = 'queued';
        WITH said AS (
          SELECT one.*, row_number() OVER (PARTITION BY one.client ORDER BY one.place) AS time
          FROM unnest(new_messages, clients, labels, contents, counts)
            WITH ORDINALITY AS one (id, client, label, content, tokens, place)
        ), new AS (
          SELECT said.*, b.last_seq + row_number() OVER (ORDER BY said.place) AS seq FROM said
          WHERE said.client IS NULL OR (said.time = 1 AND NOT EXISTS (
            SELECT FROM messages m WHERE m.session_id = session AND m.client_id = said.client))
        ), turn AS (
          INSERT INTO turns (id, owner_id, session_id, branch_id, kind, status)
          SELECT new_turn, owner, session, branch, 'reply', 'queued' WHERE queued IS NULL AND EXISTS (SELECT FROM new)
        )
        INSERT INTO messages
          (id, owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, status, turn_id, client_id, created_at)
          SELECT new.id, owner, session, branch, new.seq, 'user', persona, new.label, new.content, new.tokens, 'complete',
            coalesce(queued, new_turn), new.client, said_at
          FROM new;
        GET DIAGNOSTICS added = ROW_COUNT;
        b.last_seq := b.last_seq + added;
        UPDATE branches t SET last_seq = b.last_seq WHERE t.id = branch AND added > 0;
        RETURN QUERY
          SELECT CASE WHEN m.id = said.id THEN 'queued' ELSE 'twin' END, m.id, m.seq, m.turn_id, b.last_seq
          FROM unnest(new_messages, clients) WITH ORDINALITY AS said (id, client, place)
          JOIN messages m ON m.id = coalesce(
            (SELECT mine.id FROM messages mine WHERE mine.id = said.id),
            (SELECT twin.id FROM messages twin WHERE twin.session_id = session AND twin.client_id = said.client))
          ORDER BY said.place;
      END $function$;

CREATE OR REPLACE FUNCTION head_stamp(session uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
        SELECT concat_ws('.', s.xmin, c.xmin, b.revision, b.folded_seq, b.chronicle,
          EXISTS (SELECT FROM folds f WHERE f.branch_id = b.id AND f.status = 'ready'),
          (SELECT string_agg(r.id::text || r.xmin::text, '.' ORDER BY r.id) FROM rules r
            WHERE r.ended_at IS NULL AND (r.session_id = s.id OR r.character_id = s.character_id)))
        FROM sessions s JOIN characters c ON c.id = s.character_id JOIN branches b ON b.id = s.branch_id
        WHERE s.id = session
      $function$;

CREATE OR REPLACE FUNCTION process_is_alive(number integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
        SELECT EXISTS (
          SELECT FROM pg_locks
          WHERE locktype = 'advisory' AND granted AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND classid = 1264 AND objid = number::oid
        )
      $function$;

INSERT INTO migrations (timestamp, name) VALUES
  (1795000000000, 'FirstTables1795000000000'),
  (1796000000000, 'FoldsAndRules1796000000000'),
  (1797000000000, 'Recall1797000000000'),
  (1798000000000, 'OutsideKeys1798000000000'),
  (1799000000000, 'Branches1799000000000'),
  (1800000000000, 'CardAssets1800000000000'),
  (1801000000000, 'Extras1801000000000'),
  (1802000000000, 'AuthorsNote1802000000000'),
  (1803000000000, 'HeadStamp1803000000000'),
  (1805000000000, 'CastQuestions1805000000000'),
  (1806000000000, 'DoubtfulFiles1806000000000'),
  (1807000000000, 'LinkedPages1807000000000'),
  (1808000000000, 'WrittenParts1808000000000'),
  (1809000000000, 'StoryPoints1809000000000'),
  (1810000000000, 'Personas1810000000000'),
  (1811000000000, 'Pins1811000000000'),
  (1812000000000, 'CastReview1812000000000'),
  (1813000000000, 'ToldEntries1813000000000'),
  (1814000000000, 'FetchedFiles1814000000000'),
  (1815000000000, 'EntriesDue1815000000000'),
  (1816000000000, 'SignIns1816000000000'),
  (1817000000000, 'ReadingDeaths1817000000000'),
  (1818000000000, 'KeptOut1818000000000'),
  (1821000000000, 'JsonShapes1821000000000'),
  (1822000000000, 'AcceptMessages1822000000000'),
  (1823000000000, 'AcceptTogether1823000000000');
