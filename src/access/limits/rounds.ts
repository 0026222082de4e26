import { Injectable } from '@nestjs/common';
import { Lines } from './lines.js';

/** How long what begins in one round of the event loop may take, in milliseconds; the last of it may take longer. */
const ROUND_MS = 8;
/** So much of what waits is looked at in one round. */
const MOST_OF_ROUND = 100;

/**
 * Begins what has been asked for: alone at once, of much that comes together a little in each round of the event loop,
 * so that everything under way goes on meanwhile. Whoever asks for much has what it asked for in order, and by turns
 * with all others.
 */
@Injectable()
export class Rounds {
  private readonly waiting = new Lines<() => void>();
  /** Something was begun in this round, or will be in the next. */
  private isBusy = false;

  /** @param line of whoever asks */
  begin(line: string, work: () => void): void {
    if (!this.isBusy) {
      this.isBusy = true;
      setImmediate(() => this.again());
      work();
      return;
    }
    this.waiting.add(line, work);
  }

  /** Each work has an immediate of its own, after which Node does all that follows from it without waiting. */
  private again(): void {
    const count = Math.min(this.waiting.size, MOST_OF_ROUND);
    this.isBusy = count > 0;
    let until = 0;
    for (let n = 1; n <= count; n++) {
      setImmediate(() => {
        until ||= performance.now() + ROUND_MS;
        try {
          if (performance.now() < until) this.waiting.next()?.();
        } finally {
          if (n === count) this.again();
        }
      });
    }
  }
}
