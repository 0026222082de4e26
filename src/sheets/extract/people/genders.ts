import { FEMALE, FEMALE_GIVEN, MALE } from '../../../text/speakers/zh/pronouns.js';
import { type Gender, partsOf, titleGender } from '../../../text/speakers/en/names/titles.js';
import type { PeopleWords } from '../rules/tokens.js';
import type { ToldClause } from './told.js';

/** What speaks for each: a title or a noun is as good as several pronouns. */
const SURE = 3;
/** In passages: whoever stands so near is there. */
const NEAR = 3;

/** Where a clause may go on about whom it began with. */
const GOES_ON = /(?:[,;](?: (?:and|but|for|so|as|because|though|that|where|when))?|[，；—])\s?$/;

/** Chinese titles that men and women bear. */
const MEN = /(?:先生|大爷|老爷|老头儿?|老汉|少侠|道长|大侠)$/u;
const WOMEN = /(?:女士|太太|大娘|大妈|婆婆|奶奶|仙子|师太)$/u;

/** Whether somebody is he or she, by their mark; null where the text does not tell. */
export type GenderOf = (mark: string) => Gender;

/**
 * Reads of a text who is he and who is she: of titles, of nouns beside a name, and of how a sentence goes on that is
 * about one person alone.
 *
 * @param names of each mark
 */
export function gendersOf(
  told: readonly ToldClause[],
  names: ReadonlyMap<string, readonly string[]>,
  words: PeopleWords,
): GenderOf {
  if (words.isOneGender) return () => 'm';
  const votes = new Map<string, { m: number; f: number }>();
  const vote = (mark: string, gender: 'm' | 'f', weight: number) => {
    const cast = votes.get(mark) ?? { m: 0, f: 0 };
    cast[gender] += weight;
    votes.set(mark, cast);
  };
  for (const [mark, called] of names) {
    for (const name of called) {
      const titled =
        titleGender(partsOf(name)) ??
        (FEMALE.test(name) || WOMEN.test(name) ? 'f' : MALE.test(name) || MEN.test(name) ? 'm' : null);
      if (titled) vote(mark, titled, 2 * SURE);
      else if (FEMALE_GIVEN.test(name)) vote(mark, 'f', 1);
    }
  }
  const markOf = new Map([...names].flatMap(([mark, called]) => called.map((name) => [name, mark] as const)));
  const lately = new Map<string, number>();
  let subject: string | null = null;
  let passage = -1;
  /** A pronoun may as well mean somebody else who is there. */
  const goesOn = (mark: string, gender: 'm' | 'f') => {
    const isAlone = [...lately].every(([other, at]) => other === mark || passage - at > NEAR);
    vote(mark, gender, isAlone ? 1 : 1 / SURE);
  };
  for (const clause of told) {
    const { marked, quotation, tokens } = clause;
    if (passage !== clause.passage || quotation) subject = null;
    ({ passage } = clause);
    if (quotation) {
      const speaker = quotation.speaker === null ? undefined : markOf.get(quotation.speaker);
      if (speaker) lately.set(speaker, passage);
      continue;
    }
    for (const { mark, gender } of words.hints(marked)) vote(mark, gender, SURE);
    for (const { kind, key, named, gender } of tokens) {
      if (kind === 'name') lately.set(key, passage);
      if (named && gender) vote(named, gender, SURE);
    }
    const [first] = tokens;
    if (first?.kind === 'pronoun' && subject && first.gender && (first.isSubject || first.at === 0))
      goesOn(subject, first.gender);
    // `Ruth shut the door, and she went.`
    const others = tokens.filter(({ kind }) => kind === 'name' || kind === 'noun');
    if (first?.kind === 'name' && first.isSubject && others.every(({ key }) => key === first.key)) {
      subject = first.key;
      const then = tokens.find(({ kind }) => kind === 'pronoun');
      if (then?.gender && then.isOther) vote(subject, then.gender === 'm' ? 'f' : 'm', 1 / SURE);
      else if (then?.gender && GOES_ON.test(marked.slice(0, then.at))) goesOn(subject, then.gender);
    } else if (!(first?.kind === 'pronoun' && others.length === 0) && tokens.length > 0) subject = null;
  }
  return (mark) => {
    const cast = votes.get(mark);
    if (!cast) return null;
    const { m, f } = cast;
    if (Math.min(m, f) * 2 >= Math.max(m, f)) return null;
    return m > f ? 'm' : 'f';
  };
}
