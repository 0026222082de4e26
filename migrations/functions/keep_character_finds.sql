-- Keeps what a character is found by, its name and what its sheet in force says, in its own row: a search reads one
-- column of one table, however many versions of sheets there are.
CREATE OR REPLACE FUNCTION keep_character_finds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.found_by := concat_ws(
    E'\n',
    lower(normalize(NEW.name, NFKC) COLLATE "und-x-icu"),
    (SELECT found_by FROM sheets WHERE character_id = NEW.id AND version = NEW.sheet_version)
  );
  RETURN NEW;
END
$$;
