-- What a session's snapshot is read from, as one value: another one whenever anything of it has changed, new messages
-- left out. xmin is the transaction that wrote a row last.
CREATE OR REPLACE FUNCTION session_stamp(session uuid) RETURNS text STABLE LANGUAGE sql AS $$
  SELECT concat_ws('.', s.xmin, c.xmin, b.revision, b.folded_seq, b.chronicle,
    EXISTS (SELECT FROM folds f WHERE f.branch_id = b.id AND f.status = 'ready'),
    (SELECT string_agg(r.id::text || r.xmin::text, '.' ORDER BY r.id) FROM rules r
      WHERE r.ended_at IS NULL AND (r.session_id = s.id OR r.character_id = s.character_id)),
    (SELECT string_agg(p.id::text || p.xmin::text, '.' ORDER BY p.id) FROM prompt_texts p
      WHERE p.owner_id = s.owner_id AND (p.character_id IS NULL OR p.character_id = s.character_id)))
  FROM sessions s JOIN characters c ON c.id = s.character_id JOIN branches b ON b.id = s.branch_id
  WHERE s.id = session
$$;
