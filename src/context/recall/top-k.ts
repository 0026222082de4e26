/** The best few of many that are offered one after another, by worth; of equals, those of the greater number. */
export class TopK {
  private readonly worths: Float64Array;
  private readonly ids: Int32Array;
  private size = 0;

  constructor(private readonly most: number) {
    this.worths = new Float64Array(most);
    this.ids = new Int32Array(most);
  }

  /** Whether anything that is worth no more, with a number that is no greater, could still be one of them. */
  mayTake(worth: number, id: number): boolean {
    return this.size < this.most || (this.size > 0 && !this.isBelow(worth, id, 0));
  }

  offer(worth: number, id: number): void {
    if (this.size < this.most) this.rise(this.size++, worth, id);
    else if (this.mayTake(worth, id)) this.sink(worth, id);
  }

  /** Numbers, the best first. */
  sorted(): number[] {
    return Array.from(this.ids.subarray(0, this.size), (id, n) => ({ id, worth: this.worths[n]! }))
      .sort((a, b) => b.worth - a.worth || b.id - a.id)
      .map(({ id }) => id);
  }

  // A heap: the least stands first, and every one is no better than the two below it.
  private rise(at: number, worth: number, id: number): void {
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.isBelow(worth, id, above)) break;
      this.put(at, this.worths[above]!, this.ids[above]!);
      at = above;
    }
    this.put(at, worth, id);
  }

  private sink(worth: number, id: number): void {
    let at = 0;
    for (let below = 1; below < this.size; below = 2 * at + 1) {
      if (below + 1 < this.size && this.isBelow(this.worths[below + 1]!, this.ids[below + 1]!, below))
        below++;
      if (this.isBelow(worth, id, below)) break;
      this.put(at, this.worths[below]!, this.ids[below]!);
      at = below;
    }
    this.put(at, worth, id);
  }

  private isBelow(worth: number, id: number, other: number): boolean {
    return worth < this.worths[other]! || (worth === this.worths[other]! && id < this.ids[other]!);
  }

  private put(at: number, worth: number, id: number): void {
    this.worths[at] = worth;
    this.ids[at] = id;
  }
}
