import { LRUCache } from 'lru-cache';

/** Tries that fill up again: `most` at once, and `aSecond` in the long run, for each of many who ask. */
export class Buckets {
  private readonly known: LRUCache<string, { left: number; at: number }>;

  /** @param max of those who are remembered; whoever was quiet longest begins anew */
  constructor(
    private readonly most: number,
    private readonly aSecond: number,
    max = 10_000,
  ) {
    this.known = new LRUCache({ max });
  }

  /** @param now in milliseconds */
  isEmpty(of: string, now: number): boolean {
    return this.left(of, now) < 1;
  }

  take(of: string, now: number): void {
    this.known.set(of, { left: Math.max(0, this.left(of, now) - 1), at: now });
  }

  private left(of: string, now: number): number {
    const bucket = this.known.peek(of);
    if (!bucket) return this.most;
    return Math.min(this.most, bucket.left + (Math.max(0, now - bucket.at) / 1000) * this.aSecond);
  }
}
