/** The lorebook of a character card: read with patience, written complete. */
import type { ImportReport } from '../imports/import-report.js';
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from '../imports/foreign-json.js';
import { reportLosses } from './lorebook-losses.js';
import type { Lorebook } from '../../contracts/sheet.js';
import { fromTavernEntry } from './world-info.js';

type Entry = Lorebook['entries'][number];

/** A card's `character_book` for the sheet; entries of a wrong shape are mended, what is no entry is left out. */
export function readLorebook(book: JsonValue | undefined, report: ImportReport): Lorebook | null {
  const found = isJsonObject(book) ? book.entries : book;
  if (found === undefined || found === null) return null;
  const list = Array.isArray(found) ? found : isJsonObject(found) ? Object.values(found) : null;
  if (!list) {
    report.add(
      'The lorebook of this card is none and was left out of the sheet.',
      '这张卡的世界书不是世界书，没有放进设定。',
    );
    return null;
  }
  const raw = list.filter(isJsonObject);
  const known = raw.map(fromTavernEntry);
  const entries = known.map(({ entry }) => (isEntry(entry) ? entry : mend(entry)));

  const mended = entries.filter((entry, n) => entry !== known[n]!.entry).length;
  const torn = known.filter(({ disagrees }) => disagrees).length;
  const dropped = list.length - raw.length;
  if (mended) {
    report.add(
      `${count(mended)} fields of the wrong type, which were mended.`,
      `${mended} 个世界书条目有类型不对的字段，已修正。`,
    );
  }
  if (torn) {
    report.add(
      `${count(torn)} the fields of two programs, which disagree; SillyTavern’s own (key, order, position, probability and the like) were taken.`,
      `${torn} 个世界书条目带有两种程序的字段，而且互相矛盾；已采用 SillyTavern 自己的字段（key、order、position、probability 等）。`,
    );
  }
  if (dropped) {
    report.add(
      'What is not an entry in the lorebook was left out of the sheet.',
      '世界书里不是条目的内容，没有放进设定。',
    );
  }
  reportLosses(entries, report);
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

/** Agnai calls the content `entry` and the keys `keywords`, NovelAI the content `text` and what is constant `forceActivation`. */
function mend({ enabled, constant, name, ...entry }: JsonObject): Entry {
  return {
    ...entry,
    keys: asTexts(entry.keys ?? entry.keywords),
    content: asText(entry.content ?? entry.entry ?? entry.text),
    ...(typeof enabled === 'boolean' && { enabled }),
    ...(typeof constant === 'boolean' ? { constant } : entry.forceActivation === true && { constant: true }),
    ...(name !== undefined && name !== null && { name: asText(name) }),
  };
}

function count(entries: number): string {
  return entries === 1 ? 'A lorebook entry has' : `${entries} lorebook entries have`;
}
