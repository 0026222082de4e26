import type { Gender } from '../../../text/speakers/en/names/titles.js';
import type { PeopleWords } from '../rules/tokens.js';
import { bearersOf } from './bearers.js';
import { calledIn, type Epithet } from './epithets.js';
import { gendersOf } from './genders.js';
import { Scene } from './scene.js';
import { Topic } from './topic.js';
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
 * @param epithets what those who speak are called else
 */
export function* meantIn(
  told: readonly ToldClause[],
  names: ReadonlyMap<string, readonly string[]>,
  words: PeopleWords,
  teller: string | null,
  epithets: readonly Epithet[],
): Generator<MeantClause> {
  const marks = new Map([...names].flatMap(([mark, called]) => called.map((name) => [name, mark] as const)));
  const genderOf = gendersOf(told, names, words);
  const bearers = bearersOf(told, names, words, teller !== null);
  const called = { bearers, here: calledIn(epithets, marks), spouses: spousesOf(marks) };
  const first = new Scene(words.reach, genderOf, teller, called);
  for (const clause of told.slice(0, ENOUGH)) first.read(clause, marks);
  const guessed = (mark: string): Gender => {
    const { m, f } = first.guesses.get(mark) ?? { m: 0, f: 0 };
    return m >= LEAST && f === 0 ? 'm' : f >= LEAST && m === 0 ? 'f' : null;
  };
  const scene = new Scene(words.reach, (mark) => genderOf(mark) ?? guessed(mark), teller, called);
  const topic = new Topic(words, (mark) => genderOf(mark) ?? guessed(mark));
  for (const clause of told) {
    const read = scene.read(clause, marks);
    yield { clause, ...(clause.quotation ? topic.read(clause) : read) };
  }
}

/** Who is whose wife or husband, by their names alone: Mr. and Mrs. Garland. */
function spousesOf(marks: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const all = [...marks.keys()];
  for (const [name, mark] of marks) {
    const family = name.startsWith('Mr. ') ? name.slice(4) : '';
    const wife = family ? marks.get(`Mrs. ${family}`) : undefined;
    // Of two brothers, she may be the other's: Mrs. John Garland.
    const isDoubtful = all.some(
      (one) => /^Mrs?\. .+ /.test(one) && one.endsWith(` ${family}`) && marks.get(one) !== mark,
    );
    if (wife && wife !== mark && !isDoubtful) found.set(mark, wife).set(wife, mark);
  }
  return found;
}
