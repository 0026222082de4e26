import { MARK } from '../lines/cues.js';
import { KIN } from '../lines/nouns.js';
import type { Individual } from './individual.js';
import { partsOf } from '../names/titles.js';
import type { NarratedPassage } from '../lines/turns.js';

const WHOSE = `(?:[Hh]is|[Hh]er|[Mm]y|[Tt]heir|[Oo]ur|${MARK.replace('(', '(?:')}(?:['’]s| s))`;
const IS = new RegExp(
  `${WHOSE}\\s+(?:[\\p{Ll}-]+\\s+){0,2}(${KIN}),?\\s+(?:the\\s+)?${MARK}(?!['’]s)|${MARK},\\s+${WHOSE}\\s+(?:[\\p{Ll}-]+\\s+){0,2}(${KIN})\\b`,
  'gu',
);

const HUSBAND = /^(?:Mr|Captain|Capt|Colonel|Major|General|Admiral|Dr|Doctor|Professor)$/;

/** What people are said to be to others: `her sister Jane`, `Jane, her sister`, `Emma’s aunt, Mrs. Hale`. */
export function kinOf(
  narrated: readonly NarratedPassage[],
  personOf: (name: number) => Individual | null,
): ReadonlyMap<Individual, ReadonlySet<string>> {
  const found = new Map<Individual, Set<string>>();
  for (const { text } of narrated) {
    for (const [, before, behind, first, after] of text.matchAll(IS)) {
      const person = personOf(Number(behind ?? first));
      if (!person) continue;
      const kin = found.get(person) ?? new Set();
      found.set(person, kin.add((before ?? after)!.toLowerCase()));
    }
  }
  return found;
}

/** The family name of somebody; null where none of their names has one. */
export function familyOf({ name, aliases }: Individual): string | null {
  return (
    [name, ...aliases]
      .find((one) => one.includes(' ') && !one.startsWith('The '))
      ?.split(' ')
      .at(-1) ?? null
  );
}

/** Of a couple, each one's other: whoever is `Mr. Hale` and whoever is `Mrs. Hale`. */
export function spousesOf(people: Iterable<Individual>): ReadonlyMap<Individual, Individual> {
  const men = new Map<string, Individual>();
  const women = new Map<string, Individual>();
  for (const person of people) {
    for (const name of [person.name, ...person.aliases]) {
      const { titles, words } = partsOf(name);
      if (words.length !== 1 || titles.length !== 1) continue;
      if (titles[0] === 'Mrs') women.set(words[0]!, person);
      else if (HUSBAND.test(titles[0]!) && person.gender !== 'f') men.set(words[0]!, person);
    }
  }
  const found = new Map<Individual, Individual>();
  for (const [family, wife] of women) {
    const husband = men.get(family);
    if (husband) found.set(wife, husband).set(husband, wife);
  }
  return found;
}
