-- Keeps the hash of the card that a character came from, by which the same card is known again.
CREATE OR REPLACE FUNCTION keep_card_hash() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.card_hash := sha256(convert_to(NEW.card::text, 'UTF8'));
  RETURN NEW;
END
$$;
