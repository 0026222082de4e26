import { tells, words } from '../../text/search/words.js';
import { TopK } from './top-k.js';
import { day } from '../when/day-label.js';
import { hashTerm, IMPACT, type IndexedStretch } from './recall-index.js';
import { DAY_TOKENS, FRAME_TOKENS, LINE_TOKENS } from './recalled.js';

/** What is looked for. */
export interface RecallQuery {
  text: string;
  /** Times that its words mean. */
  spans: readonly { from: Date; to: Date; text: string }[];
  /** Words besides those of the text, that would say the same. */
  more: readonly string[];
}

/** A message that is worth recalling, and why. */
export interface RecallResult {
  seq: number;
  why: string[];
}

/** What a term is worth to the messages after the one it stands in, and to those before it: the answer is often near. */
const AFTER = [1, 0.6, 0.4, 0.3, 0.2, 0.1];
const BEFORE = 0.7;
const REACH = AFTER.length - 1;
const SPREAD = Float64Array.from({ length: 2 * REACH + 1 }, (_, n) =>
  n < REACH ? BEFORE * AFTER[REACH - n]! : AFTER[n - REACH]!,
);
/** What being said in the time that is asked about is worth; and by itself, of what the best word is worth. */
const IN_TIME = 1.6;
const SOME_TIME = 0.3;
/** In words: shorter messages are less likely to tell what happened then. */
const TELLING = 12;
/** What a message costs is held against it, but so many tokens for all: short ones are not taken for being short. */
const LEAST_COST = 150;
/** Rare words count for more than BM25 has it: in what is said, there is much that is only manner. */
const RARITY = 1.3;
/** A word that is only meant counts for less than one that was said. */
const MEANT = 0.6;
/** So many times as many places are ranked as the budget is likely to hold. */
const SPARE = 4;
const MOST_REASONS = 4;
/** Terms that are looked for and looked up at most: of those, the rarest. */
const MOST_ASKED = 256;
const MOST_TERMS = 96;
/** Postings that are read at most: where rare terms fill them, the frequent ones would say nothing. */
const MOST_POSTINGS = 60_000;

/**
 * The messages that fit a question best and their neighbours, as many as a budget holds, in the order of the story.
 * BM25 over all stretches, where a term also counts for the messages around the one it stands in, each term once.
 * The most promising stretches are looked at first, and those that cannot hold anything better are passed over: of a
 * long story little is read but where each term stands in every stretch.
 *
 * @param stretches in the order of the story, without gaps
 * @param within numbers from which on and up to which there is something to recall
 * @param tokens in all, at most, as `renderRecalled` has it
 */
export function recall(
  stretches: readonly IndexedStretch[],
  query: RecallQuery,
  within: { from: number; to: number },
  tokens: number,
  timeZone: string,
): RecallResult[] {
  const terms = weighed(stretches, query);
  const inAll = sum(stretches, ({ tokensInAll }) => tokensInAll);
  const mean = inAll / sum(stretches, ({ messages }) => messages);
  if (!inAll || (!terms.length && !query.spans.length)) return [];
  const best = new TopK(Math.max(0, Math.ceil((SPARE * tokens) / mean)) + SPARE);
  const scorer = new Scorer(stretches, terms, query.spans);
  for (const { s, bound } of scorer.byBound()) {
    if (!best.mayTake(bound, scorer.starts[s]! + stretches[s]!.messages - 1)) continue;
    const { seqs } = stretches[s]!;
    const worths = scorer.worths(s);
    for (let n = seqs.length - 1; n >= 0; n--) {
      if (worths[n]! === 0 || seqs[n]! < within.from || seqs[n]! > within.to) continue;
      best.offer(worths[n]!, scorer.starts[s]! + n);
    }
  }
  const chosen: RecallResult[] = [];
  const days = new Set<string>();
  let left = tokens - FRAME_TOKENS;
  for (const at of best.sorted()) {
    if (left < DAY_TOKENS) break;
    const s = stretchOf(scorer.starts, at);
    const place = at - scorer.starts[s]!;
    const date = day(new Date(stretches[s]!.minutes[place]! * 60_000), timeZone, 'en');
    const cost = stretches[s]!.tokens[place]! + LINE_TOKENS + (days.has(date) ? 0 : DAY_TOKENS);
    if (cost > left) continue;
    left -= cost;
    days.add(date);
    chosen.push({ seq: stretches[s]!.seqs[place]!, why: whyOf(stretches[s]!, s, place, terms, query) });
  }
  return chosen.sort((a, b) => a.seq - b.seq);
}

interface WeighedTerm {
  shown: string;
  weight: number;
  /** Its number in each stretch, or -1. */
  numbers: Int32Array;
}

/** The question's terms by how rare they are; those that stand nearly everywhere say nothing. */
function weighed(stretches: readonly IndexedStretch[], { text, more }: RecallQuery): WeighedTerm[] {
  const total = sum(stretches, ({ messages }) => messages);
  const asked = new Map<string, { shown: string; share: number }>();
  for (const [word, shown] of shownWords(text)) asked.set(word, { shown, share: tells(word, shown) });
  for (const phrase of more) {
    for (const [word, shown] of shownWords(phrase))
      if (!asked.has(word)) asked.set(word, { shown, share: MEANT });
  }
  const terms: (WeighedTerm & { holders: number })[] = [];
  // What is asked stands at the end of a long text.
  for (const [word, { shown, share }] of [...asked].filter(([, { share }]) => share > 0).slice(-MOST_ASKED)) {
    const hash = hashTerm(word);
    const numbers = new Int32Array(stretches.length);
    let holders = 0;
    for (let s = 0; s < stretches.length; s++) {
      const number = (numbers[s] = stretches[s]!.find(hash));
      if (number >= 0) holders += stretches[s]!.starts[number + 1]! - stretches[s]!.starts[number]!;
    }
    if (!holders) continue;
    const rarity = Math.log(1 + (total - holders + 0.5) / (holders + 0.5)) ** RARITY;
    terms.push({ shown, weight: share * rarity, numbers, holders });
  }
  terms.sort((a, b) => b.weight - a.weight);
  let postings = 0;
  const enough = terms.findIndex(({ holders }, n) => (postings += holders) > MOST_POSTINGS && n > 0);
  return terms.slice(0, Math.min(MOST_TERMS, enough < 0 ? MOST_TERMS : enough));
}

/** The words of a text as they are compared, each with how it was said. */
function shownWords(text: string): [string, string][] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}'’々〇]+/gu)].flatMap(([shown]) =>
    words(shown).map((word): [string, string] => [word, /\p{Script=Han}/u.test(word) ? word : shown]),
  );
}

/** What the messages of a stretch are worth to a question, and the most that any of them can be. */
class Scorer {
  /** The place of each stretch's first message in the story. */
  readonly starts: number[] = [];
  private readonly sums: Float64Array;
  private readonly term: Float64Array;
  /** What being said in time is worth by itself. */
  private readonly timely: number;

  constructor(
    private readonly stretches: readonly IndexedStretch[],
    private readonly terms: readonly WeighedTerm[],
    private readonly spans: RecallQuery['spans'],
  ) {
    let next = 0;
    let longest = 0;
    for (const { messages } of stretches) {
      this.starts.push(next);
      next += messages;
      longest = Math.max(longest, messages);
    }
    this.sums = new Float64Array(longest);
    this.term = new Float64Array(longest);
    this.timely = SOME_TIME * (terms[0]?.weight ?? 1);
  }

  /** The stretches that have anything, with what none of their messages is worth more than: the most promising first. */
  byBound(): { s: number; bound: number }[] {
    return this.stretches
      .map((_, s) => ({ s, bound: this.bound(s) }))
      .filter(({ bound }) => bound > 0)
      .sort((a, b) => b.bound - a.bound || b.s - a.s);
  }

  private bound(s: number): number {
    const near = this.near(s);
    let sum = 0;
    for (const { weight, numbers } of this.terms) {
      let most = weight * IMPACT * this.most(s, numbers);
      for (const other of near)
        most = Math.max(most, weight * IMPACT * this.most(other, numbers) * AFTER[1]!);
      sum += most;
    }
    const stretch = this.stretches[s]!;
    if (this.spansOf(stretch).length) sum = sum * IN_TIME + this.timely;
    return sum / (stretch.fewestTokens + LEAST_COST);
  }

  /** Of all messages of the stretch, in their order; the next call overwrites it. */
  worths(s: number): Float64Array {
    const stretch = this.stretches[s]!;
    const sums = this.sums.subarray(0, stretch.messages).fill(0);
    const reaching = [s, ...this.near(s)];
    for (const { weight, numbers } of this.terms) {
      const found = reaching.filter((from) => numbers[from]! >= 0);
      if (!found.length) continue;
      for (const from of found) this.spread(s, from, numbers, weight);
      for (let n = 0; n < sums.length; n++) {
        sums[n]! += this.term[n]!;
        this.term[n] = 0;
      }
    }
    const spans = this.spansOf(stretch);
    for (let n = 0; n < sums.length; n++) {
      if (spans.length && spans.some(isIn(stretch.minutes[n]!))) {
        sums[n] = sums[n]! * IN_TIME + this.timely * Math.min(1, stretch.lengths[n]! / TELLING);
      }
      sums[n]! /= stretch.tokens[n]! + LEAST_COST;
    }
    return sums;
  }

  /** Writes what a term that stands in one stretch is worth to the messages of another, where it is more. */
  private spread(s: number, from: number, numbers: Int32Array, weight: number): void {
    const { starts, places, impacts } = this.stretches[from]!;
    const { term } = this;
    const last = this.stretches[s]!.messages - 1;
    const ahead = this.starts[from]! - this.starts[s]!;
    let posting = starts[numbers[from]!]!;
    let after = starts[numbers[from]! + 1]!;
    // Of another stretch only what is near enough.
    if (from < s) {
      const first = posting;
      for (posting = after; posting > first && places[posting - 1]! + ahead >= -REACH;) posting--;
    } else if (from > s) {
      while (after > posting && places[after - 1]! + ahead > last + REACH) after--;
    }
    for (; posting < after; posting++) {
      const at = places[posting]! + ahead;
      const value = weight * IMPACT * impacts[posting]!;
      const end = Math.min(last, at + REACH);
      for (let n = Math.max(0, at - REACH); n <= end; n++) {
        const worth = value * SPREAD[n - at + REACH]!;
        if (worth > term[n]!) term[n] = worth;
      }
    }
  }

  /** The stretches that reach into another one. */
  private near(s: number): number[] {
    const near: number[] = [];
    for (let n = s - 1; n >= 0 && this.starts[s]! - this.starts[n + 1]! < REACH; n--) near.push(n);
    const end = this.starts[s]! + this.stretches[s]!.messages;
    for (let n = s + 1; n < this.starts.length && this.starts[n]! - end < REACH; n++) near.push(n);
    return near;
  }

  private most(s: number, numbers: Int32Array): number {
    return numbers[s]! < 0 ? 0 : this.stretches[s]!.most[numbers[s]!]!;
  }

  private spansOf({ firstMinute, lastMinute }: IndexedStretch): RecallQuery['spans'] {
    return this.spans.filter(
      ({ from, to }) => from.getTime() <= lastMinute * 60_000 && to.getTime() > firstMinute * 60_000,
    );
  }
}

const isIn =
  (minute: number) =>
  ({ from, to }: RecallQuery['spans'][number]) =>
    from.getTime() <= minute * 60_000 && minute * 60_000 < to.getTime();

/** The words and times that brought a message, the rarest first. */
function whyOf(
  stretch: IndexedStretch,
  s: number,
  place: number,
  terms: readonly WeighedTerm[],
  { spans }: RecallQuery,
): string[] {
  const why = terms
    .filter(({ numbers }) => stretch.holds(numbers[s]!, place))
    .slice(0, MOST_REASONS)
    .map(({ shown }) => shown);
  const span = spans.find(isIn(stretch.minutes[place]!));
  if (span) why.push(span.text);
  return why.length ? why : ['neighbour'];
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  let sum = 0;
  for (const one of all) sum += of(one);
  return sum;
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
