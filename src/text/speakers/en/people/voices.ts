import type { Individual } from './individual.js';
import type { SpeechTurn } from '../lines/turns.js';

const WORD = /[\p{L}’']+/gu;
/** Words that somebody has to have said before their way of speaking tells anything. */
const ENOUGH = 150;
/** So many times that a word was or was not said are chance. */
const CHANCE = 2;
/** No word tells more than this, either way, as a logarithm of odds. */
const MOST = 1.2;

/**
 * How much likelier the words of a turn are somebody's than anybody's, by what is theirs for certain: `papa` is said by
 * daughters. A logarithm of odds; 0 where too little is known.
 */
export function voicesOf(
  turns: readonly SpeechTurn[],
  spoken: ReadonlyMap<Individual, readonly number[]>,
): (n: number, person: Individual) => number {
  const words = turns.map(({ speech }) => [...new Set(speech.toLowerCase().match(WORD) ?? [])]);
  const all = new Map<string, number>();
  let total = 0;
  for (const own of words) {
    total += own.length;
    for (const word of own) all.set(word, (all.get(word) ?? 0) + 1);
  }
  const voices = new Map<Individual, (word: string) => number>();
  for (const [person, list] of spoken) {
    const own = new Map<string, number>();
    let sum = 0;
    for (const n of list) {
      sum += words[n]!.length;
      for (const word of words[n]!) own.set(word, (own.get(word) ?? 0) + 1);
    }
    if (sum < ENOUGH) continue;
    const known = new Map<string, number>();
    voices.set(person, (word) => {
      const found = known.get(word);
      if (found !== undefined) return found;
      const expected = (all.get(word)! / total) * sum;
      const odds = Math.log(((own.get(word) ?? 0) + CHANCE) / (expected + CHANCE));
      const tells = Math.max(-MOST, Math.min(MOST, odds));
      known.set(word, tells);
      return tells;
    });
  }
  return (n, person) => {
    const voice = voices.get(person);
    return voice ? words[n]!.reduce((sum, word) => sum + voice(word), 0) : 0;
  };
}
