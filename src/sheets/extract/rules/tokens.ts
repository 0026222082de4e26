import type { Gender } from '../../../text/speakers/en/names/titles.js';

/** A word of a clause that means somebody. */
export interface Token {
  at: number;
  end: number;
  kind: 'name' | 'noun' | 'pronoun' | 'narrator';
  gender: Gender;
  /** The mark of a name, or the noun of somebody without one: `man`, `the captain`, `my sister`. */
  key: string;
  /** Whether the clause is about them. */
  isSubject: boolean;
  /** Whether it says whose something is. */
  isPossessive: boolean;
  /** What stands behind the mark that is put in the place of a pronoun: `'s` for `her`. */
  behind: string;
  /** Whether it says whose somebody is of whom the clause is about: `Feng was his brother`. */
  isTheirs?: boolean;
  /** Whether something is done to whom a pronoun means: it is not whom the clause is about. */
  isDoneTo?: boolean;
  /** Whether a pronoun means somebody else than the one whom the clause is about. */
  isOther?: boolean;
  /** Whose mark it is, where the clause goes on to say so: `his name was Tom`. */
  named?: string;
}

/** What a clause tells of whether somebody is a man or a woman: `Irene, his wife`. */
export interface GenderHint {
  mark: string;
  gender: 'm' | 'f';
}

/** How a language speaks of people without their names. */
export interface PeopleWords {
  /** Those of a clause with its names marked, in order. */
  tokens(marked: string): Token[];
  hints(marked: string): GenderHint[];
  /** Who is called by a noun from then on: `my sister Ruth`. */
  called(marked: string): { key: string; mark: string }[];
  /** What noun means whoever bears a name: `the captain`, for Captain Hale. */
  office(name: string): string | null;
  /** A line that goes on about whom another has named: `He is a good man`. */
  answer: RegExp;
  /** What such a sentence of a line begins with: group `m` or `f` is the pronoun; and what stands for it behind a mark. */
  begins: { pattern: RegExp; behind(pronoun: string): string };
  /** Who is spoken to in a line, and not of. All of a line. */
  vocative: RegExp;
  /** One pronoun is for all, so that everybody counts as the same. */
  isOneGender?: true;
  /** So far back in a text does somebody stand whom a pronoun means, in UTF-16 units. */
  reach: number;
}
