-- Lets what stood before stand again where a reply that was to replace it has failed or brought nothing new; the reply
-- stays beside it as a version. What stood before may itself be one that failed: it gives way to any text.
--
-- Gives the messages that stand again.
CREATE OR REPLACE FUNCTION settle_replies(ended uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
DECLARE
  replies uuid[];
  before uuid[];
BEGIN
  SELECT array_agg(m.id), array_agg(b.id) INTO replies, before
    FROM turns t
    JOIN messages b ON b.id = t.replaced_id AND NOT b.chosen
    JOIN messages m ON m.turn_id = t.id AND m.branch_id = b.branch_id AND m.seq = b.seq AND m.chosen
    WHERE t.id = ANY (ended) AND b.content <> '' AND m.status IN ('failed', 'stopped', 'interrupted')
      AND (m.content IN ('', b.content) OR (m.status = 'failed' AND b.status <> 'failed'));
  -- One after the other: of a place's versions one is chosen at any time.
  UPDATE messages m SET chosen = false WHERE m.id = ANY (replies);
  UPDATE messages m SET chosen = true WHERE m.id = ANY (before);
  UPDATE turns t SET replaced_id = NULL WHERE t.id = ANY (ended) AND t.replaced_id IS NOT NULL;
  RETURN QUERY SELECT unnest(before);
END $$;
