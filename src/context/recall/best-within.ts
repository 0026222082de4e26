/**
 * The best of many that are offered one after another, by worth, as many as together cost so much; of equals, those of
 * the greater number. The last of them may go beyond.
 */
export class BestWithin {
  private readonly worths: number[] = [];
  private readonly ids: number[] = [];
  private readonly costs: number[] = [];
  private cost = 0;

  constructor(private readonly most: number) {}

  /** Whether anything that is worth no more, with a number that is no greater, could still be one of them. */
  mayTake(worth: number, id: number): boolean {
    return this.cost < this.most || (this.ids.length > 0 && !this.isBelow(worth, id, 0));
  }

  offer(worth: number, id: number, cost: number): void {
    if (!this.mayTake(worth, id)) return;
    this.rise(worth, id, cost);
    // The least goes, while the others fill the room without it.
    while (this.ids.length && this.cost - this.costs[0]! >= this.most) this.dropLeast();
  }

  /** The best first. */
  ranked(): { id: number; worth: number }[] {
    return this.ids
      .map((id, n) => ({ id, worth: this.worths[n]! }))
      .sort((a, b) => b.worth - a.worth || b.id - a.id);
  }

  // A heap: the least stands first, and every one is no better than the two below it.
  private rise(worth: number, id: number, cost: number): void {
    let at = this.ids.length;
    this.cost += cost;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.isBelow(worth, id, above)) break;
      this.put(at, this.worths[above]!, this.ids[above]!, this.costs[above]!);
      at = above;
    }
    this.put(at, worth, id, cost);
  }

  private dropLeast(): void {
    this.cost -= this.costs[0]!;
    const [worth, id, cost] = [this.worths.pop()!, this.ids.pop()!, this.costs.pop()!];
    const size = this.ids.length;
    if (!size) return;
    let at = 0;
    for (let below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && this.isBelow(this.worths[below + 1]!, this.ids[below + 1]!, below)) below++;
      if (this.isBelow(worth, id, below)) break;
      this.put(at, this.worths[below]!, this.ids[below]!, this.costs[below]!);
      at = below;
    }
    this.put(at, worth, id, cost);
  }

  private isBelow(worth: number, id: number, other: number): boolean {
    return worth < this.worths[other]! || (worth === this.worths[other]! && id < this.ids[other]!);
  }

  private put(at: number, worth: number, id: number, cost: number): void {
    this.worths[at] = worth;
    this.ids[at] = id;
    this.costs[at] = cost;
  }
}
