/** Sheets to the database and back: a card's may be megabytes, which are never parsed or written at once. */
import type { DataSource, EntityManager } from 'typeorm';
import { FIRST_WRONG } from '../http/read-body.js';
import { storableJson } from '../text/encoding/storable.js';
import { inSlices, type Work } from '../text/search/slices.js';
import { isJsonObject, type JsonValue } from './imports/foreign-json.js';
import { readScripts } from './imports/card-scripts.js';
import { depthPromptOf } from './imports/depth-prompt.js';
import { readSheet } from './imports/read-sheet.js';
import { ENTRIES, keptExtensions, sheetParts } from './sheets.repository.js';
import { CLAIM_PARTS } from '../contracts/claim-parts.js';
import { type Lorebook, lorebookSchema, type Sheet } from '../contracts/sheet.js';

const LISTS = new Set<string>([...CLAIM_PARTS, 'greetings']);
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

/**
 * A version of a character's sheet, or the nearest valid one (`readSheet`); an empty one where there is no such version.
 */
export async function storedSheet(
  database: DataSource | EntityManager,
  characterId: string,
  version: number,
): Promise<Sheet> {
  const rows = await sheetParts(database, characterId, version);
  const parts = new Map<string, JsonValue[]>();
  for (const { key, n, part } of rows) {
    const list = parts.get(key) ?? [];
    list[Number(n) - 1] = part;
    parts.set(key, list);
  }
  const entries = parts.get(ENTRIES) ?? [];
  parts.delete(ENTRIES);
  const fields = Object.fromEntries([...parts].map(([key, list]) => [key, LISTS.has(key) ? list : list[0]]));
  if (isJsonObject(fields.lorebook)) fields.lorebook = { ...fields.lorebook, entries: [] };
  const sheet = await inSlices(withEntries(readSheet(fields), entries));
  if (sheet.depthPrompt && sheet.scripts) return sheet;
  return { ...fromCard(await keptExtensions(database, characterId)), ...sheet };
}

/** What sheets from before it was read have of their card, which was kept. */
function fromCard(extensions: JsonValue): Pick<Sheet, 'depthPrompt' | 'scripts'> {
  const depthPrompt = depthPromptOf(extensions);
  const scripts = readScripts(extensions);
  return { ...(depthPrompt.text.trim() && { depthPrompt }), ...(scripts && { scripts }) };
}

function* withEntries(sheet: Sheet, stored: readonly JsonValue[]): Work<Sheet> {
  const entries: Lorebook['entries'] = [];
  for (const entry of stored) {
    yield;
    const read = entrySchema.safeParse(entry, FIRST_WRONG);
    if (read.success) entries.push(read.data);
  }
  return sheet.lorebook ? { ...sheet, lorebook: { ...sheet.lorebook, entries } } : sheet;
}
