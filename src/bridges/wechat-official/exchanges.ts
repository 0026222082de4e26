import { LRUCache } from 'lru-cache';
import type { Call } from '../callback-door.js';
import type { Push } from './read-push.js';

/** WeChat pushes a message again after five seconds of silence, three times in all. */
const REPEATS_AFTER_S = 5;
export const MOST_TRIES = 3;
/** So long nobody can repeat a call, whose signature has an age, in milliseconds. */
const LASTS_MS = 10 * 60_000;
const MOST_KNOWN = 10_000;
/** Calls that wait for their answer; beyond these they are not waited with. */
const MOST_OPEN = 500;

/** A message of a person's, with the call by which it can be answered right away. */
export class Exchange {
  /** The answer; null: none is given this way. */
  given: string | null | undefined;
  /** What came is stored. */
  isHeard = false;
  tries = 0;
  call: Call | null = null;

  constructor(readonly push: Push) {}

  get isOpen(): boolean {
    return this.given === undefined && this.call !== null;
  }
}

/** The messages that WeChat has just pushed, each known by its number however often it is pushed. */
export class Exchanges {
  private readonly known = new LRUCache<string, Exchange>({ max: MOST_KNOWN, ttl: LASTS_MS });
  /** That can be answered, by the person; the oldest first. */
  private readonly open = new Map<string, Set<Exchange>>();
  private count = 0;

  get isFull(): boolean {
    return this.count >= MOST_OPEN;
  }

  /**
   * A push has come, the first one of its message or another.
   * @param at when it was pushed, in seconds, by the clock that the message's time is of
   */
  begin(push: Push, call: Call, at: number): Exchange {
    const key = `${push.from} ${push.id}`;
    const exchange = this.known.get(key) ?? new Exchange(push);
    this.known.set(key, exchange);
    const before = exchange.call;
    exchange.call = call;
    // What an earlier process heard of it is not known here.
    exchange.tries = Math.max(exchange.tries + 1, Math.floor((at - push.at) / REPEATS_AFTER_S) + 1);
    before?.drop();
    if (exchange.given !== undefined) return exchange;
    const waiting = this.open.get(push.from) ?? new Set();
    this.open.set(push.from, waiting);
    if (!waiting.has(exchange)) this.count++;
    waiting.add(exchange);
    call.ended(() => {
      if (exchange.call !== call) return;
      exchange.call = null;
      this.leave(exchange);
    });
    return exchange;
  }

  /** The oldest message of a person's that can still be answered right away. */
  next(person: string): Exchange | null {
    for (const exchange of this.open.get(person) ?? []) if (exchange.isOpen) return exchange;
    return null;
  }

  /** It has its answer. */
  give(exchange: Exchange, answer: string | null): void {
    exchange.given = answer;
    this.leave(exchange);
  }

  *all(): Iterable<Exchange> {
    for (const waiting of this.open.values()) yield* waiting;
  }

  private leave(exchange: Exchange): void {
    const { from } = exchange.push;
    const waiting = this.open.get(from);
    if (!waiting?.delete(exchange)) return;
    this.count--;
    if (waiting.size === 0) this.open.delete(from);
  }
}
