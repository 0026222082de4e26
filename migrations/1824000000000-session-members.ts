import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who takes part in a session: a character and the user's persona at first, and others who speak there. */
export class SessionMembers1824000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_members (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT session_members_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT session_members_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT session_members_session REFERENCES sessions ON DELETE CASCADE,
        kind text NOT NULL
          CONSTRAINT session_members_kind CHECK (kind IN ('character', 'persona', 'narrator', 'guest')),
        character_id uuid CONSTRAINT session_members_character REFERENCES characters ON DELETE SET NULL,
        persona_id uuid CONSTRAINT session_members_persona REFERENCES personas ON DELETE SET NULL,
        name text NOT NULL,
        position int NOT NULL,
        CONSTRAINT session_members_of_kind
          CHECK ((character_id IS NULL OR kind = 'character') AND (persona_id IS NULL OR kind = 'persona'))
      );
      CREATE UNIQUE INDEX session_members_position ON session_members (owner_id, session_id, position);
      CREATE UNIQUE INDEX session_members_one_persona ON session_members (owner_id, session_id) WHERE kind = 'persona';
      CREATE UNIQUE INDEX session_members_guest ON session_members (owner_id, session_id, name) WHERE kind = 'guest';
      CREATE UNIQUE INDEX session_members_character_once ON session_members (owner_id, session_id, character_id);
      CREATE INDEX session_members_of_session ON session_members (session_id);
      CREATE INDEX session_members_of_character ON session_members (character_id);
      CREATE INDEX session_members_of_persona ON session_members (persona_id);

      INSERT INTO session_members (owner_id, session_id, kind, character_id, name, position)
        SELECT s.owner_id, s.id, 'character', s.character_id, c.name, 1
        FROM sessions s JOIN characters c ON c.id = s.character_id;
      INSERT INTO session_members (owner_id, session_id, kind, persona_id, name, position)
        SELECT owner_id, id, 'persona', persona_id, persona_name, 2 FROM sessions;

      -- None for what was said before: it is told as said by whoever has its role.
      ALTER TABLE messages
        ADD member_id uuid CONSTRAINT messages_member REFERENCES session_members ON DELETE SET NULL;
      CREATE INDEX messages_of_member ON messages (member_id) WHERE member_id IS NOT NULL;
      ${acceptMessage(true)}
      ${acceptMessages(true)}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${acceptMessage(false)}
      ${acceptMessages(false)}
      ALTER TABLE messages DROP member_id;
      DROP TABLE session_members;
    `);
  }
}

/** Stores a message and starts or queues the turn that answers it. @param members each message names who said it */
function acceptMessage(members: boolean): string {
  const only = (text: string) => (members ? text : '');
  return `
    DROP FUNCTION accept_message;
    -- A head may be old: stamp_known says what it was made of, seq_known the last message that it knew of, or NULL
    -- where it has just been read.
    CREATE FUNCTION accept_message(
      owner uuid, session uuid, branch uuid, stamp_known text, seq_known int, process int,
      new_message uuid, client text, persona text, label text, content text, tokens int, said_at timestamptz,
      new_turn uuid, new_reply uuid, character_name text, ${only('speaking uuid, answering uuid,')}
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
        (id, owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, status, turn_id, client_id, created_at
          ${only(', member_id')})
        VALUES (new_message, owner, session, branch, message_seq, 'user', persona, label, content, tokens, 'complete',
          turn_id, client, said_at ${only(', speaking')});
      IF verdict = 'started' THEN
        INSERT INTO messages (id, owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status, turn_id
            ${only(', member_id')})
          VALUES (new_reply, owner, session, branch, last_seq, 'assistant', character_name, '', 0, 'streaming', turn_id
            ${only(', answering')});
      END IF;
      UPDATE branches t SET last_seq = accept_message.last_seq WHERE t.id = branch;
    END $$;`;
}

/** Stores messages that came together. @param members each message names who said it */
function acceptMessages(members: boolean): string {
  const only = (text: string) => (members ? text : '');
  return `
    DROP FUNCTION accept_messages;
    -- A row for each message in their order, as accept_message gives it, but that no turn starts: all that are new
    -- share the one that is queued. No rows at all when the head is stale.
    CREATE FUNCTION accept_messages(
      owner uuid, session uuid, branch uuid, stamp_known text, seq_known int,
      ${members ? '' : 'persona text,'} said_at timestamptz, new_turn uuid,
      new_messages uuid[], clients text[], labels text[], contents text[], counts int[]
      ${only(', speakers text[], speaking uuid[]')}
    ) RETURNS TABLE (verdict text, message_id uuid, message_seq int, turn_id uuid, last_seq int)
    LANGUAGE plpgsql AS $$
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
        FROM unnest(new_messages, clients, labels, contents, counts ${only(', speakers, speaking')})
          WITH ORDINALITY AS one (id, client, label, content, tokens ${only(', speaker, member')}, place)
      ), new AS (
        SELECT said.*, b.last_seq + row_number() OVER (ORDER BY said.place) AS seq FROM said
        WHERE said.client IS NULL OR (said.time = 1 AND NOT EXISTS (
          SELECT FROM messages m WHERE m.session_id = session AND m.client_id = said.client))
      ), turn AS (
        INSERT INTO turns (id, owner_id, session_id, branch_id, kind, status)
        SELECT new_turn, owner, session, branch, 'reply', 'queued' WHERE queued IS NULL AND EXISTS (SELECT FROM new)
      )
      INSERT INTO messages
        (id, owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, status, turn_id, client_id, created_at
          ${only(', member_id')})
        SELECT new.id, owner, session, branch, new.seq, 'user', ${members ? 'new.speaker' : 'persona'}, new.label,
          new.content, new.tokens, 'complete', coalesce(queued, new_turn), new.client, said_at ${only(', new.member')}
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
    END $$;`;
}
