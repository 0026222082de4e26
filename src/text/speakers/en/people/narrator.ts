import type { Individual } from './individual.js';
import type { NarratedPassage, SpeechTurn } from '../lines/turns.js';

/**
 * Whoever tells the story as `I`: a person whom others call by a name right before or after what `I` say, and whom the
 * telling itself hardly names; without a name when there is none. Null when nobody says `I` in what is told, or only
 * the author does now and then.
 */
export function narratorOf(
  turns: readonly SpeechTurn[],
  narrated: readonly NarratedPassage[],
  personOf: (name: number) => Individual | null,
): Individual | null {
  const cued = turns.filter(({ cue }) => cue && cue.kind !== 'somebody');
  const own = cued.filter(({ cue }) => cue!.kind === 'I').length;
  if (own < 2 || own * 25 < cued.length) return null;
  const answering = new Map<Individual, number>();
  const against = new Map<Individual, number>();
  const count = (names: Iterable<number>, into: Map<Individual, number>, weight = 1) => {
    for (const name of names) {
      const person = personOf(name);
      if (person) into.set(person, (into.get(person) ?? 0) + weight);
    }
  };
  turns.forEach(({ cue, called, until, at }, n) => {
    // Nobody calls themselves.
    if (cue?.kind === 'I') return count(called, against, 3);
    if (cue?.kind === 'name') count([cue.name], against, 3);
    const [before, after] = [turns[n - 1], turns[n + 1]];
    const next = [
      before && at - before.until <= 1 ? before : null,
      after && after.at - until <= 1 ? after : null,
    ];
    const answers = next.map((turn) => turn?.cue?.kind);
    if (answers.includes('I')) count(called, answering);
    else if (answers.some((kind) => kind === 'he' || kind === 'she')) count(called, against, 0.5);
  });
  const named = new Map<Individual, number>();
  for (const { names } of narrated) count(names, named);
  const sum = (person: Individual) => (named.get(person) ?? 0) + (against.get(person) ?? 0);
  const [best] = [...answering]
    .filter(([person, times]) => times >= 2 && sum(person) <= times * 2)
    .sort((a, b) => b[1] - sum(b[0]) / 2 - a[1] + sum(a[0]) / 2);
  return best?.[0] ?? { name: 'The Narrator', aliases: ['Narrator'], gender: null };
}
