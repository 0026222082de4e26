import { likeliest } from './chain.js';
import type { Individual } from './people-en.js';
import { BACK, type Candidate, candidatesOf, type Scene, sceneOf, type Story } from './scene-en.js';
import { linkSigns, signsOf } from './signs-en.js';
import { factorOf, WEIGHTS, type Weights } from './weights-en.js';

/** Who says each turn, with how likely it is: null for somebody who has no name there. */
export function speakersOf(
  story: Story,
  weights: Weights = WEIGHTS,
): { person: Individual | null; odds: number }[] {
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

function conversation(
  scene: Scene,
  from: number,
  to: number,
  weights: Weights,
): { person: Candidate; odds: number }[] {
  const steps = Array.from({ length: to - from }, (_, t) => {
    const states = candidatesOf(scene, from + t);
    return { states, weights: states.map((person) => factorOf(signsOf(scene, from + t, person, states), weights)) };
  });
  return likeliest<Candidate>(steps, (t, first, second, third) =>
    factorOf(linkSigns(scene.turns, from + t, first, second, third), weights),
  ).map(({ state, odds }) => ({ person: state, odds }));
}
