import { words } from '../text/words.js';
import { hashTerm, type IndexedStretch } from './recall-index.js';

/** What is looked for. */
export interface Query {
  text: string;
  /** Times that its words mean. */
  spans: readonly { from: Date; to: Date; text: string }[];
  /** Words besides those of the text, that would say the same. */
  more: readonly string[];
}

/** A message that is worth recalling, and why. */
export interface Found {
  seq: number;
  why: string[];
}

/** As usual for BM25; short messages are the rule, so their length counts less. */
const K1 = 1.2;
const B = 0.6;
/** What a message gains from the better of its neighbours, and from the one after that. */
const NEIGHBOUR = 0.6;
const SECOND = 0.3;
/** What being said in the time that is asked about is worth, and what it is worth by itself. */
const IN_TIME = 1.6;
const SOME_TIME = 0.4;
/** What a long message costs is held against it: its score is divided by this power of its tokens and some more. */
const COST = 0.5;
const LEAST_COST = 20;
/** A word that is only meant counts for less than one that was said. */
const MEANT = 0.6;
/** So many times as many places are ranked as the budget is likely to hold. */
const SPARE = 8;
const MOST_REASONS = 4;
/** Terms that are looked up at most: the rarest. */
const MOST_TERMS = 96;

/**
 * The messages that fit a question best and their neighbours, as many as a budget holds, in the order of the story.
 * BM25 over all stretches; a message is also worth something for standing beside one that fits, since the answer is
 * often given in the next line. Linear in the postings of the question's terms.
 *
 * @param stretches in the order of the story, without gaps
 * @param within numbers from which on and up to which there is something to recall
 * @param tokens in all, at most
 */
export function recall(
  stretches: readonly IndexedStretch[],
  query: Query,
  within: { from: number; to: number },
  tokens: number,
): Found[] {
  const total = stretches.reduce((sum, { messages }) => sum + messages, 0);
  if (!total) return [];
  const starts: number[] = [];
  let sum = 0;
  for (const { messages } of stretches) {
    starts.push(sum);
    sum += messages;
  }
  const scores = new Float64Array(total);
  const mean = stretches.reduce((sum, { words }) => sum + words, 0) / total || 1;
  const terms = weighed(stretches, query, total);
  for (const { weight, lists } of terms) {
    stretches.forEach((stretch, s) => {
      const { from, to } = lists[s]!;
      for (let posting = from; posting < to; posting++) {
        const place = stretch.placeOf(posting);
        const count = stretch.countOf(posting);
        const norm = count + K1 * (1 - B + (B * stretch.length(place)) / mean);
        scores[starts[s]! + place]! += (weight * count * (K1 + 1)) / norm;
      }
    });
  }
  if (query.spans.length) inTime(stretches, starts, query, scores);
  const worth = withNeighbours(scores);
  let cost = 0;
  stretches.forEach((stretch, s) => {
    for (let n = 0; n < stretch.messages; n++) {
      const at = starts[s]! + n;
      cost += stretch.tokens(n);
      if (worth[at]! > 0) worth[at]! /= (stretch.tokens(n) + LEAST_COST) ** COST;
    }
  });
  const chosen: Found[] = [];
  let left = tokens;
  for (const at of ranked(worth, Math.ceil((SPARE * tokens) / (cost / total)) + SPARE)) {
    const s = stretchOf(starts, at);
    const place = stretches[s]!.place(at - starts[s]!);
    if (place.seq < within.from || place.seq > within.to || place.tokens > left) continue;
    left -= place.tokens;
    chosen.push({ seq: place.seq, why: whyOf(stretches[s]!, s, at - starts[s]!, terms, query) });
    if (left < 8) break;
  }
  return chosen.sort((a, b) => a.seq - b.seq);
}

interface Weighed {
  term: string;
  weight: number;
  /** Of each stretch, where its postings stand. */
  lists: { from: number; to: number }[];
}

/** The question's terms by how rare they are; those that stand nearly everywhere say nothing. */
function weighed(stretches: readonly IndexedStretch[], { text, more }: Query, total: number): Weighed[] {
  const asked = new Map<string, { term: string; share: number }>();
  for (const [word, term] of saidWords(text)) asked.set(word, { term, share: 1 });
  for (const phrase of more) {
    for (const [word, term] of saidWords(phrase))
      if (!asked.has(word)) asked.set(word, { term, share: MEANT });
  }
  const terms: Weighed[] = [];
  for (const [word, { term, share }] of asked) {
    const hash = hashTerm(word);
    const lists = stretches.map((stretch) => stretch.find(hash));
    const holders = lists.reduce((sum, { from, to }) => sum + to - from, 0);
    if (!holders) continue;
    const rarity = Math.log(1 + (total - holders + 0.5) / (holders + 0.5));
    terms.push({ term, weight: share * rarity, lists });
  }
  return terms.sort((a, b) => b.weight - a.weight).slice(0, MOST_TERMS);
}

/** The words of a text as they are compared, each with how it was said. */
function saidWords(text: string): [string, string][] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}'’々〇]+/gu)].flatMap(([said]) =>
    words(said).map((word): [string, string] => [word, /\p{Script=Han}/u.test(word) ? word : said]),
  );
}

const isIn =
  (at: number) =>
  ({ from, to }: Query['spans'][number]) =>
    from.getTime() <= at && at < to.getTime();

function inTime(
  stretches: readonly IndexedStretch[],
  starts: readonly number[],
  { spans }: Query,
  scores: Float64Array,
): void {
  const best = scores.reduce((most, score) => Math.max(most, score), 0) || 1;
  stretches.forEach((stretch, s) => {
    for (let n = 0; n < stretch.messages; n++) {
      if (!spans.some(isIn(stretch.place(n).at))) continue;
      const place = starts[s]! + n;
      scores[place] = scores[place]! * IN_TIME + SOME_TIME * best * 0.25;
    }
  });
}

/** The words and times that brought a message, the rarest first. */
function whyOf(
  stretch: IndexedStretch,
  s: number,
  place: number,
  terms: readonly Weighed[],
  { spans }: Query,
): string[] {
  const stands = ({ lists }: Weighed) => {
    const { from, to } = lists[s]!;
    for (let posting = from; posting < to; posting++) if (stretch.placeOf(posting) === place) return true;
    return false;
  };
  const why = terms
    .filter(stands)
    .slice(0, MOST_REASONS)
    .map(({ term }) => term);
  const span = spans.find(isIn(stretch.place(place).at));
  if (span) why.push(span.text);
  return why.length ? why : ['neighbour'];
}

function withNeighbours(scores: Float64Array): Float64Array {
  const at = (n: number) => scores[n] ?? 0;
  return scores.map((score, n) => {
    const beside = Math.max(at(n - 1), at(n + 1));
    const beyond = Math.max(at(n - 2), at(n + 2));
    return score + NEIGHBOUR * beside + SECOND * beyond;
  });
}

/** The best places by score, best first; later ones first among equals; those without any are left out. */
function ranked(scores: Float64Array, most: number): number[] {
  // Sorting plain numbers is far cheaper than sorting places by them: it tells who need not be looked at.
  const least = scores.length > most ? scores.slice().sort()[scores.length - most]! : 0;
  const order: number[] = [];
  scores.forEach((score, n) => {
    if (score > 0 && score >= least) order.push(n);
  });
  return order.sort((a, b) => scores[b]! - scores[a]! || b - a);
}

function stretchOf(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
