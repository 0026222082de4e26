-- Ends turns that nobody works on, with what had come of their replies.
CREATE OR REPLACE FUNCTION end_turns(ended uuid[], turn_status text, reply_status text, problem jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE turns t SET status = turn_status, error = coalesce(problem, t.error), holder = NULL, finished_at = now()
    WHERE t.id = ANY (ended);
  UPDATE messages m SET status = reply_status WHERE m.turn_id = ANY (ended) AND m.status = 'streaming';
  PERFORM settle_replies(ended);
END $$;
