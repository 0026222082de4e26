/** What stands before names: `Mr.`, `Aunt`, `Captain`. */

const MEN =
  'Mr|Sir|Lord|Master|Uncle|Monsieur|M|Father|Brother|King|Prince|Count|Duke|Baron|Earl|Don|Parson|Farmer|Friar|Pastor|Goodman|Señor|Signor|Herr|Grandfather|Papa';
const WOMEN =
  'Mrs|Ms|Miss|Lady|Dame|Madame|Mme|Mademoiselle|Mlle|Aunt|Mother|Sister|Queen|Princess|Countess|Duchess|Baroness|Señora|Señorita|Signora|Signorina|Frau|Fräulein|Grandmother|Mama|Mamma|Nurse|Widow|Goody';
const EITHER =
  'Dr|Doctor|Captain|Capt|Colonel|Col|Major|General|Gen|Admiral|Lieutenant|Lieut|Lt|Sergeant|Sgt|Corporal|Professor|Prof|Inspector|Constable|Superintendent|Judge|Reverend|Rev|Chief|Cousin|Squire|Commander|Governor|President|Senator|Bishop|Saint|St|Old|Young|young|Little';
const IS_TITLE = new RegExp(`^(?:${MEN}|${WOMEN}|${EITHER})$`);
const IS_MEN = new RegExp(`^(?:${MEN})$`);
const IS_WOMEN = new RegExp(`^(?:${WOMEN})$`);
/** Never a name without another word. */
const BARE =
  /^(?:Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame|Madame|Mme|Mlle|Monsieur|M|Señora|Señorita|Signora|Signorina|Fräulein|Dr|Capt|Col|Gen|Lieut|Lt|Sgt|Prof|St|Rev|Don|Herr|Frau|Master|Old|Young|young|Little)$/;
/** Written with a stop that ends no sentence. */
export const ABBREVIATED = /^(?:Mr|Mrs|Ms|M|Dr|Capt|Col|Gen|Lieut|Lt|Sgt|Prof|St|Rev|Mme|Mlle)$/;

export type Gender = 'm' | 'f' | null;

export interface NameParts {
  titles: string[];
  words: string[];
}

export function isTitle(word: string): boolean {
  return IS_TITLE.test(word);
}

/** Whether a title is never a name by itself. */
export function isBareTitle(word: string): boolean {
  return BARE.test(word);
}

export function partsOf(name: string): NameParts {
  const words = name
    .split(' ')
    .map((word) => (word.length > 2 || word === 'M.' ? word.replace(/\.$/, '') : word));
  const titles: string[] = [];
  while (words.length > 1 && isTitle(words[0]!)) titles.push(words.shift()!);
  return { titles, words };
}

/** What the titles tell; `Queen` by itself tells it as well. */
export function titleGender({ titles, words }: NameParts): Gender {
  for (const title of words.length === 1 ? [...titles, words[0]!] : titles) {
    if (IS_MEN.test(title)) return 'm';
    if (IS_WOMEN.test(title)) return 'f';
  }
  return null;
}

const SPELLED = new Map(
  Object.entries({
    Dr: 'Doctor',
    Prof: 'Professor',
    Capt: 'Captain',
    Col: 'Colonel',
    Gen: 'General',
    Lieut: 'Lieutenant',
    Lt: 'Lieutenant',
    Sgt: 'Sergeant',
    Rev: 'Reverend',
    M: 'Monsieur',
    Mme: 'Madame',
    Mlle: 'Mademoiselle',
    young: 'Young',
  }),
);

/** A title in full. */
export function spelled(title: string): string {
  return SPELLED.get(title) ?? title;
}

const STANDINGS: readonly [string, RegExp][] = [
  ['Mr', /^(?:Monsieur|Señor|Signor|Herr)$/],
  ['Mrs', /^(?:Madame|Señora|Signora|Frau)$/],
  ['Miss', /^(?:Mademoiselle|Señorita|Signorina|Fräulein)$/],
  ['Doctor', /^Professor$/],
];

/** One word for titles that the same person bears in different mouths: `Mr.`, `M.` and `Monsieur`; `Dr.` and `Professor`. */
export function standing(title: string): string {
  const full = spelled(title);
  return STANDINGS.find(([, same]) => same.test(full))?.[0] ?? full;
}
