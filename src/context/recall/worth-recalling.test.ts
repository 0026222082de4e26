import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RECALL_MEASURES } from '../../contracts/session.js';
import { worthRecalling } from './worth-recalling.js';

const question = fc.record({
  asks: fc.boolean(),
  asksBack: fc.boolean(),
  told: fc.double({ min: 0, max: 10, noNaN: true }),
  words: fc.nat(6),
  timed: fc.boolean(),
});

it('takes no less, the more generous the measure is', () => {
  fc.assert(
    fc.property(question, (question) => {
      const taken = RECALL_MEASURES.map((measure) => worthRecalling(question, measure));
      for (const [n, more] of taken.slice(1).entries()) {
        const less = taken[n]!;
        expect(less === null).toBe(more === null);
        if (!less || !more) continue;
        expect(more.share).toBeGreaterThanOrEqual(less.share);
        expect(more.besideBest).toBeLessThanOrEqual(less.besideBest);
        expect(more.alone).toBeLessThanOrEqual(less.alone);
      }
    }),
  );
});

it('takes no less for more that is told, and nothing for nothing', () => {
  fc.assert(
    fc.property(question, fc.double({ min: 0, max: 5, noNaN: true }), (question, more) => {
      const less = worthRecalling(question, 'balanced');
      const fuller = worthRecalling({ ...question, told: question.told + more }, 'balanced');
      expect(fuller?.share ?? 0).toBeGreaterThanOrEqual(less?.share ?? 0);
      expect(worthRecalling({ ...question, timed: false, told: 0 }, 'balanced')).toBeNull();
    }),
  );
});
