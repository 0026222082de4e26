import { z } from 'zod';
import { CLAIM_PARTS } from '../../contracts/claim-parts.js';
import { claimSchema, lorebookSchema, type Sheet, sheetSchema } from '../../contracts/sheet.js';
import { FIRST_WRONG } from '../../http/read-body.js';
import { truncate } from '../../text/encoding/truncate.js';
import { isJsonObject, type JsonValue } from './foreign-json.js';

const entrySchema = lorebookSchema.shape.entries.element;
/** What is wrong is counted: so many bad items of a list are passed over, then the rest of it is left out. */
const MOST_BAD = 200;

/**
 * A sheet as it was stored, or the nearest valid one: what cannot be read of it is left out, down to single claims and
 * lorebook entries. One bad sheet must not take a list with it.
 */
export function readSheet(value: unknown): Sheet {
  return readSheetWhole(value).sheet;
}

/** The same, and whether all of it could be read. */
export function readSheetWhole(value: unknown): { sheet: Sheet; whole: boolean } {
  const bad = { items: isJsonObject(value as JsonValue) ? 0 : 1 };
  const stored = bad.items ? {} : { ...(value as Record<string, unknown>) };
  const read: Record<string, unknown> = {};
  for (const part of CLAIM_PARTS) {
    if (stored[part] !== undefined) read[part] = itemsOf(stored[part], claimSchema, bad);
  }
  if (stored.greetings !== undefined) read.greetings = itemsOf(stored.greetings, z.string(), bad);
  if (isJsonObject(stored.lorebook as JsonValue)) {
    const lorebook = stored.lorebook as Record<string, unknown>;
    read.lorebook = { ...lorebook, entries: itemsOf(lorebook.entries, entrySchema, bad) };
  }
  if (typeof stored.nickname === 'string') stored.nickname = truncate(stored.nickname, 200);
  for (const [key, schema] of Object.entries(sheetSchema.shape)) {
    if (key in read || stored[key] === undefined) continue;
    const part = schema.safeParse(stored[key], FIRST_WRONG);
    if (part.success) read[key] = part.data;
    else bad.items++;
  }
  return { sheet: { ...sheetSchema.parse({}), ...read }, whole: bad.items === 0 };
}

/** The items of a list that can be read. */
function itemsOf(list: unknown, schema: z.ZodType, bad: { items: number }): unknown[] {
  if (!Array.isArray(list)) {
    bad.items++;
    return [];
  }
  const good: unknown[] = [];
  for (const item of list) {
    const read = schema.safeParse(item, FIRST_WRONG);
    if (read.success) good.push(read.data);
    else if (++bad.items > MOST_BAD) break;
  }
  return good;
}
