-- Takes a user's message in, once for a client's id, and starts the turn that answers it or queues it behind the one
-- that runs; all in one round trip.
--
-- stamp_known says what the caller's snapshot was made of, seq_known the last message that it knew of, or NULL where it
-- has just been read. The verdict is 'started', 'queued', 'twin' where the client's id was taken in before, or 'stale'
-- where the snapshot no longer holds and nothing was stored.
--
-- The lock comes first, and what it guards is read by later statements, which see what was committed while it was
-- waited for.
CREATE OR REPLACE FUNCTION accept_message(
  owner uuid, session uuid, branch uuid, stamp_known text, seq_known int, process int,
  new_message uuid, client text, persona text, label text, content text, tokens int, said_at timestamptz,
  new_turn uuid, new_reply uuid, character_name text, speaking uuid, answering uuid, written text,
  shown uuid[], came_by jsonb,
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
  IF session_stamp(session) IS DISTINCT FROM stamp_known OR b.last_seq <> seq_known THEN
    verdict := 'stale';
    RETURN;
  END IF;
  SELECT * INTO running FROM turns t WHERE t.session_id = session AND t.status = 'running';
  IF running.id IS NOT NULL AND running.holder <> process AND NOT process_is_alive(running.holder) THEN
    PERFORM end_turns(ARRAY[running.id], 'interrupted', 'interrupted', NULL);
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
    (id, owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, status, turn_id, client_id, created_at,
      member_id, raw, pictures, via)
    VALUES (new_message, owner, session, branch, message_seq, 'user', persona, label, content, tokens, 'complete',
      turn_id, client, said_at, speaking, written, shown, came_by);
  IF verdict = 'started' THEN
    INSERT INTO messages (id, owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status, turn_id,
        member_id)
      VALUES (new_reply, owner, session, branch, last_seq, 'assistant', character_name, '', 0, 'streaming', turn_id,
        answering);
  END IF;
  UPDATE branches t SET last_seq = accept_message.last_seq WHERE t.id = branch;
END $$;
