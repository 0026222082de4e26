import { Problem } from '../../contracts/problem.js';
import { type ConversationPair, conversationPairs } from '../../text/speakers/conversations.js';
import type { CastMember, CastMerge, CastQuestion } from '../../contracts/ingest.js';
import type { Reading } from '../../text/speakers/reading.js';

/** Who was found in all sources of an ingest, and what a person has said of them. */
export interface Cast {
  cast: CastMember[];
  questions: CastQuestion[];
  talks: ConversationPair[];
}

/** So many pairs are kept: what a graph can show, and some more. */
const MOST_TALKS = 400;

/** The people of all sources, those first whom a source is about; the same name, pair or question in two is one. */
export function castOf(readings: readonly Reading[]): Cast {
  const among = new Map<string, Set<string>>();
  for (const { name, among: names } of readings.flatMap(({ questions }) => questions))
    among.set(name, new Set([...(among.get(name) ?? []), ...names]));
  const about = new Set(readings.map(({ about: name }) => name));
  const rank = ({ name }: CastMember) => (about.has(name) ? 0 : 1);
  return {
    cast: joined(
      readings.flatMap(({ people, passages }) => {
        const sectionOf = new Map(passages.map(({ n, section }) => [n, section]));
        return people.map(({ name, aliases, quotes, mentions, first }): CastMember => {
          const firstSection = sectionOf.get(first);
          return { name, aliases, quotes, mentions, ...(firstSection ? { firstSection } : {}) };
        });
      }),
    ).sort((a, b) => rank(a) - rank(b) || b.quotes - a.quotes || b.mentions - a.mentions),
    questions: [...among].map(([name, names]) => ({ name, among: [...names] })),
    talks: summed(readings.flatMap(({ passages, quotations }) => conversationPairs(passages, quotations))),
  };
}

/** A cast in which those whom a person has said to be one are one. */
export function mergedCast({ cast, questions, talks }: Cast, merges: readonly CastMerge[]): Cast {
  if (!merges.length) return { cast, questions, talks };
  const now = nameAfter(merges);
  return {
    cast: mergedPeople(cast, merges),
    questions: questions
      .filter(({ name }) => now(name) === name)
      .map(({ name, among }) => ({ name, among: [...new Set(among.map(now))] })),
    talks: summed(talks.map(({ a, b, times }) => ({ a: now(a), b: now(b), times }))),
  };
}

/** A reading in which they are. */
export function mergedReading(reading: Reading, merges: readonly CastMerge[]): Reading {
  if (!merges.length) return reading;
  const now = nameAfter(merges);
  return {
    ...reading,
    ...(reading.about !== undefined && { about: now(reading.about) }),
    people: mergedPeople(reading.people, merges),
    questions: reading.questions.filter(({ name }) => now(name) === name),
    quotations: reading.quotations.map((line) =>
      line.speaker === null ? line : { ...line, speaker: now(line.speaker) },
    ),
  };
}

/**
 * What a person says of the cast, checked.
 * @throws Problem bad_request for names that are not there, or somebody who would be merged into themselves
 */
export function checkMerges({ cast, questions }: Cast, merges: readonly CastMerge[]): void {
  const members = new Set(cast.map(({ name }) => name));
  const names = new Set([...members, ...questions.map(({ name }) => name)]);
  const unknown = merges.flatMap(({ name, into }) => [
    ...(names.has(name) ? [] : [name]),
    ...(members.has(into) ? [] : [into]),
  ]);
  if (unknown.length) {
    throw new Problem('bad_request', `Not in the cast of this text: ${[...new Set(unknown)].join(', ')}.`);
  }
  const from = new Set(merges.map(({ name }) => name));
  const now = nameAfter(merges);
  if (from.size < merges.length || merges.some(({ name }) => from.has(now(name)))) {
    throw new Problem('bad_request', 'Somebody can be one other person only, and not themselves.');
  }
}

/** What each name has become; merges may follow one another, and a circle of them changes nothing. */
function nameAfter(merges: readonly CastMerge[]): (name: string) => string {
  const into = new Map(merges.map((merge) => [merge.name, merge.into]));
  return (name) => {
    let last = name;
    for (let n = 0; n < into.size && into.has(last); n++) last = into.get(last)!;
    return last;
  };
}

function mergedPeople<Person extends CastMember>(
  people: readonly Person[],
  merges: readonly CastMerge[],
): Person[] {
  const now = nameAfter(merges);
  const here = new Set(people.map(({ name }) => name));
  const renamed = people.map((person) => {
    const name = now(person.name);
    return name === person.name ? person : { ...person, name, aliases: [person.name, ...person.aliases] };
  });
  // A name that was nobody's own becomes one of the names of whom it means.
  const given = merges.filter(({ name }) => !here.has(name));
  return joined(
    renamed.map((person) => {
      const more = given.filter(({ name }) => now(name) === person.name).map(({ name }) => name);
      return more.length ? { ...person, aliases: [...person.aliases, ...more] } : person;
    }),
  );
}

/** People of the same name as one, where the first of them stood. */
function joined<Person extends CastMember & { first?: number }>(people: readonly Person[]): Person[] {
  const cast = new Map<string, Person>();
  for (const person of people) {
    const member = cast.get(person.name);
    cast.set(
      person.name,
      member
        ? {
            ...member,
            aliases: [...new Set([...member.aliases, ...person.aliases])].filter(
              (name) => name !== person.name,
            ),
            quotes: member.quotes + person.quotes,
            mentions: member.mentions + person.mentions,
            ...(member.firstSection !== undefined && {
              firstSection: Math.min(member.firstSection, person.firstSection ?? member.firstSection),
            }),
            ...(member.first !== undefined && {
              first: Math.min(member.first, person.first ?? member.first),
            }),
          }
        : person,
    );
  }
  return [...cast.values()];
}

/** The same pairs as one, either way round; nobody speaks with themselves. */
function summed(talks: readonly ConversationPair[]): ConversationPair[] {
  const pairs = new Map<string, ConversationPair>();
  for (const { a, b, times } of talks) {
    if (a === b) continue;
    const [one, other] = [a, b].sort() as [string, string];
    const key = JSON.stringify([one, other]);
    pairs.set(key, { a: one, b: other, times: times + (pairs.get(key)?.times ?? 0) });
  }
  return [...pairs.values()].sort((x, y) => y.times - x.times).slice(0, MOST_TALKS);
}
