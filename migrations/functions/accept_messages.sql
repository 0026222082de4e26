-- Takes messages in that came together, by a few statements, however many they are.
--
-- A row for each message in their order, as accept_message gives it, but that no turn starts: all that are new share the
-- one that is queued. No rows at all when the snapshot is stale.
CREATE OR REPLACE FUNCTION accept_messages(
  owner uuid, session uuid, branch uuid, stamp_known text, seq_known int,
  said_at timestamptz, new_turn uuid,
  new_messages uuid[], clients text[], labels text[], contents text[], counts int[],
  speakers text[], speaking uuid[], written text[],
  -- Each an array of ids as text: those of several messages are not of one length.
  shown text[],
  came_by jsonb[]
) RETURNS TABLE (verdict text, message_id uuid, message_seq int, turn_id uuid, last_seq int)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  b branches;
  queued uuid;
  added int;
BEGIN
  SELECT * INTO b FROM branches WHERE id = branch FOR UPDATE;
  IF session_stamp(session) IS DISTINCT FROM stamp_known OR b.last_seq <> seq_known THEN
    RETURN;
  END IF;
  SELECT t.id INTO queued FROM turns t WHERE t.session_id = session AND t.status = 'queued';
  WITH said AS (
    SELECT one.*, row_number() OVER (PARTITION BY one.client ORDER BY one.place) AS time
    FROM unnest(new_messages, clients, labels, contents, counts, speakers, speaking, written, shown, came_by)
      WITH ORDINALITY AS one (id, client, label, content, tokens, speaker, member, raw, pictures, via, place)
  ), new AS (
    SELECT said.*, b.last_seq + row_number() OVER (ORDER BY said.place) AS seq FROM said
    WHERE said.client IS NULL OR (said.time = 1 AND NOT EXISTS (
      SELECT FROM messages m WHERE m.session_id = session AND m.client_id = said.client))
  ), turn AS (
    INSERT INTO turns (id, owner_id, session_id, branch_id, kind, status)
    SELECT new_turn, owner, session, branch, 'reply', 'queued' WHERE queued IS NULL AND EXISTS (SELECT FROM new)
  )
  INSERT INTO messages
    (id, owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, status, turn_id, client_id, created_at,
      member_id, raw, pictures, via)
    SELECT new.id, owner, session, branch, new.seq, 'user', new.speaker, new.label, new.content, new.tokens, 'complete',
      coalesce(queued, new_turn), new.client, said_at, new.member, new.raw, new.pictures::uuid[], new.via
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
END $$;
