import { type Cue } from '../lines/cues.js';
import { type Epithets, epithetsOf } from '../people/epithets.js';
import { familyOf, kinOf, spousesOf } from '../people/kin.js';
import { isRank, type Noun, nounOfCue } from '../lines/nouns.js';
import type { Individual } from '../people/individual.js';
import { partsOf, standing } from '../names/titles.js';
import type { NarratedPassage, SpeechTurn } from '../lines/turns.js';
import { type Heard, heardBy } from './heard.js';
import { runsOf } from './runs.js';
import type { SignsOf } from './signs.js';
import { upTo } from '../people/up-to.js';
import { voicesOf } from '../people/voices.js';

/** In passages that tell something: how long ago, or how soon, somebody may be named to be there in a turn. */
export const BACK = 10;
export const AHEAD = 4;
const MOST = 9;
/** What a passage of talk alone counts for. */
const TALK = 0.3;

/** Somebody who is there; null is anybody else. */
export type Candidate = Individual | null;

/** What is known of a story before its turns are given to anybody. */
export interface NarrativeFacts {
  turns: readonly SpeechTurn[];
  narrated: readonly NarratedPassage[];
  narrator: Individual | null;
  personOf: (name: number) => Individual | null;
  /** Who may be somebody else of the cast: theirs is only what is said under that very name. */
  ambiguous: ReadonlySet<Individual>;
}

/** A story with where everybody is in it. */
export interface Scene extends NarrativeFacts {
  /** Indexes of the passages that name each person outside of talk, or in which they are called. */
  named: ReadonlyMap<Individual, readonly number[]>;
  /** The same by passage. */
  namedAt: readonly (readonly Individual[])[];
  /** The how-manyth person each is, by where they are named first. */
  order: ReadonlyMap<Individual, number>;
  /** How far into the story each passage is. */
  pace: Float64Array;
  /** Indexes of the turns that words beside them give to each person by name. */
  spoken: ReadonlyMap<Individual, readonly number[]>;
  /** How many turns these are. */
  given: number;
  /** Who says the turns around one: by words beside them, or as was found before. */
  heard: Heard;
  /** How much likelier a turn's words are somebody's than anybody's. */
  voice: (n: number, person: Individual) => number;
  /** Whom `the beadle` means. */
  epithets: Epithets;
  /** By turn, the signs of the words around it. */
  wordSigns: Map<number, SignsOf>;
  /** By turn, who speaks in its run of talk. */
  runs: readonly ReadonlySet<Individual>[];
  /** What people are said to be to others. */
  kin: ReadonlyMap<Individual, ReadonlySet<string>>;
  /** Family names that several bear. */
  families: ReadonlySet<string>;
  /** Of a couple, each one's other. */
  spouses: ReadonlyMap<Individual, Individual>;
}

export function sceneOf(story: NarrativeFacts): Scene {
  const { turns, narrated, narrator, personOf } = story;
  const named = new Map<Individual, number[]>();
  const namedAt: Individual[][] = narrated.map(() => []);
  const add = (person: Individual | null, at: number) => {
    if (!person) return;
    const list = named.get(person);
    if (list?.at(-1) === at) return;
    if (!list) named.set(person, [at]);
    else list.push(at);
    namedAt[at]!.push(person);
  };
  const spoken = new Map<Individual, number[]>();
  const speakerOf = (n: number) => {
    const cue = turns[n]?.cue;
    return cue?.kind === 'name' ? personOf(cue.name) : cue?.kind === 'I' ? narrator : null;
  };
  turns.forEach((_, n) => {
    const person = speakerOf(n);
    if (!person) return;
    const list = spoken.get(person);
    if (list) list.push(n);
    else spoken.set(person, [n]);
  });
  let next = 0;
  narrated.forEach(({ names }, at) => {
    for (const name of names) add(personOf(name), at);
    for (; turns[next]?.at === at; next++) {
      for (const name of turns[next]!.called) add(personOf(name), at);
      if (turns[next]!.cue?.kind === 'I') add(narrator, at);
    }
  });
  const pace = new Float64Array(narrated.length);
  for (let at = 1; at < narrated.length; at++) {
    pace[at] = pace[at - 1]! + (/\p{L}{2}/u.test(narrated[at]!.text) ? 1 : TALK);
  }
  const epithets = epithetsOf(turns, narrated, speakerOf, personOf);
  return {
    ...story,
    named,
    namedAt,
    order: new Map([...named.keys()].map((person, n) => [person, n])),
    pace,
    spoken,
    given: [...spoken.values()].reduce((sum, own) => sum + own.length, 0),
    heard: heardBy(turns.map((_, n) => speakerOf(n))),
    voice: voicesOf(turns, spoken),
    kin: kinOf(narrated, personOf),
    families: sharedFamilies(named.keys()),
    spouses: spousesOf(named.keys()),
    epithets,
    runs: runsOf(turns, speakerOf),
    wordSigns: new Map<number, SignsOf>(),
  };
}

/** How long ago, and how soon, somebody is named around a turn. */
export function nearness({ named, pace, turns }: Scene, n: number, person: Individual): [number, number] {
  const { at, until } = turns[n]!;
  const list = named.get(person) ?? [];
  const low = upTo(list, until, (place) => place);
  const [before, after] = [list[low - 1], list[low]];
  return [
    before === undefined ? Infinity : pace[at]! - pace[before]!,
    after === undefined ? Infinity : pace[after]! - pace[until]!,
  ];
}

function sharedFamilies(people: Iterable<Individual>): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const person of people) {
    const name = familyOf(person);
    if (name === null) continue;
    if (seen.has(name)) shared.add(name);
    seen.add(name);
  }
  return shared;
}

const MARRIED = /^(?:wife|mother|mamma|grandmother)$/;

function isMarried({ name, aliases }: Individual): boolean {
  return [name, ...aliases].some((one) =>
    partsOf(one).titles.some((title) => standing(title) === 'Mrs' || title === 'Lady'),
  );
}

const SPOUSE = /^(?:wife|husband)$/;
const RANKS: Readonly<Record<string, string>> = { ladyship: 'lady', lordship: 'lord' };

/**
 * Why somebody may be `her aunt`: that is in their name, is told of them, it is the wife of somebody there, or a family
 * has several of that name.
 */
export function kinship(
  { kin, families, spouses }: Scene,
  noun: Noun,
  person: Individual,
  there: (one: Individual) => boolean = () => false,
): 'named' | 'told' | 'spouse' | 'family' | null {
  const word = RANKS[noun.head.toLowerCase()] ?? noun.head;
  if ([person.name, ...person.aliases].some((name) => name.toLowerCase().split(' ').includes(word)))
    return 'named';
  if (SPOUSE.test(noun.head)) {
    const other = spouses.get(person);
    if (other && there(other)) return 'spouse';
  }
  if (kin.get(person)?.has(noun.head)) return 'told';
  if (MARRIED.test(noun.head) && !isMarried(person)) return null;
  const family = familyOf(person);
  return family !== null && families.has(family) && !/friend|companion/.test(noun.head) ? 'family' : null;
}

/** Whether somebody is named near a turn. */
export function isThere(scene: Scene, n: number): (person: Individual) => boolean {
  return (person) => Math.min(...nearness(scene, n, person)) <= BACK;
}

/** Who may say a turn: whom its cue allows, of those who are there. */
export function candidatesOf(scene: Scene, n: number): Candidate[] {
  const { turns, narrator, personOf } = scene;
  const { cue } = turns[n]!;
  const noun = nounOfCue(cue);
  if (cue?.kind === 'name') return [personOf(cue.name)];
  if (cue?.kind === 'I') return [narrator];
  if (cue?.kind === 'somebody' && !noun) return [null];
  const there: [Individual, number][] = [];
  const heard = new Set(scene.heard.near(n));
  const around = new Set(namedAround(scene, n));
  if (noun?.theirs)
    for (const person of [...around]) {
      const other = scene.spouses.get(person);
      if (other && kinship(scene, noun, other, isThere(scene, n)) === 'spouse') around.add(other);
    }
  for (const person of around) {
    if (cue && (person === narrator || clash(person, cue))) continue;
    if (noun?.theirs && !kinship(scene, noun, person, isThere(scene, n))) continue;
    if (noun && isRank(noun) && kinship(scene, noun, person) !== 'named') continue;
    const [since, until] = nearness(scene, n, person);
    there.push([person, Math.min(since, until * 2, heard.has(person) ? 2 : Infinity)]);
  }
  there.sort((a, b) => a[1] - b[1]);
  const found: Candidate[] = there.slice(0, MOST).map(([person]) => person);
  if (narrator && !cue && !found.includes(narrator)) found.push(narrator);
  return [...found, null];
}

/** Those who are named near enough to be there. Of a whole cast few are, and a text may name thousands. */
function namedAround({ turns, namedAt, order, pace, heard }: Scene, n: number): Individual[] {
  const { at, until } = turns[n]!;
  const found = new Set<Individual>(heard.near(n));
  const take = (place: number) => {
    for (const person of namedAt[place]!) found.add(person);
  };
  for (let place = until; place >= 0 && pace[at]! - pace[place]! <= BACK; place--) take(place);
  for (let place = until + 1; place < pace.length && pace[place]! - pace[until]! <= AHEAD; place++)
    take(place);
  return [...found].sort((a, b) => order.get(a)! - order.get(b)!);
}

function genderOf(cue: Cue): 'm' | 'f' | null {
  if (cue.kind === 'he') return 'm';
  if (cue.kind === 'she') return 'f';
  return nounOfCue(cue)?.gender ?? null;
}

/** Whether somebody cannot be meant, being a man or a woman. */
export function clash({ gender }: { gender: Individual['gender'] }, cue: Cue): boolean {
  const other = genderOf(cue);
  return gender !== null && other !== null && gender !== other;
}
