import { LRUCache } from 'lru-cache';

/** How much may be taken at once, and how much a second in the long run. */
export interface Measure {
  most: number;
  aSecond: number;
}

/** What is taken out of it fills up again. */
export class Bucket {
  private left: number;

  /** @param at now, in milliseconds */
  constructor(
    private readonly measure: Measure,
    private at: number,
  ) {
    this.left = measure.most;
  }

  /** How much may be taken now. */
  fill(now: number): number {
    const { most, aSecond } = this.measure;
    this.left = Math.min(most, this.left + (Math.max(0, now - this.at) / 1000) * aSecond);
    this.at = now;
    return this.left;
  }

  /** @returns whether there was something to take */
  take(now: number): boolean {
    if (this.fill(now) < 1) return false;
    this.left--;
    return true;
  }
}

/** A bucket for each of many who ask. */
export class Buckets {
  private readonly known: LRUCache<string, Bucket>;

  /** @param max of those who are remembered; whoever was quiet longest begins anew */
  constructor(
    private readonly measure: Measure,
    max = 10_000,
  ) {
    this.known = new LRUCache({ max });
  }

  /** Whether somebody has taken all of theirs; who only asks is not remembered. */
  isEmpty(of: string, now: number): boolean {
    const bucket = this.known.peek(of);
    return !!bucket && bucket.fill(now) < 1;
  }

  of(key: string, now: number): Bucket {
    const bucket = this.known.get(key) ?? new Bucket(this.measure, now);
    this.known.set(key, bucket);
    return bucket;
  }
}
