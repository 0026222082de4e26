import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GRAM, indexGrams } from './grams.js';

it('knows every place of every gram, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 300 }), (numbers) => {
      const units = Uint16Array.from(numbers);
      const grams = indexGrams(units);
      const at = (place: number) => String(units.subarray(place, place + GRAM));
      for (let offset = 0; offset + GRAM <= units.length; offset++) {
        const places = [...grams.places(units, offset)];
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        const all = [...units.keys()].filter((n) => n + GRAM <= units.length && at(n) === at(offset));
        expect(places.filter((place) => at(place) === at(offset))).toEqual(all);
      }
    }),
  );
});
