import type { Individual, NameUse, Entry, Known } from './individual.js';
import { bareFits, firstBorne, present } from './bare-names.js';
import { isShort } from '../names/short-forms.js';
import { isTitle, partsOf, standing, titleGender } from '../names/titles.js';
import type { AreDistinct } from './distinct-names.js';
import type { Question } from '../../../types.js';

/** These stand before a given name as well. */
const GIVEN_ONLY = /^(?:Miss|Master|Aunt|Uncle|Cousin|Sister|Brother|Nurse|Old|Young|Little)$/;
const RANKS =
  /^(?:Sir|Lord|Lady|Captain|Colonel|Major|General|Admiral|Lieutenant|King|Queen|Prince|Princess|Count|Countess|Duke|Duchess|Earl|Baron|Dr|Doctor|Professor|Inspector|Judge|Reverend|Rev)$/;
/** These stand before a surname alone. */
const SURNAME_ONLY =
  /^(?:Dr|Doctor|Captain|Colonel|Major|General|Admiral|Lieutenant|Inspector|Professor|Judge)$/;

/**
 * Which names are one person's. A name joins another only when it cannot mean anybody else; one that may mean several
 * stays by itself and is a question.
 */
export function individualsOf(
  uses: readonly NameUse[],
  areDistinct: AreDistinct = () => false,
): {
  people: Individual[];
  ofName: Map<string, Individual>;
  questions: Question[];
  /** Whom a question is about, unless they are so called more often than anybody whom it may mean. */
  ambiguous: Set<Individual>;
  /** Names that talk gives to others as well: the eldest's, where a younger sister is spoken to alone. */
  looseInTalk: Set<string>;
} {
  const entries: Entry[] = uses.map((use) => {
    const parts = partsOf(use.name);
    const titles = parts.titles.map(standing);
    return { ...use, words: parts.words, titles, gender: titleGender(parts) ?? use.gender };
  });
  entries.sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1));
  const people: Known[] = [];
  const asked: { entry: Entry; among: Known[] }[] = [];
  const begin = (entry: Entry, given: string | null, surname: string | null) => {
    const person: Known = {
      name: entry.name,
      aliases: [],
      gender: null,
      given,
      surname,
      titles: new Set(),
      entries: [],
      times: 0,
    };
    people.push(person);
    join(person, entry);
  };
  const settle = (entry: Entry, fits: Known[], given: string | null, surname: string | null) => {
    if (fits.length === 1) return join(fits[0]!, entry);
    if (fits.length > 1) asked.push({ entry, among: fits });
    begin(entry, given, surname);
  };

  const bare = new Map(
    entries.filter(({ titles }) => !titles.length).map((entry) => [entry.words.join(' '), entry]),
  );
  const women = new Set(
    entries
      .filter(({ words, gender, titles }) => gender === 'f' && words.length === 1 && !titles.includes('Mrs'))
      .map(({ words }) => words[0]!),
  );
  // Aunt Emma is an Emma, where Emma by itself is the usual name.
  const byGiven = ({ titles, words, times, gender }: Entry) =>
    titles.length > 0 &&
    words.length === 1 &&
    titles.every((title) => GIVEN_ONLY.test(title)) &&
    (bare.get(words[0]!)?.times ?? 0) > 3 * times &&
    [null, gender].includes(bare.get(words[0]!)!.gender);

  /** Whether somebody may bear a name: nothing in it speaks against that, and it is not told apart from theirs. */
  const mayBear = (one: Known, entry: Entry) =>
    agree(one, entry) &&
    !one.entries.some(
      ({ name, words }) =>
        areDistinct(name, entry.name) && !within(words, entry.words) && !within(entry.words, words),
    ) &&
    (entry.words.includes(one.given ?? '') ||
      !bareNames(one.given).some((name) => areDistinct(name, entry.name)));
  const bareNames = (...words: (string | null)[]) =>
    words.flatMap((word) => (word !== null && bare.has(word) ? [bare.get(word)!.name] : []));
  /** `Tom Hale` is no `Thomas Hale` where Tom is told apart from Thomas or Mr. Hale. */
  const shortens = (one: Known, given: string, surname: string) =>
    isShort(given, one.given) &&
    !bareNames(given).some((name) =>
      [
        ...bareNames(one.given),
        ...one.entries.map((own) => own.name),
        `Mr. ${surname}`,
        `Mr ${surname}`,
      ].some((other) => areDistinct(name, other)),
    );

  const full = entries.filter(({ words }) => words.length > 1);
  /** `Long John` and `Silver` are parts of `Long John Silver`. */
  const fullWith = new Map<string, Entry[]>();
  for (const entry of full) {
    for (const word of new Set(entry.words)) {
      const some = fullWith.get(word);
      if (some) some.push(entry);
      else fullWith.set(word, [entry]);
    }
  }
  const isPart = ({ words }: Entry) =>
    fullWith.get(words[0]!)!.some((other) => other.words.length > words.length && within(words, other.words));
  for (const entry of [...full.filter((one) => !isPart(one)), ...full.filter(isPart)]) {
    const surname = entry.words.at(-1)!;
    // Mrs. Charles Hale bears her husband's name.
    const wife = entry.titles.includes('Mrs') && !women.has(entry.words[0]!);
    const given = wife ? `Mrs ${entry.words[0]}` : entry.words[0]!;
    const same = people.filter(
      (one) =>
        ((one.surname === surname && (one.given === given || shortens(one, given, surname))) ||
          one.entries.some(
            (own) => own.words.length > entry.words.length && !wife && within(entry.words, own.words),
          )) &&
        agree(one, entry),
    );
    if (same.length === 1) join(same[0]!, entry);
    else begin({ ...entry, gender: entry.gender ?? bare.get(given)?.gender ?? null }, given, surname);
  }
  const looseInTalk = new Set<string>();
  const sisters = (surname: string) =>
    people.filter((one) => one.surname === surname && one.given !== null && one.gender === 'f').length;
  const titled = entries.filter(({ titles, words }) => titles.length > 0 && words.length === 1);
  const isYoung = ({ titles }: Entry) => titles.includes('Young');
  for (const entry of [...titled.filter(isYoung), ...titled.filter((one) => !isYoung(one))]) {
    if (byGiven(entry)) continue;
    const [word] = entry.words;
    const fits = people.filter(
      (one) =>
        (one.surname === word ||
          one.given === word ||
          one.given === `Mrs ${word}` ||
          (entry.titles.includes('Miss') && isShort(word!, one.given))) &&
        mayBear(one, entry) &&
        ((one.given !== null && one.gender !== null) ||
          entry.titles.some((title) => one.titles.has(title))) &&
        (!entry.titles.includes('Mrs') || one.titles.has('Mrs')) &&
        (one.surname === word || !entry.titles.some((title) => SURNAME_ONLY.test(title))),
    );
    const meant = eldest(
      entry,
      fits,
      entries,
      people.filter((one) => one.surname === word && one.given !== null && mayBear(one, entry)),
    );
    if (entry.titles.includes('Miss') && sisters(word!) > 1) looseInTalk.add(entry.name);
    settle(entry, meant.length === 1 && isRelative(meant[0]!, entry, entries) ? [] : meant, null, word!);
  }
  for (const entry of entries.filter(({ titles, words }) => titles.length === 0 && words.length === 1)) {
    const [word] = entry.words;
    const fits = firstBorne(entry, present(entry, bareFits(entry, word!, people, mayBear)));
    settle(entry, fits, isTitle(word!) ? null : word!, null);
  }
  for (const entry of entries.filter(byGiven)) {
    const fits = people.filter((one) => one.given === entry.words[0] && mayBear(one, entry));
    settle(entry, fits, entry.words[0]!, null);
  }
  const ofName = new Map<string, Individual>();
  for (const person of people) {
    const names = new Map<string, number>();
    for (const { name, times, withArticle } of person.entries) {
      names.set(name, times);
      ofName.set(name, person);
      if (withArticle * 2 > times) names.set(`The ${name}`, withArticle + 0.5);
    }
    person.name = heading(names);
    person.aliases = [...names.keys()].filter((name) => name !== person.name);
  }
  const questions = asked.map(({ entry, among }) => ({
    name: entry.name,
    among: among.map(({ name }) => name),
  }));
  const ambiguous = new Set(
    asked
      .filter(({ entry, among }) => among.some(({ times }) => times > entry.times))
      .map(({ entry }) => ofName.get(entry.name)!),
  );
  return { people, ofName, questions, ambiguous, looseInTalk };
}

function join(person: Known, entry: Entry): void {
  person.entries.push(entry);
  person.times += entry.times;
  person.gender ??= entry.gender;
  for (const title of entry.titles) person.titles.add(title);
}

/**
 * Mr. John Hale is so called, and often, because Mr. Hale is another: one who is named more often, or the husband of a
 * Mrs. Hale, where John is hardly ever called Mr. Hale.
 */
function isRelative(one: Known, { words, titles, times }: Entry, entries: readonly Entry[]): boolean {
  if (one.surname !== words[0]) return false;
  return titles.some((title) => {
    const full = one.entries
      .filter((own) => own.titles.includes(title) && own.words.length > 1)
      .reduce((sum, own) => sum + own.times, 0);
    const hasAunt = () =>
      title === 'Mr' &&
      entries.some(
        (own) =>
          own.titles.includes('Mrs') &&
          own.words.length === 1 &&
          own.words[0] === words[0] &&
          own.times >= FAMILIAR,
      );
    return one.times * 2 < times ? full > Math.max(5, times / 20) : full > Math.max(5, times) && hasAunt();
  });
}

/** So often is somebody named who belongs to a story. */
const FAMILIAR = 3;

/**
 * Of sisters, `Miss Hale` is whoever is never called by `Miss` and her own name.
 * @param family all who may be called so, whether or not it is known that they are women
 */
function eldest(
  { titles }: Entry,
  fits: Known[],
  entries: readonly Entry[],
  family: readonly Known[],
): Known[] {
  if (!fits.length || !titles.includes('Miss')) return fits;
  const younger = new Set(entries.filter((one) => one.titles.includes('Miss')).map(({ words }) => words[0]!));
  const isElder = ({ given }: Known) => given === null || !younger.has(given);
  const elder = fits.filter(isElder);
  if (fits.length > 1) return elder.length === 1 ? elder : fits;
  const others = family.filter(isElder);
  return elder.length === 0 && others.length === 1 ? others : fits;
}

/** Whether some words are others, or stand among them in a row. */
function within(words: readonly string[], others: readonly string[]): boolean {
  return others.some((_, at) => words.every((word, n) => others[at + n] === word));
}

/** Mr. and Mrs. are two; so are Miss and Mrs., and a knight and a mister. */
function agree(person: Known, entry: Entry): boolean {
  if (person.gender && entry.gender && person.gender !== entry.gender) return false;
  // An old Mr. Hale is not the young one.
  const young = entry.titles.includes('Young');
  if (
    entry.titles.includes('Mr') &&
    (young ? !person.given && !person.titles.has('Young') : person.titles.has('Young'))
  )
    return false;
  if (
    entry.titles.includes('Mrs')
      ? person.titles.has('Miss')
      : entry.titles.includes('Miss') && person.titles.has('Mrs')
  )
    return false;
  const ranks = [...person.titles].filter((title) => RANKS.test(title));
  const own = entry.titles.filter((title) => RANKS.test(title));
  if (!own.length) return !ranks.length || !entry.titles.some((title) => /^(?:Mr|Mrs|Miss)$/.test(title));
  return ranks.length
    ? own.some((title) => ranks.includes(title))
    : !/Mr|Miss|Mrs/.test([...person.titles].join());
}

/** The fullest name that is not rare. */
function heading(names: ReadonlyMap<string, number>): string {
  const most = Math.max(...names.values());
  const length = (name: string) => {
    const { titles, words } = partsOf(name.replace(/^The /, ''));
    return isTitle(words[0]!) && !titles.length ? 0 : Math.min(words.length, 2);
  };
  return [...names.keys()]
    .filter((name) => names.get(name)! * 12 >= most)
    .sort((a, b) => length(b) - length(a) || names.get(b)! - names.get(a)!)[0]!;
}
