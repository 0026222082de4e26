import { isConditional, withoutDecorators, type Position } from '../characters/decorators.js';
import type { Lorebook, Sheet } from '../characters/sheet.js';
import { estimateTokens } from '../text/tokens.js';
import {
  bounded,
  calledOf,
  depthOf,
  type Entry,
  idOf,
  isConstant,
  marked,
  type Marked,
  remembers,
  type Said,
} from './lore-calls.js';
import { truncate } from '../text/truncate.js';

export type { Entry, Said } from './lore-calls.js';

/** The entries of a lorebook that come by the tail. */
export interface Lore {
  entries: readonly Entry[];
  /** Those that stand in the pinned part, where they may call others. */
  pinned: readonly Entry[];
  /** What `{{char}}` stands for in them, where that is not the name. */
  nickname: string;
  /** As the book says. */
  scanDepth?: number;
  recursive: boolean;
  /** Estimated, of the book's own. */
  tokenBudget?: number;
  /** So many messages have to be read for them. */
  reads: number;
  /** Some of them ask how often the character has spoken, or how the conversation began. */
  counts: boolean;
  greets: boolean;
  /** Ids of those that ask when they were told before. */
  remembered: string[];
}

/** What of a lorebook is told in a turn. */
export interface ToldLore {
  /** In their order of insertion. */
  told: Entry[];
  /** Called, and no room for them. */
  leftOut: Entry[];
  /** Ids of those told by which it matters, and not only told on from before. */
  remember: string[];
}

const HEADING_TOKENS = 16;

const WORDS = {
  en: 'This belongs here, too:',
  zh: '此处还应知道：',
};

/** Whether an entry may stand in the pinned part: it is in force, and in every turn alike. */
export function isPinnable(entry: Entry): boolean {
  if (entry.enabled === false) return false;
  const { marks, rules } = marked(entry);
  if (marks.activate) return true;
  const second =
    entry['selective'] === true &&
    Array.isArray(entry['secondary_keys']) &&
    entry['secondary_keys'].length > 0;
  return !(
    marks.dontActivate ||
    isConditional(marks) ||
    (rules.near && !marks.position) ||
    rules.chance < 1 ||
    rules.groups.length > 0 ||
    rules.cooldown > 0 ||
    rules.delay > 0 ||
    (second && (rules.secondKeys === 1 || rules.secondKeys === 2))
  );
}

/** Those of a book that stand in the pinned part, in their order of insertion, by where they stand in it. */
export function pinnedEntries(book: Lorebook | null): Map<Position | 'before_char' | 'after_char', Entry[]> {
  const places = new Map<Position | 'before_char' | 'after_char', Entry[]>();
  for (const entry of inOrder((book?.entries ?? []).filter(isPinnable))) {
    const place =
      marked(entry).marks.position ?? (entry['position'] === 'before_char' ? 'before_char' : 'after_char');
    places.set(place, [...(places.get(place) ?? []), entry]);
  }
  return places;
}

/** @param pinned whether all that may stand in the pinned part does, so that only the others are left */
export function loreOf(book: Lorebook | null, nickname: string, pinned: boolean): Lore {
  const all = (book?.entries ?? []).filter((entry) => entry.enabled !== false);
  const entries = all.filter((entry) => !(pinned && isPinnable(entry)));
  const scanDepth = bounded(book?.['scan_depth']);
  const tokenBudget = numberIn(book?.['token_budget']);
  const asking = entries.map(marked);
  const says = book?.['recursive_scanning'];
  const recursive =
    entries.length > 0 &&
    (says === true || (says !== false && asking.some(({ rules }) => rules.fromRound > 0)));
  const callers = recursive && pinned ? all.filter(isPinnable) : [];
  return {
    entries,
    pinned: callers,
    nickname,
    recursive,
    ...(scanDepth !== undefined && { scanDepth }),
    ...(tokenBudget > 0 && { tokenBudget }),
    reads: [...asking, ...callers.map(marked)].reduce(
      (most, one) => Math.max(most, depthOf(one, scanDepth)),
      0,
    ),
    counts: asking.some(
      ({ marks }) => marks.activateOnlyAfter !== undefined || marks.activateOnlyEvery !== undefined,
    ),
    greets: asking.some(({ marks }) => marks.greeting !== undefined),
    remembered: asking.filter(remembers).map(({ entry }) => idOf(entry)),
  };
}

/**
 * The entries of a lorebook that what was said calls up by their keys, and the constant ones, in their order of
 * insertion. Of more than fit, constant ones stay first, then those of higher priority, then of higher insertion
 * order. Regular expressions run without backtracking, in bounds; what such an engine cannot run calls nothing up.
 *
 * @param room estimated tokens, at most
 * @param ofBook what the book says that it may take of them
 * @param pinned entries that stand elsewhere, and may call others
 */
export function toldLore(
  entries: readonly Entry[],
  said: Said,
  room: number,
  ofBook = Infinity,
  pinned: readonly Entry[] = [],
): ToldLore {
  const elsewhere = new Set(pinned);
  const called = calledOf([...entries, ...pinned].map(marked), said).filter(
    ({ one }) => !elsewhere.has(one.entry),
  );
  const place = new Map(entries.map((entry, n) => [entry, n]));
  let left = room - HEADING_TOKENS;
  let leftOfBook = ofBook - HEADING_TOKENS;
  const fits = new Set(
    called
      .map(({ one }) => ({ one, rank: rankOf(one), priority: numberIn(one.entry['priority']) }))
      .sort(
        (a, b) =>
          b.rank - a.rank ||
          b.priority - a.priority ||
          orderOf(b.one.entry) - orderOf(a.one.entry) ||
          place.get(a.one.entry)! - place.get(b.one.entry)!,
      )
      .filter(({ one }) => {
        const cost = estimateTokens(contentOf(one.entry)) + 1;
        if (cost > left || (cost > leftOfBook && !one.rules.ignoreBudget)) return false;
        left -= cost;
        if (!one.rules.ignoreBudget) leftOfBook -= cost;
        return true;
      })
      .map(({ one }) => one.entry),
  );
  const ordered = called.sort((a, b) => place.get(a.one.entry)! - place.get(b.one.entry)!);
  return {
    told: inOrder([...ordered.map(({ one }) => one.entry)].filter((entry) => fits.has(entry))),
    leftOut: ordered.map(({ one }) => one.entry).filter((entry) => !fits.has(entry)),
    remember: ordered
      .filter(({ one, fresh }) => fresh && fits.has(one.entry) && remembers(one))
      .map(({ one }) => idOf(one.entry)),
  };
}

/** The same, of those that are told alone. */
export function activated(entries: readonly Entry[], said: Said, room: number): Entry[] {
  return toldLore(entries, said, room).told;
}

/**
 * Entries that were called up, as they stand in the tail; empty where there are none.
 *
 * @param settle settles macros such as `{{user}}`
 */
export function renderActivated(
  entries: readonly Entry[],
  settle: (text: string) => string,
  language: Sheet['language'],
): string {
  const contents = entries.map((entry) => settle(contentOf(entry)).trim()).filter(Boolean);
  return contents.length ? ['<lorebook>', WORDS[language], ...contents, '</lorebook>'].join('\n') : '';
}

/** What an entry tells the model. */
export function contentOf(entry: Entry): string {
  return withoutDecorators(entry.content).trim();
}

/** What a person knows it by. */
export function titleOf({ name, keys, ...entry }: Entry): string {
  const comment = typeof entry['comment'] === 'string' ? entry['comment'] : '';
  return truncate(name?.trim() || comment.trim() || keys.join(', ') || contentOf({ keys, ...entry }), 80);
}

/** Of those that do not all fit, which stay first. */
function rankOf(one: Marked): number {
  if (one.marks.ignoreOnMaxContext) return -1;
  return (one.rules.ignoreBudget ? 2 : 0) + (isConstant(one) ? 1 : 0);
}

function inOrder(entries: Entry[]): Entry[] {
  return entries
    .map((entry, n) => ({ entry, n }))
    .sort((a, b) => orderOf(a.entry) - orderOf(b.entry) || a.n - b.n)
    .map(({ entry }) => entry);
}

function orderOf(entry: Entry): number {
  return numberIn(entry['insertion_order']);
}

function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
