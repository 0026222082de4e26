import { FairQueue } from './fair-queue.js';

/** So much is under way at once; the database has fewer connections. */
const MOST = 32;
/** What takes longer waits for something else, and holds up nobody behind it; in milliseconds. */
const LONGEST_MS = 1000;

type Work = (ended: () => void) => void;

/**
 * Bounds what is under way at once of what ends soon, so that nobody finds a queue of thousands at the database. What
 * waits is begun by turns among those who ask, in the order that each asked.
 */
export class ConcurrencyLimit {
  private readonly waiting = new FairQueue<Work>();
  private free: number;
  private isFilling = false;

  /**
   * @param most is under way at once
   * @param longestMs after so long one counts no more
   */
  constructor(
    most = MOST,
    private readonly longestMs = LONGEST_MS,
  ) {
    this.free = most;
  }

  /**
   * @param line of whoever asks
   * @param work has to call `ended`; more than once does no harm
   */
  begin(line: string, work: Work): void {
    this.waiting.add(line, work);
    this.fill();
  }

  private fill(): void {
    // What ends at once does so within this very loop.
    if (this.isFilling) return;
    this.isFilling = true;
    try {
      while (this.free > 0 && this.waiting.size > 0) this.run(this.waiting.next()!);
    } finally {
      this.isFilling = false;
    }
  }

  private run(work: Work): void {
    this.free--;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(late);
      this.free++;
      this.fill();
    };
    const late = setTimeout(end, this.longestMs).unref();
    work(end);
  }
}
