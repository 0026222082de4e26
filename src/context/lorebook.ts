import {
  isConditional,
  readDecorators,
  withoutDecorators,
  type Decorators,
} from '../characters/decorators.js';
import type { Lorebook, Sheet } from '../characters/sheet.js';
import { estimateTokens } from '../text/tokens.js';
import { Expressions } from './expressions.js';

export type Entry = Lorebook['entries'][number];

/** What has been said, as entries are looked for in it. */
export interface Said {
  /** The newest first. */
  messages: readonly string[];
  /** How many of them are searched where an entry does not say it itself; if not given, two: a question and what it answers. */
  scanDepth?: number;
  /** How often the character has spoken. */
  replies?: number;
}

/** The entries of a lorebook that come by the tail. */
export interface Lore {
  entries: readonly Entry[];
  /** What `{{char}}` stands for in them, where that is not the name. */
  nickname: string;
  /** As the book says. */
  scanDepth?: number;
  /** Estimated, of the book's own. */
  tokenBudget?: number;
  /** So many messages have to be read for them. */
  reads: number;
  /** Some of them ask how often the character has spoken. */
  counts: boolean;
}

/** In characters: of a longer text its end is searched, of longer keys none is. */
const LONGEST = 8000;
const LONGEST_KEY = 200;
/** So many keys are looked for at most. */
const MOST_KEYS = 50_000;
const MOST_TRIES = 50;
const HEADING_TOKENS = 16;
const SCAN_DEPTH = 2;
/** Farther back nothing is read for keys. */
const MOST_SCANNED = 50;

const WORDS = {
  en: 'This belongs here, too:',
  zh: '此处还应知道：',
};

interface Text {
  exact: string;
  lower: string;
}

/** An entry with what its decorators say. */
interface Marked {
  entry: Entry;
  marks: Decorators;
}

/** Whether an entry may stand in the pinned part: it is in force, and in every turn alike. */
export function isPinnable(entry: Entry): boolean {
  if (entry.enabled === false) return false;
  const marks = readDecorators(entry.content);
  return marks.activate || !(marks.dontActivate || isConditional(marks));
}

/** @param pinned whether all that may stand in the pinned part does, so that only the others are left */
export function loreOf(book: Lorebook | null, nickname: string, pinned: boolean): Lore {
  const entries = (book?.entries ?? []).filter(
    (entry) => entry.enabled !== false && !(pinned && isPinnable(entry)),
  );
  const scanDepth = numberOr(book?.['scan_depth'], undefined);
  const tokenBudget = numberIn(book?.['token_budget']);
  const marks = entries.map((entry) => readDecorators(entry.content));
  const depths = entries.map((entry, n) => depthOf(entry, marks[n]!, scanDepth));
  return {
    entries,
    nickname,
    ...(scanDepth !== undefined && { scanDepth }),
    ...(tokenBudget > 0 && { tokenBudget }),
    reads: depths.reduce((most, depth) => Math.max(most, depth), 0),
    counts: marks.some(
      (mark) => mark.activateOnlyAfter !== undefined || mark.activateOnlyEvery !== undefined,
    ),
  };
}

/**
 * The entries of a lorebook that what was said calls up by their keys, and the constant ones, in their order of
 * insertion. Of more than fit, constant ones stay first, then those of higher priority, then of higher insertion
 * order. Regular expressions run without backtracking, in bounds; what such an engine cannot run calls nothing up.
 *
 * @param budgetTokens estimated, at most
 */
export function activated(entries: readonly Entry[], said: Said, budgetTokens: number): Entry[] {
  const search = new Search(said);
  const called = entries
    .map((entry): Marked => ({ entry, marks: readDecorators(entry.content) }))
    .filter((marked) => search.calls(marked));
  let left = budgetTokens - HEADING_TOKENS;
  return called
    .map(({ entry, marks }, index) => ({
      entry,
      index,
      first: marks.ignoreOnMaxContext ? -1 : isConstant(entry, marks) ? 1 : 0,
      order: numberIn(entry['insertion_order']),
      priority: numberIn(entry['priority']),
    }))
    .sort((a, b) => b.first - a.first || b.priority - a.priority || b.order - a.order || a.index - b.index)
    .filter(({ entry }) => {
      const cost = estimateTokens(contentOf(entry)) + 1;
      if (cost > left) return false;
      left -= cost;
      return true;
    })
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({ entry }) => entry);
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

function isConstant(entry: Entry, marks: Decorators): boolean {
  return marks.activate || (entry.constant === true && entry['use_regex'] !== true);
}

/** Looks for the keys of many entries in the same messages. */
class Search {
  private keys = 0;
  private readonly expressions = new Expressions();
  private readonly texts = new Map<number, Text>();

  constructor(private readonly said: Said) {}

  calls({ entry, marks }: Marked): boolean {
    if (entry.enabled === false || marks.content.trim() === '') return false;
    if (marks.activate) return true;
    const { replies = 0 } = this.said;
    if (marks.dontActivate || replies < (marks.activateOnlyAfter ?? 0)) return false;
    if (marks.activateOnlyEvery && replies % marks.activateOnlyEvery !== 0) return false;
    const text = this.text(depthOf(entry, marks, this.said.scanDepth));
    const byPattern = entry['use_regex'] === true;
    const isNamed = (key: string) => this.keys++ < MOST_KEYS && this.isSaid(key, entry, text);
    if (!byPattern && marks.excludeKeys.some(isNamed)) return false;
    if (marks.additionalKeys.length && !marks.additionalKeys.some(isNamed)) return false;
    if (isConstant(entry, marks)) return true;
    if (!textsIn(entry.keys).some(isNamed)) return false;
    const second = byPattern || entry['selective'] !== true ? [] : textsIn(entry['secondary_keys']);
    return second.length === 0 || hasSecond(second, isNamed, extensionOf(entry, 'selectiveLogic'));
  }

  private text(depth: number): Text {
    let text = this.texts.get(depth);
    if (!text) {
      const exact = this.said.messages.slice(0, depth).reverse().join('\n').slice(-LONGEST);
      this.texts.set(depth, (text = { exact, lower: exact.toLowerCase() }));
    }
    return text;
  }

  private isSaid(key: string, entry: Entry, text: Text): boolean {
    const exact = entry['case_sensitive'] === true || extensionOf(entry, 'case_sensitive') === true;
    const expression = /^\/(.+)\/([a-z]{0,8})$/s.exec(key);
    if (!expression && entry['use_regex'] !== true) return holds(key.trim(), exact, text);
    const flags = expression ? expression[2]! : exact ? '' : 'i';
    const pattern = expression?.[1] ?? key;
    const words = wordsOf(pattern);
    if (words.length === 0) return this.expressions.find(pattern, flags, text.exact);
    if (flags.includes('i')) return words.some((word) => text.lower.includes(word.toLowerCase()));
    return words.some((word) => text.exact.includes(word));
  }
}

/** How many of the newest messages are searched for an entry's keys. */
function depthOf(entry: Entry, marks: Decorators, ofBook = SCAN_DEPTH): number {
  return numberOr(marks.scanDepth ?? extensionOf(entry, 'scan_depth'), ofBook)!;
}

/** SillyTavern's ways to ask for second keys: any (0), not all (1), none (2), all of them (3). */
function hasSecond(keys: string[], isNamed: (key: string) => boolean, logic: unknown): boolean {
  if (logic === 1) return !keys.every(isNamed);
  if (logic === 2) return !keys.some(isNamed);
  return logic === 3 ? keys.every(isNamed) : keys.some(isNamed);
}

function extensionOf(entry: Entry, name: string): unknown {
  const extensions = entry['extensions'];
  return typeof extensions === 'object' && extensions !== null
    ? (extensions as Record<string, unknown>)[name]
    : undefined;
}

/** Whether a key stands in a text: as words of their own in scripts that part words by spaces, anywhere in others. */
function holds(key: string, exact: boolean, texts: Text): boolean {
  const text = exact ? texts.exact : texts.lower;
  const word = exact ? key : key.toLowerCase();
  if (word === '' || word.length > LONGEST_KEY) return false;
  const apart = { before: STARTS.test(word), after: ENDS.test(word) };
  let at = text.indexOf(word);
  for (let tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
    const end = at + word.length;
    const after = text.slice(end, end + 4);
    const inside =
      (apart.before && ENDS.test(text.slice(Math.max(0, at - 2), at))) ||
      (apart.after && STARTS.test(word.length > 2 ? after.replace(/^e?s(?!\p{L})/u, '') : after));
    if (!inside) return true;
    at = text.indexOf(word, at + 1);
  }
  return false;
}

/** A letter or digit of a script that parts words by spaces, at a text's start or end. */
const SPACED = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}_]`;
const STARTS = new RegExp(`^${SPACED}`, 'u');
const ENDS = new RegExp(`${SPACED}$`, 'u');

/** Characters that stand for themselves, and `?` after one. */
const LITERAL = /^(?:(?:[^\\^$.*+?()[\]{}]|\\[^\p{L}\p{N}])\??)+$/u;

/** The words that a regular expression lists, `?` after a letter included; none where it is more than a list. */
function wordsOf(expression: string): string[] {
  if (expression.length > 2000) return [];
  const words: string[] = [];
  for (const option of expression.replace(/^\((?:\?:)?([^()]*)\)$/s, '$1').split('|')) {
    if (!LITERAL.test(option)) return [];
    let readings = [''];
    for (const [, letter, perhaps] of option.matchAll(/\\?(.)(\?)?/gsu)) {
      const having = readings.map((word) => word + letter!);
      if (perhaps && readings.length >= 8) return [];
      readings = perhaps ? [...having, ...readings] : having;
    }
    words.push(...readings);
  }
  return words;
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function numberOr(value: unknown, otherwise: number | undefined): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.min(value, MOST_SCANNED) : otherwise;
}
