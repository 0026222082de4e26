import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { budgetOf } from '../request/budget.js';
import { foldsFrom } from './fold-planning.js';
import { planUnfold } from './unfold-planning.js';

const entries = (...more: number[]) => more.map((tokens, n) => ({ fromSeq: 100 * n + 1, more: tokens }));
const budget = { unfoldTo: 6000, foldTo: 4000 };

describe('planUnfold', () => {
  it('brings all back where all fits', () => {
    expect(planUnfold(entries(2000, 1500, 1000), 1500, budget, 1)).toBe(1);
  });

  it('brings the newest back, as many as leave what a fold would, where not all fits', () => {
    expect(planUnfold(entries(2000, 1500, 1000), 1501, budget, 1)).toBe(201);
    expect(planUnfold(entries(2000, 1500, 1000), 1500.5, budget, 1)).toBe(201);
    // 1,500 + 1,000 + 1,500 would be just as much.
    expect(planUnfold(entries(9000, 1500, 1000), 1500, budget, 1)).toBe(101);
  });

  it('skips none: what comes back follows on without a gap', () => {
    expect(planUnfold(entries(100, 9000, 1000), 1000, budget, 1)).toBe(201);
    expect(planUnfold(entries(100, 100, 9000), 1000, budget, 1)).toBeNull();
  });

  it('counts as the model does', () => {
    expect(planUnfold(entries(9000, 1500, 1000), 1500, budget, 1.2)).toBe(201);
    expect(planUnfold([], 100, budget, 1)).toBeNull();
  });

  it('leaves a request that does not fold again at once, in any window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2000, max: 2_000_000 }),
        fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.double({ min: 0.02, max: 0.5, noNaN: true }),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (window, shares, share, factor) => {
          const large = budgetOf(window, null);
          const of = (part: number) => (part * large.room) / factor;
          const some = entries(...shares.map(of));
          const from = planUnfold(some, of(share), large, factor);
          if (from === null) return;
          const back = some.filter(({ fromSeq }) => fromSeq >= from).reduce((sum, { more }) => sum + more, 0);
          // The prompt prefix is what is sent without history, so at least nothing.
          expect(of(share) + back).toBeLessThan(foldsFrom(0, from > 1, large, factor));
        },
      ),
    );
  });
});
