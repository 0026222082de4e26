import type { Individual } from '../people/individual.js';
import { upTo } from '../people/up-to.js';

/** In turns. */
const AROUND = 8;
const NEAR = 6;

/** Who says the turns around one, as far as that is sure. */
export interface Heard {
  /** Whether somebody says one of them: neither the turn itself nor those right beside it. */
  speaks(n: number, person: Individual): boolean;
  /** Who says one of those that are near. */
  near(n: number): Individual[];
}

/** @param said who says each turn, where that is sure */
export function heardBy(said: readonly (Individual | null)[]): Heard {
  const turnsOf = new Map<Individual, number[]>();
  said.forEach((person, n) => {
    if (!person) return;
    const own = turnsOf.get(person);
    if (own) own.push(n);
    else turnsOf.set(person, [n]);
  });
  return {
    speaks: (n, person) => {
      const own = turnsOf.get(person) ?? [];
      const before = (most: number) => upTo(own, most, (turn) => turn);
      return before(n - 2) > before(n - AROUND - 1) || before(n + AROUND) > before(n + 1);
    },
    near: (n) => said.slice(Math.max(0, n - NEAR), n + NEAR + 1).filter((one) => one !== null),
  };
}
