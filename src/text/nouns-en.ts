import type { Gender } from './names-en.js';

/** Nouns that stand for people without a name. */
const MEN =
  'man|boy|gentleman|fellow|lad|youth|clergyman|soldier|sailor|landlord|butler|coachman|footman|policeman|beadle|widower|bridegroom|king|lord|prince|duke';
const WOMEN =
  'woman|girl|lady|maid|widow|landlady|housekeeper|matron|nurse|actress|hostess|bride|lass|damsel|female|queen|duchess|princess';
const EITHER =
  'stranger|servant|voice|person|figure|child|creature|doctor|captain|visitor|guest|officer|driver|waiter|other|artist|painter|teacher|clerk|porter|inspector';
const HIS_MEN = 'father|brother|husband|uncle|son|nephew|papa|grandfather|master';
const HIS_WOMEN = 'mother|sister|wife|aunt|daughter|niece|mamma|grandmother|mistress';
const HIS_EITHER = 'cousin|friend|companion';

const anyOf = (...lists: string[]) => `\\b(?:${lists.join('|')})\\b`;
const MAN = new RegExp(anyOf(MEN, HIS_MEN), 'i');
const WOMAN = new RegExp(anyOf(WOMEN, HIS_WOMEN), 'i');
const THEIRS = new RegExp(`^(?:his|her|my)\\b.*${anyOf(HIS_MEN, HIS_WOMEN, HIS_EITHER)}`, 'i');
const DEFINITE = /^(?:the|his|her|my|this|that)\b/i;
const SEVERAL = /\b(?:others?|both|two|three|[a-z]+men|[a-z]+(?<!s)s|voices?|chorus|crowd)\b/;

/** Whom `the old man` or `her sister` may be: a man, a woman, somebody's; null for several, and for `a man`. */
export function nounOf(noun: string): { gender: Gender; theirs: boolean } | null {
  if (!DEFINITE.test(noun) || SEVERAL.test(noun)) return null;
  return { gender: MAN.test(noun) ? 'm' : WOMAN.test(noun) ? 'f' : null, theirs: THEIRS.test(noun) };
}

const PRESENT = {
  m: new RegExp(anyOf(MEN, HIS_MEN, EITHER, HIS_EITHER)),
  f: new RegExp(anyOf(WOMEN, HIS_WOMEN, EITHER, HIS_EITHER)),
};
const entering = (nouns: string, theirs: string) =>
  new RegExp(
    `\\b(?:an?|one|another)\\s+(?:[\\p{Ll}-]+,?\\s+){0,4}(?:${nouns}|${theirs}|${EITHER})\\b|\\b(?:his|her|my|their)\\s+(?:${theirs}|${HIS_EITHER})\\b(?!['’])`,
    'gu',
  );
const ENTERING = { m: entering(MEN, HIS_MEN), f: entering(WOMEN, HIS_WOMEN) };

/** Whether somebody without a name whom a pronoun may mean is in a text. */
export function hasStranger(text: string, gender: 'm' | 'f'): boolean {
  return PRESENT[gender].test(text);
}

/** Where such a one last comes in: `a man`, `her sister`; -1 for nowhere. */
export function strangerAt(text: string, gender: 'm' | 'f'): number {
  let at = -1;
  for (const match of text.matchAll(ENTERING[gender])) at = match.index;
  return at;
}
