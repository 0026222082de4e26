/** The lorebook of a character card: read with patience, written complete. */
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from './json.js';
import type { Lorebook } from './sheet.js';

type Entry = Lorebook['entries'][number];

/** A card's `character_book` for the sheet; entries of a wrong shape are mended, what is no entry is left out. */
export function readLorebook(book: JsonValue | undefined, report: string[]): Lorebook | null {
  const found = isJsonObject(book) ? book.entries : book;
  if (found === undefined || found === null) return null;
  const list = Array.isArray(found) ? found : isJsonObject(found) ? Object.values(found) : null;
  if (!list) {
    report.push('The lorebook of this card is none and was left out of the sheet.');
    return null;
  }
  const raw = list.filter(isJsonObject);
  const entries = raw.map((entry) => (isEntry(entry) ? entry : mend(entry)));

  const mended = entries.filter((entry, n) => entry !== raw[n]).length;
  const dropped = list.length - raw.length;
  const decorated = entries.filter((entry) => entry.content.startsWith('@@')).length;
  if (mended) report.push(`${count(mended)} fields of the wrong type, which were mended.`);
  if (dropped) report.push('What is not an entry in the lorebook was left out of the sheet.');
  if (decorated) report.push(`${count(decorated)} decorators (@@…), which are kept and not followed.`);
  return isJsonObject(book) ? { ...book, entries } : { entries };
}

/** With all that V2 and V3 ask for; what there is stays as it is. */
export function completeLorebook(book: Lorebook): JsonObject {
  const entries = book.entries.map((entry, n) => ({
    extensions: {},
    enabled: true,
    insertion_order: n,
    use_regex: false,
    ...entry,
  }));
  return { extensions: {}, ...book, entries } as JsonObject;
}

/** An entry's content without the decorators (`@@depth 4` and the like) in its first lines. */
export function withoutDecorators(content: string): string {
  if (!content.startsWith('@@')) return content;
  const lines = content.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('@@'));
  return first < 0 ? '' : lines.slice(first).join('\n');
}

function isEntry(entry: JsonObject): entry is JsonObject & Entry {
  const { keys, content, enabled, constant, name } = entry;
  return (
    Array.isArray(keys) &&
    keys.every((key) => typeof key === 'string') &&
    typeof content === 'string' &&
    [typeof enabled, typeof constant].every((type) => type === 'boolean' || type === 'undefined') &&
    (name === undefined || typeof name === 'string')
  );
}

function mend({ enabled, disable, constant, name, ...entry }: JsonObject): Entry {
  const on = typeof disable === 'boolean' ? !disable : enabled;
  return {
    ...entry,
    keys: asTexts(entry.keys ?? entry.key),
    content: asText(entry.content),
    ...(typeof on === 'boolean' && { enabled: on }),
    ...(typeof constant === 'boolean' && { constant }),
    ...(name !== undefined && name !== null && { name: asText(name) }),
  };
}

function count(entries: number): string {
  return entries === 1 ? 'A lorebook entry has' : `${entries} lorebook entries have`;
}
