import { isJsonObject, type JsonValue } from './json.js';
import { claimSchema, CLAIM_PARTS, lorebookSchema, type Sheet, sheetSchema } from './sheet.js';

const entrySchema = lorebookSchema.shape.entries.element;

/**
 * A sheet as it was stored, or the nearest valid one: what cannot be read of it is left out, down to single claims and
 * lorebook entries. One bad sheet must not take a list with it.
 */
export function readSheet(value: unknown): Sheet {
  const whole = sheetSchema.safeParse(value);
  if (whole.success) return whole.data;
  const stored = isJsonObject(value as JsonValue) ? (value as Record<string, unknown>) : {};
  const mended: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(sheetSchema.shape)) {
    const read = schema.safeParse(stored[key]);
    if (read.success && read.data !== undefined) mended[key] = read.data;
  }
  for (const part of CLAIM_PARTS) mended[part] = itemsOf(stored[part], claimSchema);
  if (Array.isArray(stored.greetings)) {
    mended.greetings = stored.greetings.filter((greeting) => typeof greeting === 'string');
  }
  if (isJsonObject(stored.lorebook as JsonValue)) {
    const lorebook = stored.lorebook as Record<string, unknown>;
    mended.lorebook = { ...lorebook, entries: itemsOf(lorebook.entries, entrySchema) };
  }
  return sheetSchema.parse(mended);
}

function itemsOf(list: unknown, schema: { safeParse(value: unknown): { success: boolean } }): unknown[] {
  return Array.isArray(list) ? list.filter((item) => schema.safeParse(item).success) : [];
}
