/** The lorebook of a character card: read with patience, written complete. */
import { readDecorators } from './decorators.js';
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from './json.js';
import type { Lorebook } from './sheet.js';
import { fromTavernEntry } from './world-info.js';

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
  const known = raw.map((entry) => (isTavern(entry) ? fromTavernEntry(entry) : entry));
  const entries = known.map((entry) => (isEntry(entry) ? entry : mend(entry)));

  const mended = entries.filter((entry, n) => entry !== known[n]).length;
  const dropped = list.length - raw.length;
  if (mended) report.push(`${count(mended)} fields of the wrong type, which were mended.`);
  if (dropped) report.push('What is not an entry in the lorebook was left out of the sheet.');
  report.push(...unfollowed(entries));
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

/** Sentences on what entries ask for and do not get. */
function unfollowed(entries: readonly Entry[]): string[] {
  const decorators = new Set(entries.flatMap(({ content }) => readDecorators(content).ignored));
  const report: string[] = [];
  if (decorators.size) {
    const names = [...decorators].slice(0, 12).map((name) => `@@${name.slice(0, 40)}`);
    report.push(
      `Decorators of lorebook entries that are kept and not followed: ${names.join(', ')}${decorators.size > names.length ? ' and more' : ''}.`,
    );
  }
  const ways = entries.filter(({ extensions }) => isJsonObject(extensions) && hasOwnWays(extensions)).length;
  if (ways) {
    report.push(
      `${count(ways)} rules of SillyTavern's own (chance, groups, timers, vectors or recursion), which are kept and not followed.`,
    );
  }
  return report;
}

/** Whether SillyTavern would bring an entry in by more than its keys. */
function hasOwnWays(extensions: JsonObject): boolean {
  const { probability, useProbability, group, sticky, cooldown, delay, vectorized } = extensions;
  return (
    (useProbability !== false && typeof probability === 'number' && probability < 100) ||
    (typeof group === 'string' && group !== '') ||
    [sticky, cooldown, delay].some((turns) => typeof turns === 'number' && turns > 0) ||
    vectorized === true ||
    !!extensions.delay_until_recursion
  );
}

function isTavern(entry: JsonObject): boolean {
  return Object.hasOwn(entry, 'key') && !Object.hasOwn(entry, 'keys');
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

/** Agnai calls the content `entry` and the keys `keywords`, NovelAI the content `text`. */
function mend({ enabled, constant, name, ...entry }: JsonObject): Entry {
  return {
    ...entry,
    keys: asTexts(entry.keys ?? entry.keywords),
    content: asText(entry.content ?? entry.entry ?? entry.text),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(typeof constant === 'boolean' && { constant }),
    ...(name !== undefined && name !== null && { name: asText(name) }),
  };
}

function count(entries: number): string {
  return entries === 1 ? 'A lorebook entry has' : `${entries} lorebook entries have`;
}
