import { type Certainty, type Ground, groundOf, trustIn } from './certainty.js';
import { oddsOf } from './chain.js';
import type { Individual } from '../people/individual.js';
import {
  BACK,
  type Candidate,
  candidatesOf,
  type Scene,
  sceneOf,
  type NarrativeFacts,
} from './candidates.js';
import { heardBy } from './heard.js';
import { linksOf, signsOf } from './signs.js';
import { CERTAINTY, factorOf, type Sign, WEIGHTS, type Weights } from './weights.js';

/** Who says each turn, where that is certain: null for somebody who has no name there, and for whom the text leaves open. */
export function speakersOf(
  story: NarrativeFacts,
  weights: Weights = WEIGHTS,
  certainty: Certainty = CERTAINTY,
): (Individual | null)[] {
  return likeliestOf(story, weights).map((one) =>
    one && (one.ground === 'name' || trustIn(one.ground, one.odds, certainty) >= certainty.least)
      ? one.person
      : null,
  );
}

/** Who most likely says a turn. */
export interface Likeliest {
  person: Individual;
  odds: number;
  ground: Ground | 'name';
}

/** Who most likely says each turn; null where that is nobody of the cast. */
export function likeliestOf(story: NarrativeFacts, weights: Weights): (Likeliest | null)[] {
  const scene = heardScene(sceneOf(story), weights);
  return judged(scene, weights).map(({ states, signs, odds: all }, n) => {
    const { cue } = scene.turns[n]!;
    const odds = Math.max(...all);
    const own = all.indexOf(odds);
    const person = states[own];
    if (!person || isOpen(scene, n, person)) return null;
    if (cue?.kind === 'name' || cue?.kind === 'I') return { person, odds, ground: 'name' };
    const ground = groundOf(
      cue,
      signs[own]!,
      signs.filter((_, at) => at !== own),
    );
    return ground && { person, odds, ground };
  });
}

/** From these odds on somebody counts as heard. */
const HEARD = 0.95;

/** A scene in which it is known who likely says the turns that nothing beside them gives to anybody. */
export function heardScene(scene: Scene, weights: Weights): Scene {
  const said = judged(scene, weights).map(
    ({ states, odds }) => states.find((_, n) => odds[n]! >= HEARD) ?? null,
  );
  return { ...scene, heard: heardBy(said) };
}

/** Who may say a turn, what speaks for each, and how likely each is. */
interface Judged {
  states: readonly Candidate[];
  signs: readonly Sign[][];
  odds: readonly number[];
}

function judged(scene: Scene, weights: Weights): Judged[] {
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

function conversation(scene: Scene, from: number, to: number, weights: Weights): Judged[] {
  const steps = Array.from({ length: to - from }, (_, t) => {
    const states = candidatesOf(scene, from + t);
    const signs = signsOf(scene, from + t, states);
    return { states, signs, weights: signs.map((own) => factorOf(own, weights)) };
  });
  const known = new Map<readonly Sign[], number>();
  const odds = oddsOf<Candidate>(steps, (t) => {
    const links = linksOf(scene, from + t);
    return (first, second, third) => {
      const signs = links(first, second, third);
      let factor = known.get(signs);
      if (factor === undefined) known.set(signs, (factor = factorOf(signs, weights)));
      return factor;
    };
  });
  return steps.map(({ states, signs }, t) => ({ states, signs, odds: odds[t]! }));
}

/** Whether somebody may be another of the cast, and is not so called here. */
function isOpen({ turns, ambiguous }: Scene, n: number, person: Individual): boolean {
  return ambiguous.has(person) && turns[n]!.cue?.kind !== 'name';
}
