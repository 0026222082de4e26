/** What waits, in a line for each who asks: the first of each line by turns. */
export class FairQueue<T> {
  private readonly lines = new Map<string, T[]>();
  /** How many wait in all lines. */
  size = 0;

  add(line: string, one: T): void {
    this.size++;
    const before = this.lines.get(line);
    if (before) before.push(one);
    else this.lines.set(line, [one]);
  }

  /** The first of the line that has waited longest; what is left of the line then waits behind all others. */
  next(): T | undefined {
    const first = this.lines.entries().next();
    if (first.done) return undefined;
    const [line, waiting] = first.value;
    this.lines.delete(line);
    const one = waiting.shift()!;
    if (waiting.length) this.lines.set(line, waiting);
    this.size--;
    return one;
  }
}
