import { withoutDecorators } from '../characters/lorebook.js';
import type { Lorebook, Sheet } from '../characters/sheet.js';
import { estimateTokens } from '../text/tokens.js';

export type Entry = Lorebook['entries'][number];

/** In characters: of a longer text its end is searched, of longer keys none is. */
const LONGEST = 8000;
const LONGEST_KEY = 200;
/** So many keys are looked for at most. */
const MOST_KEYS = 50_000;
const MOST_TRIES = 50;
const HEADING_TOKENS = 16;

const WORDS = {
  en: 'This belongs here, too:',
  zh: '此处还应知道：',
};

/**
 * The entries of a lorebook that a text calls up by their keys, and the constant ones, in their order of insertion. Of
 * more than fit, constant ones stay first, then those of higher priority, then of higher insertion order. Regular
 * expressions are followed where they only list words (`/elf|elves/i`), and skipped where they are more.
 *
 * @param budgetTokens estimated, at most
 */
export function activated(entries: readonly Entry[], text: string, budgetTokens: number): Entry[] {
  const searched = text.slice(-LONGEST);
  const texts = { exact: searched, lower: searched.toLowerCase() };
  let keys = 0;
  const isNamed = (list: unknown, entry: Entry) =>
    textsIn(list).some((key) => keys++ < MOST_KEYS && isSaid(key, entry, texts));
  const called = entries.filter((entry) => {
    if (entry.enabled === false || contentOf(entry) === '') return false;
    if (entry.constant) return true;
    if (!isNamed(entry.keys, entry)) return false;
    const second = textsIn(entry['secondary_keys']);
    return entry['selective'] !== true || second.length === 0 || isNamed(second, entry);
  });
  let left = budgetTokens - HEADING_TOKENS;
  return called
    .map((entry, index) => ({
      entry,
      index,
      always: entry.constant === true ? 1 : 0,
      order: numberIn(entry['insertion_order']),
      priority: numberIn(entry['priority']),
    }))
    .sort((a, b) => b.always - a.always || b.priority - a.priority || b.order - a.order || a.index - b.index)
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

function isSaid(key: string, entry: Entry, texts: { exact: string; lower: string }): boolean {
  const expression = /^\/(.+)\/([a-z]{0,8})$/s.exec(key);
  if (expression || entry['use_regex'] === true) {
    const exact = expression ? !expression[2]!.includes('i') : entry['case_sensitive'] === true;
    return wordsOf(expression?.[1] ?? key).some((word) => holds(word, exact, texts));
  }
  return holds(key.trim(), entry['case_sensitive'] === true, texts);
}

/** Whether a key stands in a text: as words of their own in scripts that part words by spaces, anywhere in others. */
function holds(key: string, exact: boolean, texts: { exact: string; lower: string }): boolean {
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
  const list = expression.replaceAll('\\b', '').replace(/^\((?:\?:)?(.*)\)$/s, '$1');
  const words: string[] = [];
  for (const option of list.split('|')) {
    if (!LITERAL.test(option)) return [];
    let readings = [''];
    for (const [, letter, perhaps] of option.matchAll(/\\?(.)(\?)?/gsu)) {
      const having = readings.map((word) => word + letter!);
      readings = perhaps && readings.length < 8 ? [...having, ...readings] : having;
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
