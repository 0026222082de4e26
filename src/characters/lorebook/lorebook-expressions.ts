/** The keys of a lorebook that are regular expressions, and which of them a book may have run. */
import { asExpression, buildCost, MOST_BUILD, wordsOf } from '../../text/search/expressions.js';
import type { Work } from '../../text/search/slices.js';
import { textsIn } from '../imports/foreign-json.js';
import { type Decorators, readDecorators } from './decorators.js';
import { settling } from '../../text/macros.js';
import type { Lorebook } from '../../contracts/sheet.js';
import { isByPattern, tavernRules, type TavernRules } from './tavern-rules.js';

type Entry = Lorebook['entries'][number];

/** What building all expressions of a book may cost: some 200 ms, and at most 20 MB. */
const MOST_OF_BOOK = 100_000;
/** Of an expression that costs too much by itself: it is looked at, and no more. */
const LOOKING = 100;
/** A name may be so long; each character of it stands for itself. */
const LONGEST_NAME = 'x'.repeat(200);

export interface KeyExpression {
  pattern: string;
  flags: string;
}

/** Expressions that are not run: each too large by itself, or `beyond` what the book's others have left. */
export type Unrun = ReadonlyMap<string, 'too large' | 'beyond'>;

/** Whether an entry says that case counts. */
export function isExact(entry: Entry, { caseSensitive }: TavernRules): boolean {
  return entry['case_sensitive'] === true || caseSensitive === true;
}

/** A key as the expression that is run for it; null where it is words, or a list of them. */
export function expressionOf(key: string, entry: Entry, rules: TavernRules): KeyExpression | null {
  const found = asExpression(key, isByPattern(entry));
  if (!found || wordsOf(found.pattern).length > 0) return null;
  return { pattern: found.pattern, flags: found.flags ?? (isExact(entry, rules) ? '' : 'i') };
}

export function idOfExpression({ pattern, flags }: KeyExpression): string {
  return `${flags}/${pattern}`;
}

/** All keys of an entry, second ones and those of its decorators among them. */
export function keysOf(entry: Entry, { additionalKeys, excludeKeys }: Decorators): string[] {
  return [...entry.keys, ...textsIn(entry['secondary_keys']), ...additionalKeys, ...excludeKeys];
}

/**
 * Which of a book's expressions are not run: in their order, those of entries that are turned off last, each that costs
 * more than an expression may or than is left for the book. Names are taken to be as long as they may be.
 */
export function* unrunOf(entries: readonly Entry[]): Work<Unrun> {
  const unrun = new Map<string, 'too large' | 'beyond'>();
  const seen = new Set<string>();
  let left = MOST_OF_BOOK;
  const isOff = ({ enabled }: Entry) => enabled === false;
  for (const entry of [...entries.filter((one) => !isOff(one)), ...entries.filter(isOff)]) {
    yield;
    const rules = tavernRules(entry);
    for (const key of keysOf(entry, readDecorators(entry.content))) {
      const expression = expressionOf(key, entry, rules);
      if (!expression) continue;
      yield;
      const id = idOfExpression(expression);
      if (seen.has(id)) continue;
      seen.add(id);
      const cost =
        left > 0 ? buildCost(yield* withLongNames(expression.pattern), expression.flags) : Infinity;
      const fits = cost <= Math.min(left, MOST_BUILD);
      if (!fits) unrun.set(id, left > 0 && cost > MOST_BUILD ? 'too large' : 'beyond');
      left -= fits ? cost : LOOKING;
    }
  }
  return unrun;
}

function* withLongNames(pattern: string): Work<string> {
  if (!/\{\{|</.test(pattern)) return pattern;
  return yield* settling(pattern, { char: LONGEST_NAME, user: LONGEST_NAME, random: () => 0 });
}
