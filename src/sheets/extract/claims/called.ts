import type { Epithet } from '../people/epithets.js';
import { claimed, type FoundClaim, type Subject } from '../subject/subject.js';
import { SHEET_WORDS } from './sheet-words.js';

/** Anybody may be called so. */
const ANYBODY =
  /^(?:man|woman|boy|girl|lady|gentleman|fellow|lad|youth|person|figure|creature|child|stranger|speaker|visitor|guest|newcomer|new-comer|youngster|female|lass|damsel|chap|friend|companion|sister|brother|husband|wife|father|mother|son|daughter|uncle|aunt|nephew|niece|cousin|papa|mamma|patient|prisoner|host|hostess|passenger|driver|messenger|neighbou?r)$/;
/** So often at least, and of all who are known to be called so, so large a share. */
const LEAST = 2;
const SHARE = 0.9;
const MOST = 3;

/** By what the text calls somebody who they are, where it does not name them: the painter. */
export function calledOf(subject: Subject): FoundClaim[] {
  const { epithets, speaker, name } = subject;
  const byNoun = new Map<string, { own: Epithet[]; known: number; unknown: number }>();
  for (const one of epithets) {
    if (ANYBODY.test(one.noun)) continue;
    const known =
      byNoun.get(one.noun) ?? byNoun.set(one.noun, { own: [], known: 0, unknown: 0 }).get(one.noun)!;
    if (one.speaker === null) known.unknown++;
    else known.known++;
    if (one.speaker === speaker) known.own.push(one);
  }
  const words = SHEET_WORDS[subject.language];
  return [...byNoun.values()]
    .filter(
      ({ own, known, unknown }) => own.length >= LEAST && own.length >= SHARE * known && own.length > unknown,
    )
    .sort((a, b) => b.own.length - a.own.length)
    .slice(0, MOST)
    .map(({ own }) => {
      // The shortest says it without what somebody is at the moment.
      const [one] = [...own].sort((a, b) => a.phrase.length - b.phrase.length || a.start - b.start);
      return claimed(subject, 'identity', words.called(name, one!.phrase), one!);
    });
}
