import type { Topic } from '../../contracts/memory.js';

/** There is one at a time: a newer one of the same person takes the place of the one before. */
const SINGLE: ReadonlySet<Topic> = new Set(['home', 'work', 'study', 'partner']);

/** A line on somebody that may change. */
export interface FactLine {
  /** `user`, `character`, or the name of somebody else. */
  about: string;
  topic: Topic;
  /** Of several things of a topic, which: a pet's or a relative's name; may be empty. */
  thing: string;
  text: string;
}

/** A line as it is stored, with the message that it rests on. */
export interface KnownFact extends FactLine {
  id: string;
  seq: number;
  at: Date;
  madeBy: 'model' | 'rule' | 'person';
}

/** What the lines of one thing have in common: of these the newest holds, and the others are past. Null: it is one of its own. */
export function sameThing({ about, topic, thing }: FactLine): string | null {
  if (SINGLE.has(topic)) return `${about}\n${topic}`;
  return thing ? `${about}\n${topic}\n${thing.toLowerCase()}` : null;
}

/** Those of some lines, the newest first, that are past: a newer one of the same thing stands before them. */
export function pastFacts<Fact extends FactLine>(newestFirst: readonly Fact[]): Set<Fact> {
  const past = new Set<Fact>();
  const seen = new Set<string>();
  for (const fact of newestFirst) {
    const key = sameThing(fact);
    if (key === null) continue;
    if (seen.has(key)) past.add(fact);
    seen.add(key);
  }
  return past;
}
