import type { Reading } from '../../../text/speakers/reading.js';
import { namePattern } from '../../../text/search/name-pattern.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Quotation } from '../../../text/types.js';
import { meantIn } from '../people/meant.js';
import { toldIn } from '../people/told.js';
import { markOf, type NameMarks, OWN } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import type { Acquaintance } from './acquaintances.js';

/** A clause of a passage that names the one whom a sheet is about, or goes on about them, or that they say. */
export interface Clause extends TextSpan {
  section: number;
  /** In one line, with names marked, and with the marks of those whom pronouns mean. */
  marked: string;
  /** In one line, with names marked alone. */
  plain: string;
  /** With all marks, tagged. */
  tagged: string;
  /** Whether it says "she", so that it does not name them. */
  byPronoun: boolean;
  /** Whether they tell it of themselves, as "I". */
  byNarrator: boolean;
  /** The line that it is part of; null for narration. */
  quotation: Quotation | null;
  /** The sentence that it is part of. */
  sentence: TextSpan;
}

/** Whom clauses are about. */
export interface Named {
  own: readonly string[];
  others: readonly Acquaintance[];
  speaker: string | undefined;
}

/** All clauses about somebody, in passages by their index. */
export function clausesOf(
  reading: Reading,
  passages: readonly number[],
  marks: NameMarks,
  rules: Rules,
  { own, others, speaker }: Named,
): Clause[] {
  const { text, narrator } = reading;
  const names = new Map([[OWN, own], ...others.map(({ names: called }, n) => [markOf(n), called] as const)]);
  const words = rules.people(text);
  const told = toldIn(reading, passages, marks, { own: namePattern(own), speaker }, rules, words);
  const teller = markOfName(names, narrator);
  const clauses: Clause[] = [];
  let isKnown = false;
  for (const { clause, marked, isResolved } of meantIn(told, names, words, teller)) {
    const { quotation, marked: plain, sentence, section } = clause;
    if (plain.length < 4) continue;
    // A child that is called like somebody of whom the text has told before is another.
    if (isKnown && rules.namesake.test(plain)) continue;
    isKnown ||= !quotation && plain.includes(OWN);
    if (quotation) {
      const isOwn = quotation.speaker !== null && quotation.speaker === speaker;
      if (isOwn || (quotation.speaker !== null && plain.includes(OWN))) add(plain, false);
    } else if (marked.includes(OWN) && isTold(plain)) add(marked, isResolved);

    function add(meant: string, byPronoun: boolean) {
      const { start, end } = clause;
      clauses.push({
        start,
        end,
        section,
        marked: meant,
        plain,
        tagged: rules.tag(meant),
        byPronoun: byPronoun && !marks.mark(text.slice(sentence.start, sentence.end)).includes(OWN),
        byNarrator: byPronoun && teller === OWN && rules.first.test(plain),
        quotation,
        sentence,
      });
    }
  }
  return clauses;
}

function markOfName(names: ReadonlyMap<string, readonly string[]>, name: string | undefined): string | null {
  if (name === undefined) return null;
  return [...names].find(([, called]) => called.includes(name))?.[0] ?? null;
}

/** Whether a clause of narration is more than what leads up to a line, and no part of a line whose marks were not found. */
function isTold(plain: string): boolean {
  return (
    !/[：:，,]$/.test(plain) &&
    !/["“”„«»「」『』]/.test(plain.replace(/[“"「『][^“”"「」『』]{1,24}[”"」』]/gu, ''))
  );
}
