import { MARK } from '../lines/cues.js';
import { nounOfCue } from '../lines/nouns.js';
import type { Individual } from './individual.js';
import { upTo } from './up-to.js';
import type { NarratedPassage, SpeechTurn } from '../lines/turns.js';

/** In passages: so far off does what was seen of a noun count. */
const REACH = 200;

/** How a person stands to a noun that a text uses for somebody. */
export type Bearing = 'own' | 'other';

/** What speaks for or against a noun's meaning a person, and in which passage. */
interface Vote {
  at: number;
  person: Individual;
  /** Above 0 for, below against. */
  weight: number;
}

/** By what: turns, or what is told outright; each in the order of the passages. */
interface Votes {
  spoken: Vote[];
  told: Vote[];
}

/** Who is meant by `the beadle` at a place. */
export interface Epithets {
  bearing(phrase: string, person: Individual, at: number): Bearing | null;
  bearer(phrase: string, at: number): Individual | null;
}

/**
 * Who `the beadle` is, by the turns that are said by that noun and by names: whoever answers `the beadle` is somebody
 * else; whoever speaks two turns before or behind, and is never answered so, may be the same. `Mr. Bumble, the beadle`
 * says it outright.
 */
export function epithetsOf(
  turns: readonly SpeechTurn[],
  narrated: readonly NarratedPassage[],
  speakerOf: (n: number) => Individual | null,
  personOf: (name: number) => Individual | null,
): Epithets {
  const votes = new Map<string, Votes>();
  const tight = (a: number, b: number) => turns[b] && turns[a] && turns[b].at - turns[a].until <= 1;
  turns.forEach(({ cue, at }, n) => {
    const noun = nounOfCue(cue);
    if (!noun || noun.theirs) return;
    const own = votes.get(noun.phrase) ?? { spoken: [], told: [] };
    votes.set(noun.phrase, own);
    for (const way of [-1, 1]) {
      const [next, over] = [n + way, n + 2 * way];
      if (!(way < 0 ? tight(next, n) : tight(n, next))) continue;
      const neighbour = speakerOf(next);
      if (neighbour) own.spoken.push({ at, person: neighbour, weight: -1 });
      const back = speakerOf(over);
      if (back && back !== neighbour && (way < 0 ? tight(over, next) : tight(next, over)))
        own.spoken.push({ at, person: back, weight: 1 });
    }
  });
  addAppositions(votes, narrated, personOf);
  let last: { phrase: string; at: number; sums: Map<Individual, { pro: number; contra: number }> } | null =
    null;
  const tally = (phrase: string, at: number) => {
    if (last?.phrase === phrase && last.at === at) return last.sums;
    const sums = new Map<Individual, { pro: number; contra: number }>();
    const { spoken, told } = votes.get(phrase) ?? { spoken: [], told: [] };
    for (const { person, weight } of [...around(spoken, at), ...around(told, at)]) {
      const sum = sums.get(person) ?? { pro: 0, contra: 0 };
      if (weight > 0) sum.pro += weight;
      else sum.contra -= weight;
      sums.set(person, sum);
    }
    // It is asked about each who may be meant there.
    last = { phrase, at, sums };
    return sums;
  };
  const bearer = (phrase: string, at: number) => {
    let best: Individual | null = null;
    let most = 1;
    for (const [person, { pro, contra }] of tally(phrase, at)) {
      if (pro - 3 * contra > most) [best, most] = [person, pro - 3 * contra];
    }
    return best;
  };
  return {
    bearer,
    bearing: (phrase, person, at) => {
      const own = tally(phrase, at).get(person);
      if (!own) return null;
      if (bearer(phrase, at) === person) return 'own';
      return own.contra >= 2 && own.contra > own.pro ? 'other' : null;
    },
  };
}

/** The votes within reach of a passage. */
function around(votes: readonly Vote[], at: number): readonly Vote[] {
  const before = (most: number) => upTo(votes, most, (vote) => vote.at);
  return votes.slice(before(at - REACH - 1), before(at + REACH));
}

const APPOSED = 4;
const APPOSITION = /\uE001,\s+the\s|[Tt]he\s[^,]{1,60},\s+\uE000/;

/** `Mr. Bumble, the beadle,` and `the undertaker, Mr. Sowerberry`. */
function addAppositions(
  votes: Map<string, Votes>,
  narrated: readonly NarratedPassage[],
  personOf: (name: number) => Individual | null,
): void {
  if (!votes.size) return;
  const any = [...votes.keys()]
    .sort((a, b) => b.length - a.length)
    .join('|')
    .replace(/ /g, '\\s+');
  const pattern = new RegExp(
    `${MARK},\\s+the\\s+(${any})(?=[,.;])|\\b[Tt]he\\s+(${any}),\\s+${MARK}(?=[,.;])`,
    'gu',
  );
  narrated.forEach(({ text }, at) => {
    if (!APPOSITION.test(text)) return;
    for (const [, name, behind, before, named] of text.matchAll(pattern)) {
      const person = personOf(Number(name ?? named));
      const phrase = (behind ?? before)!.replace(/\s+/g, ' ');
      if (person) votes.get(phrase)?.told.push({ at, person, weight: APPOSED });
    }
  });
}
