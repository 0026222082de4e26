import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { partsOf, titleGender } from '../../../text/speakers/en/names/titles.js';
import type { Acquaintance } from '../subject/acquaintances.js';

/** Whom somebody is married to, as `Mr. and Mrs. Hale` tells. */
export interface Spouse extends TextSpan {
  /** From 0. */
  other: number;
  word: 'husband' | 'wife';
}

/** The other of a pair that a text names by two titles and one family name. */
export function spouseOf(
  { text, people }: Reading,
  own: readonly string[],
  others: readonly Acquaintance[],
): Spouse | null {
  for (const name of own) {
    const { titles, words } = partsOf(name);
    const family = words.at(-1)!;
    const title = titles[0];
    if (!title || !/^(?:Mr|Mrs|Lady|Sir|Lord|Admiral|Captain|Colonel|Dr|Doctor|General|Major)$/.test(title))
      continue;
    if (words.length > 1 && people.some(({ name: one }) => one === `${title}. ${family}`)) continue;
    const word = /^(?:Mrs|Lady)$/.test(title) ? 'husband' : 'wife';
    const pair = new RegExp(
      `(?<![\\w.] )\\b([A-Z][a-z]+)\\.?\\s+and\\s+(Mrs|Lady)\\.?\\s+(?:${words
        .slice(0, -1)
        .map((one) => `${one}\\s+`)
        .join('')})?${family.replace(/\W/g, '\\$&')}(?!['’]s|\\s+[A-Z])`,
      'u',
    );
    const found = pair.exec(text);
    if (!found || (word === 'wife' ? found[1] : found[2]) !== title) continue;
    const theirs = word === 'wife' ? found[2]! : found[1]!;
    const other = others.findIndex(({ names }) =>
      names.some((one) => {
        const parts = partsOf(one);
        return (
          parts.titles[0] === theirs &&
          parts.words.join(' ') === words.join(' ') &&
          titleGender(parts) !== titleGender(partsOf(name))
        );
      }),
    );
    if (other >= 0) return { other, word, start: found.index, end: found.index + found[0].length };
  }
  return null;
}
