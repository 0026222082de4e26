import { RE2JS } from 're2js';

/** In characters. */
const LONGEST = 1000;
/** What all expressions of one search may take: instructions of a program times characters it runs over. */
const MOST_STEPS = 2_000_000;
/** Copies of a part that counts such as `{1,1000}` ask for; each makes the program so much longer. */
const MOST_COPIES = 1000;
const MOST_KEPT = 500;

/** `\\p{Script=Han}` is `\\p{Han}` there. */
const SCRIPT = /\\([pP])\{(?:Script|sc|Script_Extensions|scx)=/g;

/** Null: it cannot be run. */
const compiled = new Map<string, RE2JS | null>();

/**
 * Regular expressions of strangers, run by an engine without backtracking: time grows with the length of program and
 * text, and both have bounds. What it does not know (looking ahead, back references) finds nothing.
 */
export class Expressions {
  private left = MOST_STEPS;

  /** @param flags as in JavaScript; `i`, `m` and `s` count */
  find(pattern: string, flags: string, text: string): boolean {
    const program = programOf(pattern, flags);
    if (!program) return false;
    this.left -= program.programSize() * (text.length + 1);
    return this.left >= 0 && program.matcher(text).find();
  }
}

/** Whether an expression can be run at all. */
export function isRunnable(pattern: string, flags: string): boolean {
  return programOf(pattern, flags) !== null;
}

function programOf(pattern: string, flags: string): RE2JS | null {
  const key = `${flags}/${pattern}`;
  let program = compiled.get(key);
  if (program === undefined) {
    program = compile(pattern, flags);
    if (compiled.size >= MOST_KEPT) compiled.delete(compiled.keys().next().value!);
    compiled.set(key, program);
  }
  return program;
}

function compile(pattern: string, flags: string): RE2JS | null {
  if (pattern.length > LONGEST) return null;
  let copies = 0;
  for (const [, low = '0', high = '0'] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    copies += Math.max(Number(low), Number(high || 0));
  }
  if (copies > MOST_COPIES) return null;
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern.replace(SCRIPT, '\\$1{')), bits);
  } catch {
    return null;
  }
}

/** A key as a regular expression; null where it is words. Without flags of its own the entry says whether case counts. */
export function asExpression(key: string, byPattern: boolean): { pattern: string; flags?: string } | null {
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
