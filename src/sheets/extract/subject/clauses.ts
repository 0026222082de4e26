import type { Reading } from '../../../text/speakers/reading.js';
import { namePattern } from '../../../text/search/name-pattern.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Quotation } from '../../../text/types.js';
import type { Epithet } from '../people/epithets.js';
import { meantIn } from '../people/meant.js';
import { type ToldClause, toldIn } from '../people/told.js';
import { introductions } from './introductions.js';
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
  /** Whether they say it themselves. */
  isOwn: boolean;
  /** Whether it is theirs only if a pronoun means them. */
  isGuessed: boolean;
  /** The sentence that it is part of. */
  sentence: TextSpan;
}

/** Whom clauses are about. */
export interface Named {
  own: readonly string[];
  others: readonly Acquaintance[];
  speaker: string | undefined;
  epithets: readonly Epithet[];
}

/** All clauses about somebody, in passages by their index. */
export function clausesOf(
  reading: Reading,
  passages: readonly number[],
  marks: NameMarks,
  rules: Rules,
  { own, others, speaker, epithets }: Named,
): Clause[] {
  const { text, narrator } = reading;
  const names = new Map([[OWN, own], ...others.map(({ names: called }, n) => [markOf(n), called] as const)]);
  const words = rules.people(text);
  const told = toldIn(reading, passages, marks, { own: namePattern(own), speaker }, rules, words);
  const teller = markOfName(names, narrator);
  const clauses: Clause[] = introductions(reading, marks, rules);
  let isKnown = false;
  /** The last clause that is about them, so that one without a name may go on about them. */
  let about: ToldClause | null = null;
  /** The line in which they have said who they are, or in which somebody else has. */
  let introduced: { line: Quotation; isOwn: boolean } | null = null;
  for (const { clause, marked, isResolved } of meantIn(told, names, words, teller, epithets)) {
    const { quotation, marked: plain } = clause;
    if (plain.length < 4) continue;
    // A child that is called like somebody of whom the text has told before is another.
    if (isKnown && rules.namesake.test(plain)) continue;
    isKnown ||= !quotation && plain.includes(OWN);
    if (quotation) {
      about = null;
      const says = rules.introduces.exec(plain);
      if (says) introduced = { line: quotation, isOwn: says.groups!['who'] === OWN };
      const isOwn =
        introduced?.line === quotation
          ? introduced.isOwn
          : quotation.speaker !== null && quotation.speaker === speaker;
      const isOthers = quotation.speaker !== null && quotation.speaker !== speaker;
      if (isOwn && says) add(plain, false, true);
      else if (isOwn && introduced?.line === quotation && reading.language === 'zh')
        add(OWN + plain.replace(/^[我吾某俺]/, ''), false, true);
      else if (isOwn)
        add(
          plain.replace(SHORT, (short) => (short.endsWith('m') ? 'I am' : 'I have')),
          false,
          true,
        );
      else if (isOthers && marked.includes(OWN)) add(marked, isResolved);
    } else if (marked.includes(OWN)) {
      if (isTold(plain)) add(marked, isResolved);
      about = marked.match(ANYBODY)!.at(-1) === OWN ? clause : null;
    } else if (about?.passage === clause.passage && goesOn(clause)) add(OWN + plain, true);
    else about = null;

    function add(meant: string, byPronoun: boolean, isOwn = false) {
      clauses.push({
        ...clause,
        marked: meant,
        plain,
        tagged: rules.tag(meant),
        byPronoun:
          byPronoun && !marks.mark(text.slice(clause.sentence.start, clause.sentence.end)).includes(OWN),
        byNarrator: byPronoun && teller === OWN && rules.first.test(plain),
        isOwn,
        isGuessed: isResolved && meant === marked,
      });
    }
  }
  return clauses;

  /** In Chinese, a sentence without a name or a pronoun goes on about whom the one before was about, where it describes. */
  function goesOn({ marked, tokens }: ToldClause): boolean {
    return (
      reading.language === 'zh' &&
      tokens.length === 0 &&
      !ANYBODY.test(marked) &&
      rules.described(marked).words >= DESCRIBES
    );
  }
}

/** So many words that describe make a description. */
const DESCRIBES = 2;
const ANYBODY = /[\uE000\uE100-\uE8FF]/g;

/** `I'm`, `I've`; also where the mark was lost. */
const SHORT = /\bI['’ ](?:m|ve)\b/g;

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
