import type { TextSpan } from '../../../text/structure/passages.js';
import type { Acquaintance } from '../subject/acquaintances.js';
import { isInner, isTagged, MANY } from './lines.js';
import { otherOf, OWN } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import type { Clause } from '../subject/clauses.js';

/** What one is to the other. */
export interface Bond extends TextSpan {
  /** The other, from 0. */
  other: number;
  /** The text's own word for it; none where the sentence tells what one feels for the other. */
  word: string | null;
  bearer: 'own' | 'other' | 'both';
  section: number;
}

const LONGEST = 260;
/** `His dear sister Ruth`: so anybody may be called whom somebody is fond of. */
const DEAR = /\bdear(?:est)?\b/;
const BY_BLOOD = /^(?:father|mother|brother|sister|son|daughter|child|uncle|aunt|cousin)$/;

/** How somebody stands to others, where the text has a word for it: of each of them what is said most often. */
export function bondsOf(
  text: string,
  clauses: readonly Clause[],
  rules: Rules,
  speaker: string | undefined,
  others: readonly Acquaintance[],
): Bond[] {
  const numbers = new Map(others.flatMap(({ names }, n) => names.map((name) => [name, n] as const)));
  const votes = new Map<string, Bond & { votes: number }>();
  const add = (bond: Bond, weight: number) => {
    const key = `${bond.other} ${bond.bearer} ${bond.word ?? ''}`;
    const known = votes.get(key);
    if (known) known.votes += weight;
    else votes.set(key, { ...bond, votes: weight });
  };
  for (const { marked, tagged, quotation, sentence, start, end, section } of clauses) {
    const isOthers = quotation && isInner(text.slice(quotation.start + 1, start + 2));
    const mine = quotation && !isOthers && rules.mine.exec(tagged)?.groups;
    if (mine) {
      const isOwn = quotation.speaker === speaker;
      const other = isOwn ? otherOf(mine['o']!) : numbers.get(quotation.speaker!);
      if (other !== undefined && (mine['o'] === OWN) !== isOwn)
        add(
          {
            start,
            end: Math.min(end, start + LONGEST),
            other,
            word: mine['k']!,
            bearer: isOwn ? 'other' : 'own',
            section,
          },
          // Anybody may be a friend for once.
          mine['k'] === 'friend' && clauses.length >= MANY && !isTagged(text, quotation) ? 1 : 2,
        );
    }
    if (!/[\uE100-\uE8FF]/.test(marked) || rules.supposes.test(marked)) continue;
    const span =
      sentence.end - sentence.start <= LONGEST ? sentence : { start, end: Math.min(end, start + LONGEST) };
    for (const { pattern, bearer } of rules.bonds) {
      const found = pattern.exec(tagged);
      if (!found) continue;
      const { o: mark, k: word } = found.groups!;
      if (mark && word) {
        const isFond = DEAR.test(found[0]) && BY_BLOOD.test(word);
        add({ ...span, other: otherOf(mark), word, bearer, section }, quotation || isFond ? 1 : 2);
      }
    }
    if (quotation) continue;
    const mark = rules.feelings.exec(marked)?.groups!['o'];
    if (mark) add({ ...span, other: otherOf(mark), word: null, bearer: 'own', section }, 2);
  }
  const best = new Map<string, Bond & { votes: number }>();
  for (const bond of votes.values()) {
    if (bond.votes < 2 || bond.other >= others.length) continue;
    const key = `${bond.other} ${bond.word === null}`;
    const known = best.get(key);
    if (!known || bond.votes > known.votes) best.set(key, bond);
  }
  return [...best.values()];
}
