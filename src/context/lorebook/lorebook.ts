import { fenced } from '../quoting/fence.js';
import { MOST_REASONS, reasonsOf } from './reasons.js';
import { titleOf } from '../../characters/lorebook/entry-title.js';
import { unrunOf } from '../../characters/lorebook/lorebook-expressions.js';
import { isOfTavern } from '../../characters/lorebook/tavern-rules.js';
import type { LoreReason } from '../../contracts/receipt.js';
import type { Sheet } from '../../contracts/sheet.js';
import { atOnce, type Work } from '../../text/search/slices.js';
import { activate } from './activation.js';
import type { Activation, ActivationContext } from './activations.js';
import {
  activatable,
  type ActivatableEntry,
  bounded,
  contentOf,
  depthOf,
  entryId,
  inOrder,
  type LorebookEntry,
  numberIn,
  remembers,
} from './entries.js';
import { LoreAdmission, type LoreRoom } from './lore-room.js';
import { matchingSources } from './matching-sources.js';
import { mayBePinned, pinnedTokens } from './pinned-entries.js';

/** What of a sheet says how its lorebook is told. */
export type LoreOfSheet = Pick<Sheet, 'lorebook' | 'lorebookByKeys' | 'nickname'> & Partial<Sheet>;

/** The entries of a lorebook that come by the tail. */
export interface PreparedLorebook {
  entries: readonly ActivatableEntry[];
  /** Those that stand in the system prompt, where they may call others. */
  pinned: readonly ActivatableEntry[];
  /** What `{{char}}` stands for in them, where that is not the name. */
  nickname: string;
  /** SillyTavern wrote of it, which looks for keys in the names of who speaks, too. */
  named: boolean;
  /** As the book says. */
  scanDepth?: number;
  recursive: boolean;
  /** Estimated, of the book's own. */
  tokenBudget?: number;
  /** Estimated, of those that stand in the system prompt and count as the tail's do. */
  pinnedTokens: number;
  /** Their names. */
  constants: string[];
  /** So many messages have to be read for them. */
  reads: number;
  /** Some of them ask how often the character has spoken, or how the conversation began. */
  counts: boolean;
  greets: boolean;
  /** Ids of those that ask when they were told before. */
  remembered: string[];
  /** What of the sheet its entries ask to be looked for in, too. */
  sources: ReturnType<typeof matchingSources>;
  /** About how many bytes of memory it takes. */
  bytes: number;
}

/** What of a lorebook is told in a turn. */
export interface ActivatedLore {
  /** In their order of insertion. */
  activated: LorebookEntry[];
  /** Called, and no room for them. */
  leftOut: LorebookEntry[];
  /** Not called, and might have been had all of their keys been looked for: there were too many, or too costly ones. */
  missed: LorebookEntry[];
  /** Ids of those told by which it matters, and not only told on from before. */
  remember: string[];
  /** Why each of those called was told, or was not. */
  reasons: LoreReason[];
}

const WORDS = {
  en: 'This belongs here, too:',
  zh: '此处还应知道：',
};

/** @param pinned whether all that may stand in the system prompt does, so that only the others are left */
export function* prepareLorebook(sheet: LoreOfSheet, pinned: boolean): Work<PreparedLorebook> {
  const { lorebook: book, lorebookByKeys: byKeys, nickname = '' } = sheet;
  const all: ActivatableEntry[] = [];
  let bytes = 0;
  const unrun = yield* unrunOf(book?.entries ?? []);
  for (const entry of book?.entries ?? []) {
    yield;
    if (entry.enabled === false) continue;
    const one = activatable(entry, unrun);
    all.push(one);
    bytes += bytesOf(one);
  }
  const elsewhere = new Set(pinned ? all.filter((one) => mayBePinned(one, byKeys)) : []);
  const entries = all.filter((one) => !elsewhere.has(one));
  const scanDepth = bounded(book?.['scan_depth']);
  const tokenBudget = numberIn(book?.['token_budget']);
  const says = book?.['recursive_scanning'];
  const ofTavern = all.some(({ entry }) => isOfTavern(entry));
  const recursive =
    entries.length > 0 &&
    (says === true || (says !== false && (ofTavern || all.some(({ rules }) => rules.fromRound > 0))));
  const sources = matchingSources(sheet, all);
  const callers = recursive ? [...elsewhere] : [];
  return {
    entries,
    pinned: callers,
    nickname,
    recursive,
    named: ofTavern,
    ...(scanDepth !== undefined && { scanDepth }),
    ...(tokenBudget > 0 && { tokenBudget }),
    pinnedTokens: pinned && byKeys ? yield* pinnedTokens(book, byKeys) : 0,
    constants: byKeys ? [...elsewhere].slice(0, MOST_REASONS).map(({ entry }) => titleOf(entry)) : [],
    reads: [...entries, ...callers].reduce((most, one) => Math.max(most, depthOf(one, scanDepth)), 0),
    counts: entries.some(
      ({ marks }) => marks.activateOnlyAfter !== undefined || marks.activateOnlyEvery !== undefined,
    ),
    greets: entries.some(({ marks }) => marks.greeting !== undefined),
    remembered: entries.filter(remembers).map(({ entry }) => entryId(entry)),
    sources,
    bytes: Object.values(sources).reduce((sum, text) => sum + 2 * text.length, bytes),
  };
}

/** An object and its fields; a key as it came, and as it is looked for. */
const ENTRY_BYTES = 800;
const KEY_BYTES = 200;

function bytesOf({ entry, keys, secondKeys }: ActivatableEntry): number {
  const text = entry.content.length + entry.keys.reduce((sum, key) => sum + key.length, 0);
  return ENTRY_BYTES + 2 * text + KEY_BYTES * (keys.length + secondKeys.length);
}

/**
 * The entries of a lorebook that what was said calls up by their keys, and the constant ones, in their order of
 * insertion. Regular expressions run without backtracking, in bounds; what such an engine cannot run calls nothing up.
 *
 * @param room estimated tokens, at most
 * @param pinned entries that stand elsewhere, and may call others
 */
export function* activateLore(
  entries: readonly ActivatableEntry[],
  context: ActivationContext,
  room: LoreRoom,
  pinned: readonly ActivatableEntry[] = [],
): Work<ActivatedLore> {
  const elsewhere = new Set(pinned);
  const all = pinned.length ? [...entries, ...pinned] : entries;
  const found = yield* activate(all, context, new LoreAdmission(room, entries, elsewhere));
  const place = new Map(entries.map((one, n) => [one, n]));
  const here = (calls: readonly Activation[]) =>
    calls.filter(({ one }) => !elsewhere.has(one)).sort((a, b) => place.get(a.one)! - place.get(b.one)!);
  const told = here(found.called);
  const leftOut = here(found.lost.filter(({ lost }) => lost === 'no_room'));
  const others = found.lost.filter(({ one, lost }) => lost !== 'no_room' && !elsewhere.has(one));
  return {
    activated: inOrder(told.map(({ one }) => one.entry)),
    leftOut: leftOut.map(({ one }) => one.entry),
    reasons: reasonsOf([...here([...told, ...leftOut]), ...others], context.seqs),
    missed: found.missed.filter((one) => !elsewhere.has(one)).map(({ entry }) => entry),
    remember: told.filter(({ one, fresh }) => fresh && remembers(one)).map(({ one }) => entryId(one.entry)),
  };
}

/** The entries that are told of a book that stands nowhere else, at once. */
export function activated(
  entries: readonly LorebookEntry[],
  context: ActivationContext,
  room: number,
): LorebookEntry[] {
  const unrun = atOnce(unrunOf(entries));
  const ready = entries.map((entry) => activatable(entry, unrun));
  return atOnce(activateLore(ready, context, { room })).activated;
}

/**
 * Entries that were called up, as they stand in the tail; empty where there are none.
 *
 * @param settle settles macros such as `{{user}}`
 */
export function* renderActivated(
  entries: readonly LorebookEntry[],
  settle: (text: string) => Work<string>,
  language: Sheet['language'],
): Work<string> {
  const contents: string[] = [];
  for (const entry of entries) {
    const content = (yield* settle(contentOf(entry))).trim();
    if (content) contents.push(fenced(content));
  }
  return contents.length ? ['<lorebook>', WORDS[language], ...contents, '</lorebook>'].join('\n') : '';
}
