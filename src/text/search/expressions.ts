import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';
import { expressionCost } from './expression-cost.js';
import { asInJavaScript } from './js-syntax.js';
import type { Work } from './slices.js';

/** In characters. */
const LONGEST = 1000;
/** What building one may cost (`ExpressionCost.build`). */
export const MOST_BUILD = 4000;
/** What is cached of all together (`ExpressionCost.size`), some 200 bytes each. */
const MOST_CACHED = 150_000;
/** Beside its program: the objects of an expression, and so many of its characters. */
const CACHED_EACH = 10;
const CACHED_CHARACTERS = 64;
/** What a search may take at once: instructions times characters, a few nanoseconds each and at worst some thirty. */
const MOST_AT_ONCE = 600_000;
/** What each character takes beside, in instructions. */
const PER_CHARACTER = 20;
/** What looking for one match to replace may take, and all of them in a text; the second in slices. */
const MOST_A_MATCH = 2_000_000;
const MOST_REPLACING = 30_000_000;
/** What a text may grow by, beyond twice its length. */
const MOST_GROWTH = 256 * 1024;

/** `\\p{Script=Han}` is `\\p{Han}` there. */
const SCRIPT = /\\([pP])\{(?:Script|sc|Script_Extensions|scx)=/g;

interface Program {
  /** Null: it cannot be run. */
  run: RE2JS | null;
  size: number;
  /** What it takes of what may be kept. */
  held: number;
}

const programs = new LRUCache<string, Program>({ maxSize: MOST_CACHED, sizeCalculation: ({ held }) => held });

/** What a search found, and what it took: instructions times characters. */
export interface Searched {
  found: boolean;
  /** Not all of the text was searched, but as much of its end as may be at once. */
  cut: boolean;
  steps: number;
}

/**
 * Looks for a stranger's regular expression, with an engine without backtracking: time grows with the length of program
 * and text, and both have bounds. What it does not know (looking ahead, back references) or what would cost too much to
 * build finds nothing.
 *
 * @param flags as in JavaScript; `i`, `m` and `s` count
 */
export function searchExpression(pattern: string, flags: string, text: string): Searched {
  const { run, size } = programOf(pattern, flags);
  if (!run) return { found: false, cut: false, steps: PER_CHARACTER };
  const most = Math.floor(MOST_AT_ONCE / (size + PER_CHARACTER));
  const part = text.length <= most ? text : endOf(text, most);
  const steps = (size + PER_CHARACTER) * (part.length + 1);
  return { found: run.matcher(part).find(), cut: part.length < text.length, steps };
}

/** What was found: a group by its number, 0 for all of it, or by its name; empty where it took no part. */
export type Match = (group: number | string) => string;

/**
 * Replaces what a stranger's expression finds as JavaScript does, the first match or, with `g`, all. The same text gives
 * the same, however long it takes: what it may cost is counted, at worst.
 * @param replacement what is put in the place of a match, `room` long at most; null: it has no room
 * @returns null where the expression cannot be run, or the text is too long for it or would become so
 */
export function* replacing(
  pattern: string,
  flags: string,
  text: string,
  replacement: (match: Match, room: number) => string | null,
): Work<string | null> {
  const { run, size } = programOf(pattern, flags);
  if (!run) return null;
  const matcher = run.matcher(text);
  const match: Match = (group) =>
    (typeof group === 'number' ? group <= matcher.groupCount() : Object.hasOwn(matcher.namedGroups, group))
      ? (matcher.group(group) ?? '')
      : '';
  // Without repetition a search ends soon after its match; with it, it may have read on to the end.
  const readsOn = /[*+]|,\}|\(\?</.test(pattern);
  const each = size + PER_CHARACTER;
  const longest = 2 * text.length + MOST_GROWTH;
  let told = '';
  let from = 0;
  for (let steps = 0; ;) {
    const most = each * (text.length - from + 1);
    if (most > MOST_A_MATCH || steps > MOST_REPLACING) return null;
    const found = matcher.find();
    steps += found && !readsOn ? each * (matcher.end() - from + size) : most;
    if (!found) break;
    told += text.slice(from, matcher.start());
    const put = replacement(match, longest - told.length);
    if (put === null) return null;
    told += put;
    from = matcher.end();
    if (!flags.includes('g')) break;
    yield;
  }
  return told + text.slice(from);
}

/** Whether an expression can be run at all. */
export function isRunnable(pattern: string, flags: string): boolean {
  return programOf(pattern, flags).run !== null;
}

/** What building an expression costs, in the units of `MOST_BUILD`, found without building it; Infinity where it is too long to be looked at. */
export function buildCost(pattern: string, flags: string): number {
  return pattern.length > LONGEST
    ? Infinity
    : expressionCost(sourceOf(pattern, flags), flags.includes('i')).build;
}

/** What all expressions that are cached take, in the units of `ExpressionCost.size`. */
export function cachedSize(): number {
  return programs.calculatedSize;
}

/** Whether an expression would not have to be built anew. */
export function isCached(pattern: string, flags: string): boolean {
  return programs.has(`${flags}/${pattern}`);
}

function programOf(pattern: string, flags: string): Program {
  if (pattern.length > LONGEST) return { run: null, size: 0, held: 0 };
  const key = `${flags}/${pattern}`;
  const known = programs.get(key);
  if (known) return known;
  const program = compile(pattern, flags);
  programs.set(key, program);
  return program;
}

function compile(pattern: string, flags: string): Program {
  const source = sourceOf(pattern, flags);
  const { size, build } = expressionCost(source, flags.includes('i'));
  const base = CACHED_EACH + Math.ceil((2 * pattern.length) / CACHED_CHARACTERS);
  const none = { run: null, size: 0, held: base };
  if (build > MOST_BUILD) return none;
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0) |
    (/\(\?<[=!]/.test(source) ? RE2JS.LOOKBEHINDS : 0);
  try {
    return { run: RE2JS.compile(source, bits), size, held: base + size };
  } catch {
    return none;
  }
}

function sourceOf(pattern: string, flags: string): string {
  return RE2JS.translateRegExp(asInJavaScript(pattern.replace(SCRIPT, '\\$1{'), flags));
}

/** The end of a text, not beginning within a surrogate pair. */
function endOf(text: string, length: number): string {
  const from = text.length - length;
  return text.slice((text.charCodeAt(from) & 0xfc00) === 0xdc00 ? from + 1 : from);
}

/** A key as a regular expression; null where it is words. Without flags of its own the entry says whether case counts. */
export function asExpression(key: string, byPattern: boolean): { pattern: string; flags?: string } | null {
  if (!byPattern && !key.startsWith('/')) return null;
  const [, pattern, flags] = /^\/(.+)\/([a-z]{0,8})$/s.exec(key) ?? [];
  if (pattern !== undefined) return { pattern, flags: flags! };
  return byPattern ? { pattern: key } : null;
}

/** Characters that stand for themselves, and `?` after one. */
const LITERAL = /^(?:(?:[^\\^$.*+?()[\]{}]|\\[^\p{L}\p{N}])\??)+$/u;

/** The words that a regular expression lists, `?` after a letter included; none where it is more than a list. */
export function wordsOf(expression: string): string[] {
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
