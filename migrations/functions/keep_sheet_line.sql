-- Keeps what a list of characters shows of a sheet beside it, so that a list never unpacks one: they may be megabytes.
CREATE OR REPLACE FUNCTION keep_sheet_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.line_text := left(coalesce(nullif(NEW.sheet #>> '{identity,0,text}', ''), NEW.sheet ->> 'scenario', ''), 4000);
  NEW.line_language := CASE NEW.sheet ->> 'language' WHEN 'zh' THEN 'zh' ELSE 'en' END;
  RETURN NEW;
END
$$;
