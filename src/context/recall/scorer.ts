import { IMPACT, type IndexedStretch } from './index/recall-index.js';
import type { WeighedTerm } from './question/recall-terms.js';
import type { RecallQuery } from './question/recall-query.js';
import type { LikePostings } from './vectors/likeness.js';

/** What a term is worth to the messages after the one it stands in, and to those before it: the answer is often near. */
const AFTER = [1, 0.6, 0.4, 0.3, 0.2, 0.1] as const;
const BEFORE = 0.7;
const REACH = AFTER.length - 1;
const [, AFTER_1, AFTER_2, AFTER_3, AFTER_4, AFTER_5] = AFTER;
const BEFORE_1 = BEFORE * AFTER_1;
const BEFORE_2 = BEFORE * AFTER_2;
const BEFORE_3 = BEFORE * AFTER_3;
const BEFORE_4 = BEFORE * AFTER_4;
const BEFORE_5 = BEFORE * AFTER_5;
/** Beyond either end of a stretch: what stands as far off as reaches into it, and what that reaches outside of it. */
const MARGIN = 2 * REACH;
/** What being said in the time that is asked about is worth; and by itself, of what the best word is worth. */
const IN_TIME = 1.6;
const SOME_TIME = 0.3;
/** In words: shorter messages are less likely to tell what happened then. */
const TELLING = 12;
/** What a message costs is held against it, but so many tokens for all: short ones are not taken for being short. */
const LEAST_COST = 150;

/** What a message of so many tokens costs, as it is held against its worth. */
export const costOf = (tokens: number) => tokens + LEAST_COST;

/** Where messages are like the question, and what it is worth to be all that one could be. */
export interface WeighedLikeness {
  weight: number;
  /** In each stretch. */
  postings: readonly LikePostings[];
}

/** Where something stands in a stretch, and with what impact: from one posting on up to another. */
interface Postings extends Pick<LikePostings, 'places' | 'impacts'> {
  first: number;
  end: number;
}

/** What the messages of a stretch are worth to a question, and the most that any of them can be. */
export class Scorer {
  /** The place of each stretch's first message in the story. */
  readonly starts: number[] = [];
  private readonly sums: Float64Array;
  /** What one term is worth, with a margin at either end, which is nobody's. */
  private readonly term: Float64Array;
  /** What being said in time is worth by itself. */
  private readonly timely: number;

  constructor(
    private readonly stretches: readonly IndexedStretch[],
    private readonly terms: readonly WeighedTerm[],
    private readonly spans: RecallQuery['spans'],
    private readonly likeness: WeighedLikeness | null = null,
  ) {
    let next = 0;
    let longest = 0;
    for (const { messages } of stretches) {
      this.starts.push(next);
      next += messages;
      longest = Math.max(longest, messages);
    }
    this.sums = new Float64Array(longest);
    this.term = new Float64Array(longest + 2 * MARGIN);
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
    if (this.likeness) {
      const { weight, postings } = this.likeness;
      const there = [postings[s]!.most, ...near.map((other) => postings[other]!.most * AFTER[1]!)];
      sum += weight * IMPACT * Math.max(...there);
    }
    const stretch = this.stretches[s]!;
    if (this.spansOf(stretch).length) sum = sum * IN_TIME + this.timely;
    return sum / costOf(stretch.fewestTokens);
  }

  /** Of all messages of the stretch, in their order, for what each costs; the next call overwrites it. */
  worths(s: number): Float64Array {
    const stretch = this.stretches[s]!;
    const sums = this.sums.subarray(0, stretch.messages).fill(0);
    const reaching = [s, ...this.near(s)];
    for (const { weight, numbers } of this.terms) {
      const found = reaching.filter((from) => numbers[from]! >= 0);
      if (!found.length) continue;
      for (const from of found) {
        const { starts, places, impacts } = this.stretches[from]!;
        const number = numbers[from]!;
        const postings = { places, impacts, first: starts[number]!, end: starts[number + 1]! };
        this.spread(s, from, postings, weight);
      }
      this.addTo(sums);
    }
    if (this.likeness) {
      for (const from of reaching) {
        const { places, impacts } = this.likeness.postings[from]!;
        this.spread(s, from, { places, impacts, first: 0, end: places.length }, this.likeness.weight);
      }
      this.addTo(sums);
    }
    const spans = this.spansOf(stretch);
    for (let n = 0; n < sums.length; n++) {
      if (spans.length && spans.some(isIn(stretch.minutes[n]!))) {
        sums[n] = sums[n]! * IN_TIME + this.timely * Math.min(1, stretch.lengths[n]! / TELLING);
      }
      sums[n]! /= costOf(stretch.tokens[n]!);
    }
    return sums;
  }

  /** Adds what one term is worth. */
  private addTo(sums: Float64Array): void {
    const { term } = this;
    for (let n = 0; n < sums.length; n++) sums[n]! += term[n + MARGIN]!;
    term.fill(0, 0, sums.length + 2 * MARGIN);
  }

  /**
   * Writes what a term that stands in one stretch is worth to the messages of another, where it is more. Tens of
   * thousands of postings are read for a question: written out, without a bound to look at, this takes a quarter of the
   * time of a loop over the neighbours.
   */
  private spread(
    s: number,
    from: number,
    { places, impacts, first, end: after }: Postings,
    weight: number,
  ): void {
    const { term } = this;
    const last = this.stretches[s]!.messages - 1;
    const ahead = this.starts[from]! - this.starts[s]!;
    let posting = first;
    // Of another stretch only what is near enough.
    if (from < s) {
      for (posting = after; posting > first && places[posting - 1]! + ahead >= -REACH;) posting--;
    } else if (from > s) {
      while (after > posting && places[after - 1]! + ahead > last + REACH) after--;
    }
    for (; posting < after; posting++) {
      const at = places[posting]! + ahead + MARGIN;
      const value = weight * IMPACT * impacts[posting]!;
      let worth = value;
      if (worth > term[at]!) term[at] = worth;
      if ((worth = value * AFTER_1) > term[at + 1]!) term[at + 1] = worth;
      if ((worth = value * AFTER_2) > term[at + 2]!) term[at + 2] = worth;
      if ((worth = value * AFTER_3) > term[at + 3]!) term[at + 3] = worth;
      if ((worth = value * AFTER_4) > term[at + 4]!) term[at + 4] = worth;
      if ((worth = value * AFTER_5) > term[at + 5]!) term[at + 5] = worth;
      if ((worth = value * BEFORE_1) > term[at - 1]!) term[at - 1] = worth;
      if ((worth = value * BEFORE_2) > term[at - 2]!) term[at - 2] = worth;
      if ((worth = value * BEFORE_3) > term[at - 3]!) term[at - 3] = worth;
      if ((worth = value * BEFORE_4) > term[at - 4]!) term[at - 4] = worth;
      if ((worth = value * BEFORE_5) > term[at - 5]!) term[at - 5] = worth;
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

/** Whether a minute lies within a time that is asked for. */
export const isIn =
  (minute: number) =>
  ({ from, to }: RecallQuery['spans'][number]) =>
    from.getTime() <= minute * 60_000 && minute * 60_000 < to.getTime();

/** The stretch that a place of the story lies in. */
export function stretchOf(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
