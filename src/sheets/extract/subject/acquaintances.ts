import type { Reading } from '../../../text/speakers/reading.js';
import { isTitle, partsOf, titleGender } from '../../../text/speakers/en/names/titles.js';

/** Somebody else in the cast, with all that they may be called. */
export interface Acquaintance {
  name: string;
  names: string[];
  /** Whether any line is theirs. */
  speaks: boolean;
}

/** People whom a sheet tells of beside its own. */
const MOST = 120;

/**
 * Everybody in the cast but one. Those who may well be the same are one; whoever may be the one of the sheet is left
 * out, and so are places.
 */
export function acquaintancesOf(reading: Reading, own: readonly string[]): Acquaintance[] {
  const same = new Map<string, Set<string>>();
  const link = (a: string, b: string) => {
    (same.get(a) ?? same.set(a, new Set()).get(a)!).add(b);
    (same.get(b) ?? same.set(b, new Set()).get(b)!).add(a);
  };
  for (const { name, among } of reading.questions) if (among.length === 1) link(name, among[0]!);
  const self = new Set(own);
  const isOwn = (names: readonly string[]) =>
    names.some((name) => self.has(name) || [...(same.get(name) ?? [])].some((one) => self.has(one))) ||
    names.some((name) => own.some((one) => isVariant(name, one)));
  const places = placesIn(reading);
  const found: Acquaintance[] = [];
  for (const person of reading.people) {
    const names = [person.name, ...person.aliases];
    if (isOwn(names) || places.has(person.name)) continue;
    const known = found.find(
      (one) =>
        names.some((name) => one.names.some((other) => same.get(name)?.has(other))) ||
        (names.length === 1 && one.names.some((other) => isVariant(person.name, other))),
    );
    const speaks = person.quotes > 0;
    if (known) {
      known.names.push(...names);
      known.speaks ||= speaks;
    } else if (found.length < MOST) found.push({ name: person.name, names, speaks });
  }
  return found;
}

/** `Mrs. Rachel Lynde` and `Mrs. Lynde`; `The Croft` and `Mrs. Croft`: one name is in the other, and no title speaks against it. */
function isVariant(a: string, b: string): boolean {
  if (!/\p{Script=Latin}/u.test(a) || a === b) return false;
  const [one, other] = [partsOf(a.replace(/^The /, '')), partsOf(b.replace(/^The /, ''))];
  const [few, many] = one.words.length <= other.words.length ? [one, other] : [other, one];
  if (few.words.some(isTitle) || !few.words.every((word) => many.words.includes(word))) return false;
  const [genderOne, genderOther] = [titleGender(one), titleGender(other)];
  if (genderOne && genderOther && genderOne !== genderOther) return false;
  const same = one.titles.join() === other.titles.join();
  // Of two bearers of a family name, one with a title is not the other without it.
  return same ? few.words.at(-1) === many.words.at(-1) : a.startsWith('The ') || b.startsWith('The ');
}

/** The names of those who hardly ever speak, and are mostly told of as where something lies. */
function placesIn(reading: Reading): ReadonlySet<string> {
  const known = PLACES.get(reading) ?? findPlaces(reading);
  PLACES.set(reading, known);
  return known;
}

/** Those of a text, which are the same for everybody in it. */
const PLACES = new WeakMap<Reading, ReadonlySet<string>>();

function findPlaces({ people, text }: Reading): ReadonlySet<string> {
  const silent = new Map(
    people
      .filter(({ name, quotes }) => quotes <= 1 && /^\p{Script=Latin}/u.test(name))
      .map(({ name, mentions }) => [name, mentions]),
  );
  if (!silent.size) return new Set();
  const names = [...silent.keys()].map((name) => name.replace(/\W/g, '\\$&').replace(/\\ /g, '\\s+'));
  const lies = new RegExp(
    `\\b(?:at|in|to|from|near|towards|through|into|leave|left|reach|reached|of)\\s+(?:the\\s+)?(${names.join('|')})(?!['’]s)\\b`,
    'g',
  );
  const times = new Map<string, number>();
  for (const [, found] of text.matchAll(lies)) {
    const name = found!.replace(/\s+/g, ' ');
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  return new Set(
    [...times].filter(([name, count]) => count * 5 > 2 * silent.get(name)!).map(([name]) => name),
  );
}
