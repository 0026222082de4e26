import type { DataSource, EntityManager } from 'typeorm';
import type { JsonValue } from './imports/foreign-json.js';

/** Where the entries of the lorebook are found among the parts of a sheet. */
export const ENTRIES = 'lorebook.entries';

/** A field of a sheet, or an item of one that is a list. */
export interface SheetPart {
  key: string;
  /** The item's place in its list, from 1. */
  n: string;
  part: JsonValue;
}

/** Every item of a list comes in a row of its own, so that no more than one is parsed at once. */
const PARTS = `
  WITH one AS MATERIALIZED (
    SELECT sheet FROM sheets WHERE character_id = $1 AND version = $2 AND jsonb_typeof(sheet) = 'object'
  ), fields AS (
    SELECT key, CASE WHEN key = 'lorebook' AND jsonb_typeof(value) = 'object' THEN value - 'entries' ELSE value END AS value
    FROM one, jsonb_each(sheet)
    UNION ALL SELECT '${ENTRIES}', sheet #> '{lorebook,entries}' FROM one
  ) SELECT key, n, part FROM fields, jsonb_array_elements(
    CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE jsonb_build_array(value) END) WITH ORDINALITY AS p (part, n)`;

/** The parts of a version of a character's sheet, each in a row of its own. */
export async function sheetParts(
  database: DataSource | EntityManager,
  characterId: string,
  version: number,
): Promise<SheetPart[]> {
  return database.query<SheetPart[]>(PARTS, [characterId, version]);
}

/** Of the extensions of a character's card what sheets of earlier versions do not have; more than so much is not read. */
const KEPT = `
  SELECT json_object_agg(key, e->key) AS extensions
  FROM characters c, coalesce(c.card #> '{data,extensions}', c.card->'extensions') e,
    unnest(ARRAY['depth_prompt', 'regex_scripts']) key
  WHERE c.id = $1 AND jsonb_typeof(e) = 'object' AND length((e->key)::text) < 1000000`;

export async function keptExtensions(
  database: DataSource | EntityManager,
  characterId: string,
): Promise<JsonValue> {
  const [row] = await database.query<{ extensions: JsonValue }[]>(KEPT, [characterId]);
  return row?.extensions ?? null;
}

/** What a sheet shows of how its character writes, each text cut short: a card's may be megabytes. */
export interface SheetManner {
  nickname: string | null;
  greetings: string[];
  examples: string[];
  /** Who they are. */
  about: string[];
}

const MOST_TEXTS = 40;
const LONGEST_TEXT = 8000;
const texts = (list: string, text: string) => `ARRAY(
  SELECT left(${text} #>> '{}', ${LONGEST_TEXT})
  FROM jsonb_array_elements(CASE WHEN jsonb_typeof(sheet->'${list}') = 'array' THEN sheet->'${list}' ELSE '[]' END) item
  WHERE jsonb_typeof(${text}) = 'string' LIMIT ${MOST_TEXTS})`;

const MANNER = `
  SELECT left(sheet->>'nickname', 200) AS nickname, ${texts('greetings', 'item')} AS greetings,
    ${texts('examples', `(item->'text')`)} AS examples, ${texts('identity', `(item->'text')`)} AS about
  FROM sheets WHERE character_id = $1 AND version = $2`;

export async function sheetManner(
  database: DataSource | EntityManager,
  characterId: string,
  version: number,
): Promise<SheetManner> {
  const [manner] = await database.query<SheetManner[]>(MANNER, [characterId, version]);
  return manner ?? { nickname: null, greetings: [], examples: [], about: [] };
}
