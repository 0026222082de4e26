-- Has a character take on what its sheet says anew (keep_character_finds): a sheet is stored behind its character.
CREATE OR REPLACE FUNCTION tell_character_finds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE characters SET name = name WHERE id = NEW.character_id AND sheet_version = NEW.version;
  RETURN NULL;
END
$$;
