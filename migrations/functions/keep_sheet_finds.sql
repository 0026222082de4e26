-- Keeps what a list of characters shows of a sheet's notes, and what it is found by, beside it: a list never unpacks one.
-- It runs after keep_sheet_line. Sheets from before notes were read have those of their card.
CREATE OR REPLACE FUNCTION keep_sheet_finds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  notes jsonb := NEW.sheet -> 'cardNotes';
BEGIN
  IF jsonb_typeof(notes) IS DISTINCT FROM 'object' THEN
    SELECT CASE jsonb_typeof(card -> 'data') WHEN 'object' THEN card -> 'data' ELSE card END INTO notes
    FROM characters WHERE id = NEW.character_id;
  END IF;
  NEW.creator := left(btrim(coalesce(notes ->> 'creator', '')), 200);
  NEW.tags := ARRAY(
    SELECT tag FROM (
      SELECT DISTINCT ON (lower(tag)) tag, n FROM (
        SELECT left(btrim(item #>> '{}'), 60) AS tag, n
        FROM jsonb_array_elements(CASE jsonb_typeof(notes -> 'tags') WHEN 'array' THEN notes -> 'tags' ELSE '[]' END)
          WITH ORDINALITY AS items (item, n)
        WHERE jsonb_typeof(item) = 'string' AND n <= 1000
      ) named WHERE tag <> '' ORDER BY lower(tag), n
    ) single ORDER BY n LIMIT 40
  );
  NEW.found_by := lower(normalize(
    concat_ws(
      E'\n',
      regexp_replace(left(NEW.line_text, 300), '\{\{[^{}]*\}\}', '', 'g'),
      NEW.creator,
      array_to_string(NEW.tags, E'\n')
    ),
    NFKC
  ) COLLATE "und-x-icu");
  RETURN NEW;
END
$$;
