import { LRUCache } from 'lru-cache';

/** Something long that stands open: a socket, or a request that is being answered. */
export interface Held {
  destroy(): unknown;
}

const MOST_ENDED = 1000;

/** What stands open for whom, so that it ends with the sign-in that it was opened by. */
export class OpenSignIns {
  private readonly held = new Map<string, Set<Held>>();
  /** Ended lately: what was let in a moment before may ask to be held a moment after. */
  private readonly ended = new LRUCache<string, true>({ max: MOST_ENDED });

  /** The ids of sign-ins that something is open for. */
  ids(): string[] {
    return [...this.held.keys()];
  }

  /** @returns to be called when it has ended by itself */
  hold(id: string, thing: Held): () => void {
    if (this.ended.has(id)) {
      thing.destroy();
      return () => {};
    }
    const things = this.held.get(id) ?? new Set();
    this.held.set(id, things.add(thing));
    return () => {
      things.delete(thing);
      if (things.size === 0 && this.held.get(id) === things) this.held.delete(id);
    };
  }

  /** @param spared the request that asks for the end, which is still to be answered */
  end(id: string, spared?: Held): void {
    this.ended.set(id, true);
    const things = this.held.get(id);
    this.held.delete(id);
    for (const thing of things ?? []) if (thing !== spared) thing.destroy();
  }
}
