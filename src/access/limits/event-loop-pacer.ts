import { Injectable } from '@nestjs/common';
import { FairQueue } from './fair-queue.js';

/** How long what begins in one round of the event loop may take, in milliseconds; the last of it may take longer. */
const ROUND_MS = 8;
/** The same while connections come in: Node accepts one in a round, and whoever comes behind them waits for that. */
const SHORT_ROUND_MS = 1;
/** So much of what waits is looked at in one round. */
const MOST_OF_ROUND = 100;

/** Goes before all lines. */
export const URGENT = Symbol('urgent');

/**
 * Begins what has been asked for: alone at once, of much that comes together a little in each round of the event loop,
 * so that everything under way goes on meanwhile. Whoever asks for much has what it asked for in order, and by turns
 * with all others.
 */
@Injectable()
export class EventLoopPacer {
  private readonly waiting = new FairQueue<() => void>();
  private readonly urgent: (() => void)[] = [];
  /** Something was begun in this round, or will be in the next. */
  private isBusy = false;
  private mostMs = ROUND_MS;

  /** @param line of whoever asks; what is urgent goes before all lines, by turns with the first of them */
  begin(line: string | typeof URGENT, work: () => void): void {
    if (!this.isBusy) {
      this.isBusy = true;
      setImmediate(() => this.again());
      work();
      return;
    }
    if (line === URGENT) this.urgent.push(work);
    else this.waiting.add(line, work);
  }

  /** A connection came in, and more may wait behind it. */
  accepted(): void {
    this.mostMs = SHORT_ROUND_MS;
  }

  /** Each work has an immediate of its own, after which Node does all that follows from it without waiting. */
  private again(): void {
    const count = Math.min(this.urgent.length + this.waiting.size, MOST_OF_ROUND);
    this.isBusy = count > 0;
    this.mostMs = ROUND_MS;
    let until = 0;
    for (let n = 1; n <= count; n++) {
      setImmediate(() => {
        until ||= performance.now() + this.mostMs;
        try {
          if (performance.now() < until) this.next(n % 2 === 1)?.();
        } finally {
          if (n === count) this.again();
        }
      });
    }
  }

  private next(isUrgentFirst: boolean): (() => void) | undefined {
    return isUrgentFirst
      ? (this.urgent.shift() ?? this.waiting.next())
      : (this.waiting.next() ?? this.urgent.shift());
  }
}
