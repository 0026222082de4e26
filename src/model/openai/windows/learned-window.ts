import type { Discovery } from './window.js';

/** A window that a server named when it refused a request: it counts until something else is told of the model. */
export class LearnedWindow {
  #learned: { window: number; instead: Discovery } | undefined;

  /** @returns whether less is to be sent from now on */
  learn(window: number, told: Discovery): boolean {
    if (window >= this.of(told).window) return false;
    this.#learned = { window, instead: told };
    return true;
  }

  of(told: Discovery): Discovery {
    const { window, instead } = this.#learned ?? {};
    if (window === undefined || told.window !== instead?.window || told.name !== instead.name) {
      this.#learned = undefined;
      return told;
    }
    return { ...told, window, windowFrom: 'server', small: undefined };
  }
}
