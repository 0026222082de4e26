import type { Gender } from '../../../text/speakers/en/names/titles.js';
import type { PeopleWords } from '../rules/tokens.js';
import { bearersOf } from './bearers.js';
import { gendersOf } from './genders.js';
import { Scene } from './scene.js';
import type { ToldClause } from './told.js';

/** A clause with the marks of those whom its pronouns mean. */
export interface MeantClause {
  clause: ToldClause;
  marked: string;
  /** Whether any pronoun has become a mark. */
  isResolved: boolean;
}

/** So many clauses show who is he and who is she. */
const ENOUGH = 4000;
/** So often can nobody else be meant before somebody is taken for he or she. */
const LEAST = 2;

/**
 * Tells of each clause whom its pronouns mean.
 *
 * @param told in their order
 * @param names of each mark
 * @param teller the mark of whoever tells the story
 */
export function* meantIn(
  told: readonly ToldClause[],
  names: ReadonlyMap<string, readonly string[]>,
  words: PeopleWords,
  teller: string | null,
): Generator<MeantClause> {
  const marks = new Map([...names].flatMap(([mark, called]) => called.map((name) => [name, mark] as const)));
  const genderOf = gendersOf(told, names, words);
  const bearers = bearersOf(told, names, words, teller !== null);
  const first = new Scene(words.reach, genderOf, teller, bearers);
  for (const clause of told.slice(0, ENOUGH)) first.read(clause, marks);
  const guessed = (mark: string): Gender => {
    const { m, f } = first.guesses.get(mark) ?? { m: 0, f: 0 };
    return m >= LEAST && f === 0 ? 'm' : f >= LEAST && m === 0 ? 'f' : null;
  };
  const scene = new Scene(words.reach, (mark) => genderOf(mark) ?? guessed(mark), teller, bearers);
  for (const clause of told) yield { clause, ...scene.read(clause, marks) };
}
