import type { Individual } from '../people/individual.js';
import type { SpeechTurn } from '../lines/turns.js';

/**
 * By turn, who speaks in its run by the words beside their lines. A run goes from paragraph to paragraph, with nothing
 * told between them.
 */
export function runsOf(
  turns: readonly SpeechTurn[],
  speakerOf: (n: number) => Individual | null,
): ReadonlySet<Individual>[] {
  const runs: Set<Individual>[] = [];
  turns.forEach(({ at }, n) => {
    const before = turns[n - 1];
    const run = before && at - before.until <= 1 ? runs[n - 1]! : new Set<Individual>();
    runs.push(run);
    const person = speakerOf(n);
    if (person) run.add(person);
  });
  return runs;
}
