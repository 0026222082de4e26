-- Whether the process of a number lives. A running process holds the advisory lock of its number for as long as its
-- connection lives, so that what it had begun is known to be abandoned the moment it dies.
CREATE OR REPLACE FUNCTION process_is_alive(number int) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid = 1264 AND objid = number::oid
  )
$$;
