/** What comes over a connection, taken in one after another, in its order. */
export class EventLine {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** @param changed is told how many wait, so that no more are read than can be taken in */
  constructor(private readonly changed: (waiting: number) => void = () => undefined) {}

  /** @param work may fail: what comes after it is taken in all the same */
  add(work: () => Promise<unknown>): void {
    this.changed(++this.waiting);
    this.last = this.last
      .then(work)
      .catch(() => undefined)
      .finally(() => this.changed(--this.waiting));
  }
}
