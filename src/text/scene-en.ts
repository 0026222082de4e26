import { type Cue } from './cues-en.js';
import { nounOf } from './nouns-en.js';
import type { Individual } from './people-en.js';
import type { Told, Turn } from './turns-en.js';

/** In passages that tell something: how long ago, or how soon, somebody may be named to be there in a turn. */
export const BACK = 10;
export const AHEAD = 4;
const MOST = 9;
/** What a passage of talk alone counts for. */
const TALK = 0.3;

/** Somebody who is there; null is anybody else. */
export type Candidate = Individual | null;

/** What is known of a story before its turns are given to anybody. */
export interface Story {
  turns: readonly Turn[];
  told: readonly Told[];
  narrator: Individual | null;
  personOf: (name: number) => Individual | null;
  /** Who may be somebody else of the cast: theirs is only what is said under that very name. */
  ambiguous: ReadonlySet<Individual>;
}

/** A story with where everybody is in it. */
export interface Scene extends Story {
  /** Indexes of the passages that name each person outside of talk, or in which they are called. */
  named: ReadonlyMap<Individual, readonly number[]>;
  /** How far into the story each passage is. */
  pace: Float64Array;
}

export function sceneOf(story: Story): Scene {
  const { turns, told, narrator, personOf } = story;
  const named = new Map<Individual, number[]>();
  const add = (person: Individual | null, at: number) => {
    if (!person) return;
    const list = named.get(person);
    if (!list) named.set(person, [at]);
    else if (list.at(-1)! < at) list.push(at);
  };
  let next = 0;
  told.forEach(({ names }, at) => {
    for (const name of names) add(personOf(name), at);
    for (; turns[next]?.at === at; next++) {
      for (const name of turns[next]!.called) add(personOf(name), at);
      if (turns[next]!.cue?.kind === 'I') add(narrator, at);
    }
  });
  const pace = new Float64Array(told.length);
  for (let at = 1; at < told.length; at++) {
    pace[at] = pace[at - 1]! + (/\p{L}{2}/u.test(told[at]!.text) ? 1 : TALK);
  }
  return { ...story, named, pace };
}

/** How long ago, and how soon, somebody is named around a turn. */
export function nearness({ named, pace, turns }: Scene, n: number, person: Individual): [number, number] {
  const { at, until } = turns[n]!;
  const list = named.get(person) ?? [];
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= until) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [list[low - 1], list[low]];
  return [
    before === undefined ? Infinity : pace[at]! - pace[before]!,
    after === undefined ? Infinity : pace[after]! - pace[until]!,
  ];
}

/** Who may say a turn: whom its cue allows, of those who are there. */
export function candidatesOf(scene: Scene, n: number): Candidate[] {
  const { turns, narrator, personOf, ambiguous, named } = scene;
  const { cue } = turns[n]!;
  if (cue?.kind === 'name') return [personOf(cue.name)];
  if (cue?.kind === 'I') return [narrator];
  if (cue?.kind === 'somebody' && !nounOf(cue.noun)) return [null];
  const there: [Individual, number][] = [];
  for (const person of named.keys()) {
    if (ambiguous.has(person) || (cue && (person === narrator || clash(person, cue)))) continue;
    const [since, until] = nearness(scene, n, person);
    if (since <= BACK || until <= AHEAD) there.push([person, Math.min(since, until * 2)]);
  }
  there.sort((a, b) => a[1] - b[1]);
  const found: Candidate[] = there.slice(0, MOST).map(([person]) => person);
  if (narrator && !cue && !found.includes(narrator)) found.push(narrator);
  return [...found, null];
}

function genderOf(cue: Cue): 'm' | 'f' | null {
  if (cue.kind === 'he') return 'm';
  if (cue.kind === 'she') return 'f';
  return cue.kind === 'somebody' ? (nounOf(cue.noun)?.gender ?? null) : null;
}

/** Whether somebody cannot be meant, being a man or a woman. */
export function clash({ gender }: { gender: Individual['gender'] }, cue: Cue): boolean {
  const other = genderOf(cue);
  return gender !== null && other !== null && gender !== other;
}
