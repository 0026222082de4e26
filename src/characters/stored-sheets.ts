/** Sheets to the database and back: a card's may be megabytes, which are never parsed or written at once. */
import type { DataSource, EntityManager } from 'typeorm';
import { storableJson } from '../text/clean.js';
import { inSlices, type Work } from '../text/slices.js';
import type { JsonValue } from './json.js';
import { readSheet } from './read-sheet.js';
import { lorebookSchema, type Sheet } from './sheet.js';

const entrySchema = lorebookSchema.shape.entries.element;

/** A value of `jsonb` from a parameter that holds its JSON in UTF-8: bytes go to the database as they are. */
export const JSON_OF = (parameter: string): string => `convert_from(${parameter}, 'UTF8')::jsonb`;

/** @param value or its JSON in UTF-8 */
export function jsonBytes(value: object | Uint8Array): Buffer {
  return value instanceof Uint8Array ? bufferOf(value) : Buffer.from(storableJson(value));
}

/** The same bytes, not copied. */
export function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The entries of the lorebook come in rows of their own, which are parsed as they come. */
const PARTS = `
  WITH sheet AS MATERIALIZED (
    SELECT sheet, jsonb_typeof(sheet #> '{lorebook,entries}') IS NOT DISTINCT FROM 'array' AS has_entries
    FROM sheets WHERE character_id = $1 AND version = $2
  )
  SELECT 0 AS n, CASE WHEN has_entries THEN jsonb_set(sheet, '{lorebook,entries}', '[]') ELSE sheet END AS part FROM sheet
  UNION ALL
  SELECT e.n, e.part FROM sheet,
    jsonb_array_elements(CASE WHEN has_entries THEN sheet #> '{lorebook,entries}' ELSE '[]' END) WITH ORDINALITY AS e (part, n)`;

/**
 * A version of a character's sheet, or the nearest valid one (`readSheet`); an empty one where there is no such version.
 */
export async function storedSheet(
  database: DataSource | EntityManager,
  characterId: string,
  version: number,
): Promise<Sheet> {
  const rows = await database.query<{ n: string; part: JsonValue }[]>(PARTS, [characterId, version]);
  const entries = rows.sort((a, b) => Number(a.n) - Number(b.n)).map(({ part }) => part);
  const sheet = readSheet(entries.shift());
  return inSlices(withEntries(sheet, entries));
}

function* withEntries(sheet: Sheet, stored: readonly JsonValue[]): Work<Sheet> {
  if (!sheet.lorebook) return sheet;
  for (const entry of stored) {
    yield;
    const read = entrySchema.safeParse(entry);
    if (read.success) sheet.lorebook.entries.push(read.data);
  }
  return sheet;
}
