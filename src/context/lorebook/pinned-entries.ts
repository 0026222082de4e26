/** Lorebook entries that stand in the system prompt. */
import { isConditional, type Position } from '../../characters/lorebook/decorators.js';
import type { Lorebook } from '../../contracts/sheet.js';
import type { Work } from '../../text/search/slices.js';
import { estimateTokens } from '../../text/search/tokens.js';
import {
  contentOf,
  inOrder,
  isConstant,
  type LorebookEntry,
  parseEntry,
  type ParsedEntry,
} from './entries.js';

/**
 * Whether an entry may stand in the system prompt: it is in force, and in every turn alike.
 * @param byKeys only those that are told whatever is said
 */
export function isPinnable(entry: LorebookEntry, byKeys: boolean): boolean {
  return entry.enabled !== false && mayBePinned(parseEntry(entry), byKeys);
}

/** The same of one that is in force. */
export function mayBePinned(one: ParsedEntry, byKeys: boolean): boolean {
  const { entry, marks, rules } = one;
  const changes = rules.chance < 1 || rules.groups.length > 0 || rules.cooldown > 0 || rules.delay > 0;
  if (changes) return false;
  if (marks.activate) return true;
  if (byKeys && !isConstant(one)) return false;
  const second =
    entry['selective'] === true &&
    Array.isArray(entry['secondary_keys']) &&
    entry['secondary_keys'].length > 0;
  return !(
    marks.dontActivate ||
    isConditional(marks) ||
    (rules.near && !marks.position) ||
    (second && (rules.secondKeys === 1 || rules.secondKeys === 2))
  );
}

/** Those of a book that stand in the system prompt, in their order of insertion, by where they stand in it. */
export function* pinnedEntries(
  book: Lorebook | null,
  byKeys: boolean,
): Work<Map<Position | 'before_char' | 'after_char', LorebookEntry[]>> {
  const found: LorebookEntry[] = [];
  for (const entry of book?.entries ?? []) {
    yield;
    if (isPinnable(entry, byKeys)) found.push(entry);
  }
  const places = new Map<Position | 'before_char' | 'after_char', LorebookEntry[]>();
  for (const entry of inOrder(found)) {
    yield;
    const place =
      parseEntry(entry).marks.position ??
      (entry['position'] === 'before_char' ? 'before_char' : 'after_char');
    const there = places.get(place);
    if (there) there.push(entry);
    else places.set(place, [entry]);
  }
  return places;
}

/** Estimated tokens of the entries that stand in the system prompt. */
export function* pinnedTokens(book: Lorebook | null, byKeys: boolean): Work<number> {
  let tokens = 0;
  for (const entry of book?.entries ?? []) {
    yield;
    if (isPinnable(entry, byKeys)) tokens += estimateTokens(contentOf(entry)) + 1;
  }
  return tokens;
}
