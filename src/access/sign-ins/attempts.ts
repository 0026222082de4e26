import { LRUCache } from 'lru-cache';
import { networkOf } from '../requests/client-address.js';

/** Failures within WINDOW seconds that throttle an address. */
const MOST = 10;
const WINDOW = 10 * 60;
/** Seconds: how long the first throttle lasts, the longest one, and when a quiet address is forgotten. */
const FIRST = 60;
const LONGEST = 15 * 60;
const FORGOTTEN = 60 * 60;
const MOST_ADDRESSES = 10_000;

/** The failures of one address. Times are in seconds. */
interface Failures {
  /** In the window that began at `since`. */
  count: number;
  since: number;
  last: number;
  until: number;
  throttles: number;
  /** Different guesses of the window. */
  guesses: Set<string>;
}

/**
 * Failed attempts to sign in, by address: ten within ten minutes, and the address is throttled for a minute, then for
 * two, up to a quarter of an hour. Other addresses never notice, and bounded memory holds the latest.
 *
 * A guess is a wrong value of a secret that may be of a person's choice. Ten different ones until a throttle has
 * passed are all that an address has: some 1,300 a day at most. The same wrong value again is no guess: a program that was left with an old token does not shut
 * out what shares its address.
 */
export class Attempts {
  /** Those that failed last; to be looked at keeps none. */
  private readonly known = new LRUCache<string, Failures>({ max: MOST_ADDRESSES });

  /** @param now a clock in milliseconds that never goes back */
  constructor(private readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.known.size;
  }

  /** Seconds for which failures from this address are refused as too many; 0 when it is not throttled. */
  wait(address: string): number {
    const until = this.known.peek(networkOf(address))?.until ?? 0;
    return Math.max(0, Math.ceil(until - this.now() / 1000));
  }

  /** Whether another guess from this address may be looked at. */
  mayGuess(address: string): boolean {
    const guesses = this.known.peek(networkOf(address))?.guesses.size ?? 0;
    return guesses < MOST || this.wait(address) === 0;
  }

  /** @param guess what tells this wrong value from others; null for what nobody can guess */
  failed(address: string, guess: string | null): void {
    const network = networkOf(address);
    const now = this.now() / 1000;
    let of = this.known.peek(network);
    if (!of || now - of.last >= FORGOTTEN)
      of = { count: 0, since: now, last: now, until: 0, throttles: 0, guesses: new Set() };
    const isThrottled = now < of.until;
    if (!isThrottled && (now - of.since >= WINDOW || of.count >= MOST)) {
      of.count = 0;
      of.since = now;
      of.guesses.clear();
    }
    of.count++;
    of.last = now;
    if (guess !== null && of.guesses.size < MOST) of.guesses.add(guess);
    if (!isThrottled && of.count >= MOST) {
      of.until = now + Math.min(FIRST * 2 ** of.throttles, LONGEST);
      of.throttles++;
    }
    this.known.set(network, of);
  }
}
