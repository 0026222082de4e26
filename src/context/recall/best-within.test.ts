import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BestWithin } from './best-within.js';

it('holds the best, as many as fill the room, whatever the order they are offered in', () => {
  const offer = fc.record({ worth: fc.integer({ min: 1, max: 20 }), cost: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(fc.array(offer, { maxLength: 60 }), fc.integer({ min: 1, max: 300 }), (offers, most) => {
      const best = new BestWithin(most);
      offers.forEach(({ worth, cost }, id) => best.offer(worth, id, cost));
      let cost = 0;
      const expected = offers
        .map(({ worth, cost }, id) => ({ id, worth, cost }))
        .sort((a, b) => b.worth - a.worth || b.id - a.id)
        .filter((one) => {
          if (cost >= most) return false;
          cost += one.cost;
          return true;
        });
      expect(best.ranked()).toEqual(expected.map(({ id, worth }) => ({ id, worth })));
    }),
  );
});
