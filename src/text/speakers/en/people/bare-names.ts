import type { Entry, Known } from './individual.js';
import { isShort } from '../names/short-forms.js';
import { isTitle, partsOf, spelled } from '../names/titles.js';

/** Whom a name without a title may mean. */

/** Whom a bare name may mean: a title alone whoever bears it, a surname alone a man. */
export function bareFits(
  entry: Entry,
  word: string,
  people: readonly Known[],
  mayBear: (one: Known, entry: Entry) => boolean,
): Known[] {
  // What is seen at once comes first: a text may name thousands.
  const could = (test: (one: Known) => boolean) => people.filter((one) => test(one) && mayBear(one, entry));
  if (isTitle(word)) return could((one) => bearsTitle(one, word));
  // Whoever is so called by others alone; whom the telling so calls may be somebody else.
  const short = entry.inNarration * 5 <= entry.times;
  const given = could((one) => one.given === word || (short && isShort(word, one.given)));
  const surname = could((one) => one.surname === word && one.given !== word);
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

/** Whether one of somebody's names has a title, however it is written. */
function bearsTitle({ entries }: Known, title: string): boolean {
  return entries.some(({ name }) => partsOf(name).titles.some((own) => spelled(own) === spelled(title)));
}

/** In UTF-16 units: so long before or behind a name, whom it means is named more fully. */
const BEFORE = 20_000;
const BEHIND = 5_000;
/** Of a name's uses, how many are near to whom it may mean. */
const PRESENT = 0.15;

/** Of those whom a bare name may mean, the ones who are there often enough where it stands. */
export function present({ places }: Entry, fits: readonly Known[]): Known[] {
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
export function firstBorne({ places, times }: Entry, fits: readonly Known[]): Known[] {
  if (fits.length < 2) return [...fits];
  const first = (one: Known) => Math.min(...one.entries.map((entry) => entry.places[0]!));
  const [one, another] = [...fits].sort((a, b) => first(a) - first(b)) as [Known, Known];
  const alone = places.filter((at) => at < first(another)).length;
  return first(one) <= places[0]! + BEFORE && alone >= SETTLED && alone * 10 >= times ? [one] : [...fits];
}
