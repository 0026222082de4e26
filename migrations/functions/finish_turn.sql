-- Stores how a turn has ended: its reply, its receipt, and what was sent. Nothing is changed where it was running no more.
--
-- Gives whether it was, and the message that stands again in the reply's stead, if one does.
CREATE OR REPLACE FUNCTION finish_turn(
  turn uuid, turn_status text, turn_receipt jsonb, problem jsonb,
  reply uuid, reply_text text, reply_raw text, reply_tokens int, reply_status text,
  session uuid, bytes bigint, hash bytea, prefix uuid, after int, upto int, carried_on text, tail_text text,
  reply_thinking text, reply_finish text,
  OUT ended boolean, OUT restored uuid
) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE turns t SET status = turn_status, receipt = turn_receipt, error = problem, finished_at = now(), holder = NULL,
      prompt_prefix_id = prefix, after_seq = after, upto_seq = upto, base = carried_on, tail = tail_text, sent_hash = hash
    WHERE t.id = turn AND t.status = 'running';
  ended := FOUND;
  IF NOT ended THEN
    RETURN;
  END IF;
  UPDATE messages m SET content = coalesce(reply_text, m.content), raw = reply_raw, tokens = reply_tokens,
      status = reply_status, thinking = reply_thinking, finish_reason = reply_finish
    WHERE m.id = reply AND m.status = 'streaming';
  UPDATE sessions s SET updated_at = now(),
      sent_bytes = coalesce(bytes, s.sent_bytes), sent_hash = coalesce(hash, s.sent_hash),
      moved_by = CASE WHEN bytes IS NULL THEN s.moved_by END
    WHERE s.id = session;
  SELECT r INTO restored FROM settle_replies(ARRAY[turn]) r;
  -- A note for one reply is gone with the reply that it was sent for, unless another was given meanwhile.
  IF reply_status IN ('complete', 'stopped') AND coalesce(reply_text, '') <> '' AND restored IS NULL THEN
    UPDATE sessions s SET note_once = '' WHERE s.id = session AND s.note_once <> '' AND s.note_once = turn_receipt->>'noteOnce';
  END IF;
END $$;
