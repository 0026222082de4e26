import { MARK, sentences } from '../lines/cues.js';
import type { Mention } from '../names/names.js';
import type { NarratedPassage, SpeechTurn } from '../lines/turns.js';

const ANY = new RegExp(MARK, 'gu');

/** Fewer times than this, or in a smaller share of the rarer name's uses, two names of one person meet as well. */
const TIMES = 3;
const SHARE = 0.06;
/** More names than these in one sentence are a list: pairs of them would be millions. */
const MOST = 60;

/** Whether two names are two people's. */
export type AreDistinct = (a: string, b: string) => boolean;

/**
 * Which names are told apart: whoever bears one answers or speaks of whoever bears the other, or both stand in one
 * sentence, again and again.
 */
export function distinctNames(
  names: readonly string[],
  mentions: readonly Mention[][],
  narrated: readonly NarratedPassage[],
  turns: readonly SpeechTurn[],
): AreDistinct {
  const size = names.length;
  const numbers = new Map(names.map((name, n) => [name, n]));
  const times = new Uint32Array(size);
  for (const { name } of mentions.flat()) times[numbers.get(name)!]!++;
  const pairs = new Map<number, number>();
  const add = (a: number, b: number, weight: number) => {
    if (a === b) return;
    const key = a < b ? a * size + b : b * size + a;
    pairs.set(key, (pairs.get(key) ?? 0) + weight);
  };
  for (const { text } of narrated) {
    for (const sentence of sentences(text)) {
      const names = [...new Set([...sentence.matchAll(ANY)].map(([, n]) => Number(n)))].slice(0, MOST);
      names.forEach((a, i) => {
        for (const b of names.slice(i + 1)) add(a, b, 1);
      });
    }
  }
  turns.forEach(({ cue, at, called, spokenOf }, n) => {
    if (cue?.kind !== 'name') return;
    for (const name of new Set([...called, ...spokenOf])) add(cue.name, name, 1);
    const before = turns[n - 1];
    if (before?.cue?.kind === 'name' && at - before.until <= 1 && at > before.until)
      add(cue.name, before.cue.name, 1);
  });
  return (one, other) => {
    const [a, b] = [numbers.get(one), numbers.get(other)];
    if (a === undefined || b === undefined) return false;
    const met = pairs.get(Math.min(a, b) * size + Math.max(a, b)) ?? 0;
    return met >= TIMES && met >= SHARE * Math.min(times[a]!, times[b]!);
  };
}
