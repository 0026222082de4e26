import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oddsOf } from './chain.js';

const weight = fc.double({ min: 0.05, max: 20, noNaN: true });
const chains = fc.array(
  fc
    .array(weight, { minLength: 1, maxLength: 3 })
    .map((weights) => ({ states: weights.map((_, n) => n), weights })),
  { minLength: 1, maxLength: 5 },
);
const link = (t: number) => (a: number | undefined, b: number, c: number) =>
  1 + ((t * 7 + (a ?? 5) * 3 + b * 11 + c * 13) % 5);

describe('oddsOf', () => {
  it('sums over every way through the chain', () => {
    fc.assert(
      fc.property(chains, (steps) => {
        let ways: { path: number[]; weight: number }[] = [{ path: [], weight: 1 }];
        steps.forEach(({ weights }, t) => {
          ways = ways.flatMap(({ path, weight }) =>
            weights.map((own, c) => ({
              path: [...path, c],
              weight: weight * own * (t === 0 ? 1 : link(t)(path[t - 2], path[t - 1]!, c)),
            })),
          );
        });
        const all = ways.reduce((sum, way) => sum + way.weight, 0);
        oddsOf(steps, link).forEach((odds, t) =>
          steps[t]!.states.forEach((c) => {
            const own = ways.reduce((sum, way) => sum + (way.path[t] === c ? way.weight : 0), 0);
            expect(odds[c]).toBeCloseTo(own / all, 8);
          }),
        );
      }),
    );
  });

  it('neither vanishes nor overflows over a long chain', () => {
    const steps = Array.from({ length: 3000 }, () => ({ states: ['a', 'b'], weights: [1e-3, 1e3] }));
    const found = oddsOf(steps, () => () => 1e-2);
    expect(found.every(([, odds]) => odds! > 0.99 && odds! <= 1)).toBe(true);
  });

  it('has nothing to say of no steps', () => expect(oddsOf([], () => () => 1)).toEqual([]));
});
