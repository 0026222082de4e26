import { isCertain } from './certainty.js';
import { likeliest } from './chain.js';
import type { Individual } from '../people/individual.js';
import {
  BACK,
  type Candidate,
  candidatesOf,
  type Scene,
  sceneOf,
  type NarrativeFacts,
} from './candidates.js';
import { linkSigns, signsOf } from './signs.js';
import { factorOf, WEIGHTS, type Weights } from './weights.js';

/** Who says each turn, where that is certain: null for somebody who has no name there, and for whom the text leaves open. */
export function speakersOf(story: NarrativeFacts, weights: Weights = WEIGHTS): (Individual | null)[] {
  const scene = sceneOf(story);
  return conversationsOf(scene).flatMap(([from, to]) => conversation(scene, from, to, weights));
}

/** The runs of turns that belong together: from, and up to. */
export function conversationsOf(scene: Scene): [number, number][] {
  const found: [number, number][] = [];
  scene.turns.forEach((_, n) => {
    if (n > 0 && goesOn(scene, n)) found.at(-1)![1] = n + 1;
    else found.push([n, n + 1]);
  });
  return found;
}

/** Whether a turn still belongs to the conversation of the one before. */
function goesOn({ turns, pace }: Scene, n: number): boolean {
  const [before, turn] = [turns[n - 1]!, turns[n]!];
  return turn.section === before.section && pace[turn.at]! - pace[before.until]! <= BACK;
}

function conversation(scene: Scene, from: number, to: number, weights: Weights): (Individual | null)[] {
  const steps = Array.from({ length: to - from }, (_, t) => {
    const states = candidatesOf(scene, from + t);
    const signs = signsOf(scene, from + t, states);
    return { states, signs, weights: signs.map((own) => factorOf(own, weights)) };
  });
  return likeliest<Candidate>(steps, (t, first, second, third) =>
    factorOf(linkSigns(scene, from + t, first, second, third), weights),
  ).map(({ state, odds }, t) => {
    if (!state || isOpen(scene, from + t, state)) return null;
    const { states, signs } = steps[t]!;
    const own = states.indexOf(state);
    const others = signs.filter((_, n) => n !== own);
    return isCertain(scene.turns[from + t]!.cue, signs[own]!, others, odds) ? state : null;
  });
}

/** Whether somebody may be another of the cast, and is not so called here. */
function isOpen({ turns, ambiguous }: Scene, n: number, person: Individual): boolean {
  return ambiguous.has(person) && turns[n]!.cue?.kind !== 'name';
}
