import { type Gender, isTitle, type NameParts, partsOf, titleGender } from './names.js';
import type { Question } from '../../types.js';

/** Somebody whom several names mean. */
export interface Individual {
  name: string;
  aliases: string[];
  gender: Gender;
}

/** A name with what the text tells of it. */
export interface NameUse {
  name: string;
  times: number;
  /** Of those, behind `the`. */
  withArticle: number;
  /** Of those, in what is told. */
  told: number;
  /** As the pronouns around it tell. */
  gender: Gender;
  /** Where it stands, in order. */
  places: readonly number[];
}

/** Short forms of English given names. */
const SHORT_FORMS: Record<string, string> = Object.fromEntries(
  (
    'Elizabeth:Lizzy,Lizzie,Eliza,Bess,Bessie,Betty,Betsy,Beth,Liz Margaret:Maggie,Meg,Peggy,Madge Catherine:Kitty,Kate,Katy Katherine:Kate,Kitty Henry:Harry,Hal Thomas:Tom,Tommy ' +
    'William:Will,Bill,Billy,Willie,Willy Robert:Bob,Bobby,Rob,Robin Richard:Dick,Rick John:Jack,Johnny James:Jim,Jimmy,Jamie Edward:Ned,Ted,Teddy,Eddie George:Georgie Charles:Charley,Charlie ' +
    'Frederick:Fred,Freddy Joseph:Joe Samuel:Sam Daniel:Dan Benjamin:Ben Nicholas:Nick Michael:Mick,Mike Anthony:Tony Alexander:Alec,Sandy Walter:Wat,Wally Arthur:Art Francis:Frank ' +
    'Mary:Molly,Polly,May Martha:Patty Sarah:Sally,Sadie Susan:Sue,Susie Frances:Fanny Dorothy:Dolly,Dot Eleanor:Nell,Nelly,Ellen Helen:Nell,Nellie Ann:Nancy,Annie Anne:Annie,Nancy Caroline:Carrie ' +
    'Josephine:Josie,Jo Rebecca:Becky Penelope:Pen,Penny Harriet:Hetty Henrietta:Hetty Abigail:Abby Jane:Jenny Victoria:Vicky Timothy:Tim Gilbert:Gil Philip:Phil Peter:Pete Andrew:Andy'
  )
    .split(' ')
    .flatMap((entry) => {
      const [full, forms] = entry.split(':');
      return forms!.split(',').map((form) => [`${form} ${full}`, full!]);
    }),
);

/** These stand before a given name as well. */
const GIVEN_ONLY = /^(?:Miss|Master|Aunt|Uncle|Cousin|Sister|Brother|Nurse|Old|Young|Little)$/;
const RANKS =
  /^(?:Sir|Lord|Lady|Captain|Colonel|Major|General|Admiral|Lieutenant|King|Queen|Prince|Princess|Count|Countess|Duke|Duchess|Earl|Baron|Dr|Doctor|Professor|Inspector|Judge|Reverend|Rev)$/;
/** These stand before a surname alone. */
const SURNAME_ONLY =
  /^(?:Dr|Doctor|Captain|Colonel|Major|General|Admiral|Lieutenant|Inspector|Professor|Judge)$/;

interface Entry extends NameUse, NameParts {}

interface Known extends Individual {
  given: string | null;
  surname: string | null;
  titles: Set<string>;
  entries: Entry[];
  times: number;
}

/**
 * Which names are one person's. A name joins another only when it cannot mean anybody else; one that may mean several
 * stays by itself and is a question.
 */
export function individualsOf(uses: readonly NameUse[]): {
  people: Individual[];
  ofName: Map<string, Individual>;
  questions: Question[];
  /** Whom a question is about, unless they are so called more often than anybody whom it may mean. */
  ambiguous: Set<Individual>;
} {
  const entries: Entry[] = uses.map((use) => {
    const parts = partsOf(use.name);
    return { ...use, ...parts, gender: titleGender(parts) ?? use.gender };
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

  for (const entry of entries.filter(({ words }) => words.length > 1)) {
    const surname = entry.words.at(-1)!;
    // Mrs. Charles Hale bears her husband's name.
    const wife = entry.titles.includes('Mrs') && !women.has(entry.words[0]!);
    const given = wife ? `Mrs ${entry.words[0]}` : entry.words[0]!;
    const same = people.filter(
      (one) =>
        one.surname === surname && (one.given === given || isShort(given, one.given)) && agree(one, entry),
    );
    if (same.length === 1) join(same[0]!, entry);
    else begin({ ...entry, gender: entry.gender ?? bare.get(given)?.gender ?? null }, given, surname);
  }
  for (const entry of entries.filter(({ titles, words }) => titles.length > 0 && words.length === 1)) {
    if (byGiven(entry)) continue;
    const [word] = entry.words;
    const fits = people.filter(
      (one) =>
        (one.surname === word || one.given === word || one.given === `Mrs ${word}`) &&
        agree(one, entry) &&
        one.gender !== null &&
        (one.given !== null || [...one.titles].some((title) => entry.titles.includes(title))) &&
        (!entry.titles.includes('Mrs') || one.titles.has('Mrs')) &&
        (one.surname === word || !entry.titles.some((title) => SURNAME_ONLY.test(title))),
    );
    settle(entry, fits.length === 1 && isBrother(fits[0]!, entry) ? [] : fits, null, word!);
  }
  for (const entry of entries.filter(({ titles, words }) => titles.length === 0 && words.length === 1)) {
    const [word] = entry.words;
    const fits = firstBorne(entry, present(entry, bareFits(entry, word!, people)));
    settle(entry, fits, isTitle(word!) ? null : word!, null);
  }
  for (const entry of entries.filter(byGiven)) {
    const fits = people.filter((one) => one.given === entry.words[0] && agree(one, entry));
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
  return { people, ofName, questions, ambiguous };
}

function join(person: Known, entry: Entry): void {
  person.entries.push(entry);
  person.times += entry.times;
  person.gender ??= entry.gender;
  for (const title of entry.titles) person.titles.add(title);
}

/** Mr. John Hale is so called, and often, because Mr. Hale is another. */
function isBrother(one: Known, { words, titles, times }: Entry): boolean {
  return (
    one.surname === words[0] &&
    one.times * 2 < times &&
    titles.some((title) => {
      const full = one.entries.filter((own) => own.titles.includes(title) && own.words.length > 1);
      return full.reduce((sum, own) => sum + own.times, 0) > Math.max(5, times / 20);
    })
  );
}

/** Whom a bare name may mean: a title alone whoever bears it, a surname alone a man. */
function bareFits(entry: Entry, word: string, people: readonly Known[]): Known[] {
  const could = people.filter((one) => agree(one, entry));
  if (isTitle(word)) return could.filter((one) => one.titles.has(word));
  // Whoever is so called by others alone; whom the telling so calls may be somebody else.
  const short = entry.told * 5 <= entry.times;
  const given = could.filter((one) => one.given === word || (short && isShort(word, one.given)));
  const surname = could.filter((one) => one.surname === word && one.given !== word);
  const men = surname.filter(({ gender }) => gender !== 'f');
  // How often the name stands in a fuller one.
  const weight = (one: Known) =>
    one.entries.reduce(
      (sum, { titles, words, times }) =>
        titles.length + words.length > 1 && words.includes(word) ? sum + times : sum,
      0,
    );
  const weighty = (list: Known[]) => {
    const most = Math.max(...list.map(weight));
    return list.filter(
      (one) => weight(one) * 4 >= most && (weight(one) > 2 || weight(one) * 20 > entry.times),
    );
  };
  const fits = given.length
    ? [...given, ...(entry.gender === 'f' ? [] : men)]
    : men.length === 1
      ? men
      : surname;
  return fits.length > 1 ? weighty(fits) : fits;
}

/** In UTF-16 units: so long before or behind a name, whom it means is named more fully. */
const BEFORE = 20_000;
const BEHIND = 5_000;
/** Of a name's uses, how many are near to whom it may mean. */
const PRESENT = 0.15;

/** Of those whom a bare name may mean, the ones who are there often enough where it stands. */
function present({ places }: Entry, fits: readonly Known[]): Known[] {
  if (fits.length < 2) return [...fits];
  const found = fits.filter((one) => {
    const own = one.entries.flatMap((entry) => entry.places).sort((a, b) => a - b);
    let next = 0;
    const near = places.filter((at) => {
      while (next < own.length && own[next]! < at - BEFORE) next++;
      return next < own.length && own[next]! <= at + BEHIND;
    });
    return near.length >= PRESENT * places.length;
  });
  return found.length ? found : [...fits];
}

/** So often has a bare name to stand for the only one who bears it, before another comes in. */
const SETTLED = 10;

/**
 * Of those whom a bare name may mean, the one who had it to themselves for long before another of that name came in: the
 * other is then called otherwise.
 */
function firstBorne({ places, times }: Entry, fits: readonly Known[]): Known[] {
  if (fits.length < 2) return [...fits];
  const first = (one: Known) => Math.min(...one.entries.map((entry) => entry.places[0]!));
  const [one, another] = [...fits].sort((a, b) => first(a) - first(b)) as [Known, Known];
  const alone = places.filter((at) => at < first(another)).length;
  return first(one) <= places[0]! + BEFORE && alone >= SETTLED && alone * 10 >= times ? [one] : [...fits];
}

/** Whether one of two given names is the other's short form. */
const isShort = (a: string, b: string | null) =>
  b !== null && (SHORT_FORMS[`${a} ${b}`] !== undefined || SHORT_FORMS[`${b} ${a}`] !== undefined);

/** Mr. and Mrs. are two; so are Miss and Mrs., and a knight and a mister. */
function agree(person: Known, entry: Entry): boolean {
  if (person.gender && entry.gender && person.gender !== entry.gender) return false;
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
