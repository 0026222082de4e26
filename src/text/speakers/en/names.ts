import type { Passage } from '../../types.js';

/** Names of people as English texts write them: which capitals are names, and where they stand. */

const MEN =
  'Mr|Sir|Lord|Master|Uncle|Monsieur|Father|Brother|King|Prince|Count|Duke|Baron|Earl|Don|Señor|Signor|Herr|Grandfather|Papa';
const WOMEN =
  'Mrs|Ms|Miss|Lady|Dame|Madame|Mme|Mademoiselle|Mlle|Aunt|Mother|Sister|Queen|Princess|Countess|Duchess|Baroness|Señora|Signora|Frau|Grandmother|Mama|Mamma|Nurse';
const EITHER =
  'Dr|Doctor|Captain|Colonel|Major|General|Admiral|Lieutenant|Sergeant|Corporal|Professor|Inspector|Constable|Superintendent|Judge|Reverend|Rev|Chief|Cousin|Squire|Commander|Governor|President|Senator|Bishop|Saint|St|Old|Young|Little';
export const TITLE = `(?:${MEN}|${WOMEN}|${EITHER})`;
const IS_TITLE = new RegExp(`^${TITLE}$`);
const IS_MEN = new RegExp(`^(?:${MEN})$`);
const IS_WOMEN = new RegExp(`^(?:${WOMEN})$`);
/** Never a name without another word. */
const BARE =
  /^(?:Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame|Madame|Mme|Mlle|Monsieur|Dr|St|Rev|Don|Herr|Frau|Master|Old|Young|Little)$/;
/** `Duchess of Somewhere` is one name. */
const RANK =
  '(?:King|Queen|Prince|Princess|Duke|Duchess|Earl|Count|Countess|Lord|Lady|Knave|Bishop|Marquis|Marchioness|Baron|Abbot)';

const CAP = "\\p{Lu}(?:['’]\\p{Lu})?\\p{Ll}[\\p{L}]*(?:['’]\\p{Lu}\\p{Ll}+|-\\p{Lu}\\p{Ll}+)*";
const RUN = new RegExp(
  `(?<![\\p{L}\\d'’-])(?:${RANK}\\s+of\\s+(?:the\\s+)?${CAP}|${CAP}\\b\\.?(?:\\s+(?:(?:de|du|la|von|van|der)\\s+){0,2}(?:${CAP}|\\p{Lu}\\.(?=\\s+\\p{Lu}\\p{Ll}))\\.?)*)`,
  'gu',
);
const WORD = /\p{L}+/gu;

const COMMON = new Set(
  (
    'He She It They We You I The A An And But Or Nor Then There That This These Those What When Where Which Who Whom Whose Why How So Now Oh Ah Eh Yes No Well My His Her ' +
    'Their Our Your Its One Two Three Everybody Nobody Somebody Someone Everyone Something Nothing Everything Here Not If As At In On To For From With Without After Before ' +
    'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February October November December September Chapter Volume Book Part ' +
    'God Heaven Heavens Providence Christ Jesus Lor Christmas Easter English French German American Indian Irish Italian Spanish Dutch Scotch Greek Latin Chinese Christian ' +
    'England Is Was Were Do Does Did Are Am Have Had Has Can Could Will Would Shall Should May Might Must Let Come Go Look See Say Tell Never Such Some Any Every All Both Each ' +
    'Perhaps Indeed Pray Hush Good Dear Poor Very Only Just Once Upon While Though Although Because Since Until Till Of By Into Like Too Yet Still Even Ever Again Also Thus ' +
    'Hence Instead Besides Madam Sirs Gentlemen Ladies Hallo Hullo Hello Bless Thank Thanks Please Nonsense Stop Wait Give Take Think Don Isn Hum Humph Ha Aye Ay Why ' +
    'However Meanwhile Suddenly Presently Finally Soon Later First Second Another Other Under Over Between Above Below During Whether Than Out Up Down Back Great ' +
    'Hours Days Years Silence Everywhere Nowhere Somewhere Certainly Surely Really Quite Rather Almost Always Often Sometimes Twice Alas Bravo Farewell Goodbye Sorry'
  ).split(' '),
);

/** A name in the text. */
export interface Mention {
  start: number;
  end: number;
  /** With single blanks, without marks of possession. */
  name: string;
  /** `Emma's`. */
  possessive: boolean;
  /** `the Hatter`. */
  article: boolean;
}

/** The names in each passage, in order. */
export function findMentions(text: string, passages: readonly Passage[]): Mention[][] {
  const isName = nameWords(text);
  return passages.map(({ start, end }) => {
    const found: Mention[] = [];
    const told = text.slice(start, end);
    for (const match of told.matchAll(RUN)) {
      for (const [from, to] of runs(match[0], isName)) {
        const at = match.index + from;
        const until = match.index + to;
        found.push({
          start: start + at,
          end: start + until,
          name: told.slice(at, until).replace(/\s+/g, ' '),
          // Some editions have lost their apostrophes.
          possessive: /^(?:['’]s?\b|['’](?=\s)| s\b)/.test(told.slice(until, until + 3)),
          article: /\bthe\s+$/i.test(told.slice(Math.max(0, at - 6), at)),
        });
      }
    }
    return found;
  });
}

/** Tells names from words that only begin a sentence: a name keeps its capital within one. */
function nameWords(text: string): (word: string) => boolean {
  const within = new Map<string, number>();
  const small = new Map<string, number>();
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    const first = word.charCodeAt(0);
    if (first >= 97 && first <= 122) small.set(word, (small.get(word) ?? 0) + 1);
    else if (/\s/.test(text[match.index - 1] ?? '') && /[\p{L},;]/u.test(text[match.index - 2] ?? '')) {
      within.set(word, (within.get(word) ?? 0) + 1);
    }
  }
  return (word) => {
    if (COMMON.has(word) || /^\p{Lu}\p{Lu}/u.test(word)) return false;
    const [head] = word.split(/['’-]/);
    const kept = within.get(head!) ?? 0;
    return kept ? kept * 20 >= (small.get(head!.toLowerCase()) ?? 0) : !small.has(head!.toLowerCase());
  };
}

/** The parts of a run of capitals that are names: titles first, then words that are names. */
function runs(run: string, isName: (word: string) => boolean): [number, number][] {
  if (/\sof\s/.test(run)) return [[0, run.length]];
  const words = [...run.matchAll(/\S+/g)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    word: match[0].replace(/\.$/, ''),
    stopped: match[0].endsWith('.'),
  }));
  const found: [number, number][] = [];
  let open: typeof words = [];
  const close = () => {
    while (open.length && /^\p{Ll}|^\p{Lu}$/u.test(open.at(-1)!.word)) open.pop();
    const last = open.at(-1);
    const named = open.some(({ word }) => !IS_TITLE.test(word));
    if (last && (named || (open.length === 1 && !BARE.test(last.word) && isName(last.word)))) {
      const bareStop = last.stopped && !(last.word.length === 1);
      found.push([open[0]!.at, bareStop ? last.end - 1 : last.end]);
    }
    open = [];
  };
  for (const one of words) {
    const title = IS_TITLE.test(one.word);
    const abbreviated = /^(?:Mr|Mrs|Ms|Dr|St|Rev|Mme|Mlle)$/.test(one.word);
    if (title && open.some(({ word }) => !IS_TITLE.test(word))) close();
    if (title || /^\p{Lu}$/u.test(one.word) || /^\p{Ll}/u.test(one.word) || isName(one.word)) open.push(one);
    else close();
    // A stop after anything but a title or an initial ends the sentence.
    if (one.stopped && !abbreviated && one.word.length > 1) close();
  }
  close();
  return found;
}

export interface NameParts {
  titles: string[];
  words: string[];
}

export function partsOf(name: string): NameParts {
  const words = name.split(' ').map((word) => (word.length > 2 ? word.replace(/\.$/, '') : word));
  const titles: string[] = [];
  while (words.length > 1 && IS_TITLE.test(words[0]!)) titles.push(words.shift()!);
  return { titles, words };
}

export type Gender = 'm' | 'f' | null;

/** What the titles tell; `Queen` by itself tells it as well. */
export function titleGender({ titles, words }: NameParts): Gender {
  for (const title of words.length === 1 ? [...titles, words[0]!] : titles) {
    if (IS_MEN.test(title)) return 'm';
    if (IS_WOMEN.test(title)) return 'f';
  }
  return null;
}

export function isTitle(word: string): boolean {
  return IS_TITLE.test(word);
}
