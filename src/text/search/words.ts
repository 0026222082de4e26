import type { Work } from './slices.js';
import { compatible } from '../encoding/normalized.js';

const STOP = new Set(
  (
    'a an and are as at be been but by did do does for from had has have he her hers him his i if in is it its me my ' +
    'of on or our she so that the their them then there they this to was we were what when which who will with would ' +
    'you your not no'
  ).split(' '),
);

const TOKEN =
  /[\p{Script=Han}々〇]+|[\p{Script=Hiragana}\p{Script=Katakana}ー]+|\p{N}+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

const HAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々〇ー]/u;

/**
 * The words of a text as a search compares them: Latin words in lower case, without stop words and with light endings
 * folded; digits; for Han, where words have no gaps, each pair of neighbours (a lone character by itself).
 */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const [token] of compatible(text).matchAll(TOKEN)) {
    if (HAN.test(token)) pairs(token, found);
    else {
      const word = token.toLowerCase().replaceAll('’', "'");
      if (!STOP.has(word)) found.push(fold(word));
    }
  }
  return found;
}

function pairs(run: string, found: string[]): void {
  const chars = [...run];
  if (chars.length === 1) found.push(run);
  for (let i = 0; i + 1 < chars.length; i++) found.push(chars[i]! + chars[i + 1]!);
}

/** Folds 's, the plural, -ed and -ing, so that forms of one word meet; what comes out need not be a word. */
function fold(word: string): string {
  let stem = word.replace(/'(?:s|ll|d|ve|re|m|t)?$/, '');
  if (stem.length > 4 && stem.endsWith('ies')) stem = stem.slice(0, -3) + 'y';
  else if (stem.length > 3 && /[^su]s$/.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
  else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
  else return stem.length > 3 ? stem.replace(/e$/, '') : stem;
  return stem.replace(/([^aeiouls])\1$/, '$1');
}

/** Words that ask or join, and tell little of what is asked for. */
const ASKING = new Set(
  (
    "about above after again against all am any because before being below between both can can't could couldn't " +
    "didn't doesn't doing don't down during each few further having here herself himself how how's i'd i'll i'm i've " +
    "into it's itself just let's many more most much myself off once only other ours ourselves out over own same " +
    "should some such than that's theirs themselves these those through too under until up very what's where where's " +
    "while who's whom why won't wouldn't yours yourself yourselves"
  ).split(' '),
);
const PARTICLES = new Set(
  '的了是不我在有到着就他她你您们這这那个個么麼什吗嗎呢啊吧呀哪谁誰和与與跟也都还還又啥',
);
const PAIR_WITH_PARTICLE = 0.5;

/**
 * How much a word of a question tells of what is asked for, from 0 to 1: words that only ask or join tell nothing, a
 * pair of Han half as much with a particle in it.
 *
 * @param word as `words` gives it
 * @param shown what it was made of
 */
export function tells(word: string, shown: string): number {
  if (!HAN.test(word)) return ASKING.has(shown.toLowerCase().replaceAll('’', "'")) ? 0 : 1;
  const chars = [...word];
  const particles = chars.filter((char) => PARTICLES.has(char)).length;
  return particles === chars.length ? 0 : particles ? PAIR_WITH_PARTICLE : 1;
}

/**
 * Whether a text may hold any of some words, told by how they begin: quicker than taking it apart, and never no where
 * it does.
 */
export function mayHold(wanted: Iterable<string>): (text: string) => boolean {
  const beginnings = [...wanted].map((word) =>
    [...word]
      .slice(0, Math.max(2, Math.min(4, word.length - 1)))
      .join('')
      .replace(/'/g, "['’]"),
  );
  const any = new RegExp(beginnings.join('|') || '(?!)', 'iu');
  return (text) => any.test(compatible(text));
}

export interface Ranked {
  index: number;
  score: number;
}

const K1 = 1.2;
const B = 0.75;

/**
 * The passages that share words with the query, best first (BM25; equals in their order). Linear in the text; to ask
 * one collection many times, keep an index instead.
 */
export function* rank(query: string, passages: readonly string[]): Work<Ranked[]> {
  const asked = new Set(words(query));
  if (asked.size === 0) return [];
  const may = mayHold(asked);
  const hits: { index: number; counts: Map<string, number> }[] = [];
  const holders = new Map<string, number>();
  for (const [index, passage] of passages.entries()) {
    yield;
    if (!may(passage)) continue;
    const counts = new Map<string, number>();
    for (const word of words(passage)) if (asked.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of counts.keys()) holders.set(word, (holders.get(word) ?? 0) + 1);
    if (counts.size > 0) hits.push({ index, counts });
  }
  // By characters, which need not be taken apart to be counted.
  const mean = passages.reduce((sum, { length }) => sum + length, 0) / passages.length || 1;
  const scored = hits.map(({ index, counts }) => {
    let score = 0;
    for (const [word, count] of counts) {
      const rarity = Math.log(1 + (passages.length - holders.get(word)! + 0.5) / (holders.get(word)! + 0.5));
      score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * passages[index]!.length) / mean));
    }
    return { index, score };
  });
  return scored.sort((a, b) => b.score - a.score || a.index - b.index);
}
