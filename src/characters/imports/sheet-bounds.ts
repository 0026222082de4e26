/** How much of a sheet is parsed, searched and written at once. */
import { Problem } from '../../contracts/problem.js';
import { type Sheet, sheetSchema } from '../../contracts/sheet.js';
import { textsIn } from './foreign-json.js';

/** In UTF-16 units: a text, a claim, an entry of the lorebook. */
const MOST_OF_PART = 1_000_000;
/** Keys of one lorebook entry, second ones among them. */
const MOST_KEYS = 5000;
/** Of a whole sheet, in bytes of its JSON. */
export const MOST_OF_SHEET = 12 * 1024 * 1024;

type Entry = NonNullable<Sheet['lorebook']>['entries'][number];

/** Whether no part of a sheet is more than may be read at once. */
export function isModestSheet({ lorebook, ...parts }: Sheet): boolean {
  return (
    Object.values(parts).flat().every(isModest) &&
    isModest({ ...lorebook, entries: [] }) &&
    (lorebook?.entries ?? []).every(isModestEntry)
  );
}

/** @throws Problem card_too_large when a part of the sheet is more than may be read at once */
export function assertModest(sheet: Sheet): void {
  if (isModestSheet(sheet)) return;
  throw new Problem(
    'card_too_large',
    'A text or a lorebook entry of this card has more than a million characters, or an entry has more than 5,000 keys. If it is a book, take it in as a text; else divide it.',
  );
}

/** A sheet without those of its parts that are more than may be read at once. */
export function modestSheet({ lorebook, ...parts }: Sheet): Sheet {
  const kept = Object.entries(parts)
    .map(([key, part]) => [key, Array.isArray(part) ? part.filter(isModest) : part])
    .filter(([, part]) => Array.isArray(part) || isModest(part));
  const book = lorebook && { ...(isModest({ ...lorebook, entries: [] }) && lorebook) };
  const entries = lorebook?.entries.filter(isModestEntry);
  return {
    ...sheetSchema.parse({}),
    ...Object.fromEntries(kept),
    lorebook: entries ? { ...book, entries } : null,
  };
}

function isModestEntry(entry: Entry): boolean {
  return entry.keys.length + textsIn(entry['secondary_keys']).length <= MOST_KEYS && isModest(entry);
}

function isModest(part: unknown): boolean {
  return part === undefined || JSON.stringify(part).length <= MOST_OF_PART;
}
