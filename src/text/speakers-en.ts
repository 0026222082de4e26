import { likeliest } from './chain.js';
import type { Individual } from './people-en.js';
import { BACK, type Candidate, candidatesOf, type Scene, sceneOf, type Story } from './scene-en.js';
import { factorOf, linkSigns, signsOf } from './signs-en.js';

/** Who says each turn, with how likely it is: null for somebody who has no name there. */
export function speakersOf(story: Story): { person: Individual | null; odds: number }[] {
  const scene = sceneOf(story);
  const found: { person: Individual | null; odds: number }[] = [];
  for (let from = 0; from < story.turns.length;) {
    let to = from + 1;
    while (to < story.turns.length && goesOn(scene, to)) to++;
    found.push(...conversation(scene, from, to));
    from = to;
  }
  return found;
}

/** Whether a turn still belongs to the conversation of the one before. */
function goesOn({ turns, pace }: Scene, n: number): boolean {
  const [before, turn] = [turns[n - 1]!, turns[n]!];
  return turn.section === before.section && pace[turn.at]! - pace[before.until]! <= BACK;
}

function conversation(scene: Scene, from: number, to: number): { person: Candidate; odds: number }[] {
  const steps = Array.from({ length: to - from }, (_, t) => {
    const states = candidatesOf(scene, from + t);
    return { states, weights: states.map((person) => factorOf(signsOf(scene, from + t, person, states))) };
  });
  return likeliest<Candidate>(steps, (t, first, second, third) =>
    factorOf(linkSigns(scene.turns, from + t, first, second, third)),
  ).map(({ state, odds }) => ({ person: state, odds }));
}
