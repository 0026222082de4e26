-- Keeps the hash of a picture, which its address and its ETag are made of.
CREATE OR REPLACE FUNCTION keep_avatar_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.sha256 := sha256(NEW.bytes);
  RETURN NEW;
END
$$;
