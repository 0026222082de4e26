import type { Passage, Quotation } from '../types.js';

/** Two people whose lines stand next to each other, and how often. */
export interface ConversationPair {
  /** The one whose name comes first by code units. */
  a: string;
  b: string;
  times: number;
}

/** So many passages apart, two lines are still of one conversation. */
const NEAR = 4;

/**
 * Who speaks with whom: each time a line follows another's line nearby, in the same section.
 * @param quotations in the order of the text
 * @returns the most frequent first
 */
export function conversationPairs(
  passages: readonly Passage[],
  quotations: readonly Quotation[],
): ConversationPair[] {
  const sections = new Map(passages.map(({ n, section }) => [n, section]));
  const times = new Map<string, ConversationPair>();
  quotations.forEach((line, n) => {
    const before = quotations[n - 1];
    if (!before?.speaker || !line.speaker || before.speaker === line.speaker) return;
    if (line.passage - before.passage > NEAR) return;
    if (sections.get(line.passage) !== sections.get(before.passage)) return;
    const [a, b] = [before.speaker, line.speaker].sort() as [string, string];
    const key = JSON.stringify([a, b]);
    const talks = times.get(key) ?? { a, b, times: 0 };
    talks.times++;
    times.set(key, talks);
  });
  return [...times.values()].sort((x, y) => y.times - x.times);
}
