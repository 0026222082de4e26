import type { Cue } from './cues.js';
import type { Gender } from '../names/titles.js';

/** Nouns that stand for people without a name. */
const MEN =
  'man|boy|gentleman|fellow|lad|youth|clergyman|soldier|sailor|landlord|butler|coachman|footman|policeman|beadle|widower|bridegroom|king|lord|prince|duke|chap|groom|gardener|farmer|priest|parson|vicar|curate|rector|monk|lawyer|attorney|judge|magistrate|jailer|gaoler|turnkey|thief|robber|burglar|convict|detective|sergeant|corporal|lieutenant|colonel|major|general|admiral|mate|cabman|postman|boatman|fisherman|merchant|tailor|undertaker|sexton|professor|schoolmaster|lordship|barman|bartender|cowboy|sheriff|squire|valet|count|baron|baronet|emperor|sergeant-major|youngster|old-timer';
const WOMEN =
  'woman|girl|lady|maid|widow|landlady|housekeeper|matron|nurse|actress|hostess|bride|lass|damsel|female|queen|duchess|princess|countess|governess|housemaid|charwoman|nun|barmaid|waitress|stewardess|schoolmistress|abbess|empress|baroness|ladyship';
const EITHER =
  'stranger|servant|voice|person|figure|child|creature|doctor|captain|visitor|guest|officer|driver|waiter|other|artist|painter|teacher|clerk|porter|inspector|cook|messenger|prisoner|secretary|patient|student|neighbour|neighbor|speaker|newcomer|new-comer|passenger|shopkeeper|innkeeper|host|physician|surgeon|poet|writer|author|reporter|journalist|editor|manager|conductor|guard|sentry|guide';
const HIS_MEN = 'father|brother|husband|uncle|son|nephew|papa|grandfather|master';
const HIS_WOMEN = 'mother|sister|wife|aunt|daughter|niece|mamma|grandmother|mistress';
const HIS_EITHER = 'cousin|friend|companion';

const anyOf = (...lists: string[]) => `\\b(?:${lists.join('|')})\\b`;
const MAN = new RegExp(`${anyOf(MEN, HIS_MEN)}$`, 'i');
const WOMAN = new RegExp(`${anyOf(WOMEN, HIS_WOMEN)}$`, 'i');
/** `His lady` is his wife. */
const LADY = /^(?:his|\uE000\d+\uE001(?:['’]s| s))\s+(?:good\s+|dear\s+)?lady\b/i;
const THEIRS = new RegExp(`^(?:${[HIS_MEN, HIS_WOMEN, HIS_EITHER].join('|')})$`, 'i');
/** What somebody is to somebody. */
export const KIN = [HIS_MEN, HIS_WOMEN, HIS_EITHER].join('|');
/** What somebody is. */
export const PERSON = [MEN, WOMEN, EITHER, HIS_MEN, HIS_WOMEN, HIS_EITHER].join('|');
const KNOWN = new RegExp(`^(?:${PERSON})$`, 'i');
const DEFINITE = /^(?:the|his|her|my|this|that|our|their|\uE000\d+\uE001(?:['’]s| s))\s+/i;
/** Where a noun ends, or what is said of it begins. */
const BEHIND =
  /^(?:(?!(?:elder|love|kind|port|bur|sur|friend|ug|on|ho|sick|state)ly$)\p{Ll}+ly|as|at|to|in|with|of|for|from|on|upon|by|and|but|or|when|while|after|before|who|whom|that|which|had|was|then|again|out|up|down|back|without|into|over|[^\p{Ll}-].*)$/u;
const GENDERS = new Map<string, Gender>([
  ...[...MEN.split('|'), ...HIS_MEN.split('|')].map((noun) => [noun, 'm'] as const),
  ...[...WOMEN.split('|'), ...HIS_WOMEN.split('|')].map((noun) => [noun, 'f'] as const),
  ...[...EITHER.split('|'), ...HIS_EITHER.split('|')].map((noun) => [noun, null] as const),
]);

/** Whether a noun stands for a man or a woman; null for either, undefined for no person. */
export function genderOfNoun(noun: string): Gender | undefined {
  return GENDERS.get(noun);
}

const SEVERAL = /(?:men|people|children|both|chorus|crowd|[^s\s]s)$/;
const COUNTED = /\b(?:both|two|three|four|several|all|many)\b/;

export interface Noun {
  gender: Gender;
  /** `her sister`: what somebody is to somebody. */
  theirs: boolean;
  /** `sister`. */
  head: string;
  /** `old gentleman in the white waistcoat`: whoever is so called. */
  phrase: string;
}

/** Whom `the old man` or `her sister` may be; null for several, and for `a man`. */
function nounOf(noun: string): Noun | null {
  const determiner = DEFINITE.exec(noun);
  if (!determiner) return null;
  const words = noun.slice(determiner[0].length).split(/\s+/);
  const end = words.findIndex((word) => BEHIND.test(word));
  const before = end < 0 ? words : words.slice(0, end);
  // `The man took off`: a verb may follow.
  const known = before.findIndex((word) => KNOWN.test(word));
  const own = known < 0 ? before : before.slice(0, known + 1);
  const head = own.at(-1);
  if (!head || SEVERAL.test(head) || COUNTED.test(own.join(' '))) return null;
  const worn = /^(?:in|with)\s+the\s+[\p{Ll}-]+(?:\s+[\p{Ll}-]+)?/u.exec(words.slice(own.length).join(' '));
  if (LADY.test(noun)) return { gender: 'f', theirs: true, head: 'wife', phrase: 'wife' };
  const theirs = THEIRS.test(head) && !/^th(?:e|is|at)\s/i.test(noun);
  return {
    gender: MAN.test(head) ? 'm' : WOMAN.test(head) ? 'f' : null,
    theirs,
    head,
    phrase: [...own, ...(worn ? [worn[0]] : [])].join(' '),
  };
}

/** Whoever is meant by these bears them before the name. */
const RANKS =
  /^(?:king|queen|prince|princess|duke|duchess|count|countess|baron|baroness|emperor|empress|colonel|major|general|admiral|lieutenant|sergeant|corporal|inspector|bishop|professor|lordship|ladyship)$/i;

/** Whether a noun is a rank: `the duchess` is no other lady. */
export function isRank({ head, theirs }: Noun): boolean {
  return !theirs && RANKS.test(head);
}

const nouns = new WeakMap<Cue, Noun | null>();

/** The noun of words that give a line to somebody without a name; read once. */
export function nounOfCue(cue: Cue | null): Noun | null {
  if (cue?.kind !== 'somebody') return null;
  const known = nouns.get(cue);
  if (known !== undefined) return known;
  const noun = nounOf(cue.noun);
  nouns.set(cue, noun);
  return noun;
}

const PRESENT = {
  m: new RegExp(anyOf(MEN, HIS_MEN, EITHER, HIS_EITHER)),
  f: new RegExp(anyOf(WOMEN, HIS_WOMEN, EITHER, HIS_EITHER)),
};

/** Whether somebody without a name whom a pronoun may mean is in a text. */
export function hasStranger(text: string, gender: 'm' | 'f'): boolean {
  return PRESENT[gender].test(text);
}

const ANYBODY = new RegExp(
  `\\b(an?|another|one|the|this|that|his|her|my|their|our)\\s+((?:[\\p{Ll}-]+,?\\s+){0,4}?(?:${PERSON}))\\b(?!['’-])`,
  'gui',
);

/** A man or a woman whom a text speaks of without a name: `a man`, `her sister`. */
export interface Stranger {
  at: number;
  gender: Gender;
  /** `old gentleman`. */
  phrase: string;
  /** Not known before: `an old gentleman`. */
  entering: boolean;
}

/** Those of a text, in order. */
export function strangersIn(text: string): Stranger[] {
  return [...text.matchAll(ANYBODY)].map((match) => {
    const [, determiner, phrase] = match;
    return {
      at: match.index,
      gender: MAN.test(phrase!) ? 'm' : WOMAN.test(phrase!) ? 'f' : null,
      phrase: phrase!.replace(/\s+/g, ' '),
      entering: /^(?:an?|another|one)$/i.test(determiner!),
    };
  });
}
