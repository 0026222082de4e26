const STOP = new Set(
  (
    'a an and are as at be been but by did do does for from had has have he her hers him his i if in is it its me my ' +
    'of on or our she so that the their them then there they this to was we were what when which who will with would ' +
    'you your not no'
  ).split(' '),
);

const TOKEN =
  /[\p{Script=Han}々〇]+|[\p{Script=Hiragana}\p{Script=Katakana}ー]+|\p{N}+|[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;

/**
 * The words of a text as a search compares them: Latin words in lower case, without stop words and with light endings
 * folded; digits; for Han, where words have no gaps, each pair of neighbours (a lone character by itself).
 */
export function words(text: string): string[] {
  const found: string[] = [];
  for (const [token] of text.normalize('NFKC').matchAll(TOKEN)) {
    if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々〇ー]/u.test(token)) pairs(token, found);
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
export function rank(query: string, passages: readonly string[]): Ranked[] {
  const asked = new Set(words(query));
  if (asked.size === 0) return [];
  const lengths: number[] = [];
  const hits: { index: number; counts: Map<string, number> }[] = [];
  const holders = new Map<string, number>();
  passages.forEach((passage, index) => {
    const all = words(passage);
    const counts = new Map<string, number>();
    for (const word of all) if (asked.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const word of counts.keys()) holders.set(word, (holders.get(word) ?? 0) + 1);
    lengths.push(all.length);
    if (counts.size > 0) hits.push({ index, counts });
  });
  const mean = lengths.reduce((a, b) => a + b, 0) / passages.length || 1;
  const scored = hits.map(({ index, counts }) => {
    let score = 0;
    for (const [word, count] of counts) {
      const rarity = Math.log(1 + (passages.length - holders.get(word)! + 0.5) / (holders.get(word)! + 0.5));
      score += (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * lengths[index]!) / mean));
    }
    return { index, score };
  });
  return scored.sort((a, b) => b.score - a.score || a.index - b.index);
}
