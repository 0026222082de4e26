import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Haystack } from './haystack.js';

it('never denies a word that is in the text, and denies most others', () => {
  const words = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', '字', '😀', ' '), minLength: 1, maxLength: 6 }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(words, (said) => {
      const haystack = new Haystack(said.join(' ').padEnd(5000, 'x'));
      for (let n = 0; n < 60; n++) haystack.mayHold('warm up');
      for (const word of said) expect(haystack.mayHold(word)).toBe(true);
    }),
  );
  const prose = new Haystack('The ferry leaves at dawn, and the river is wide. '.repeat(100));
  const others = Array.from({ length: 1000 }, (_, n) => `place ${(n * 7919).toString(36)}q`);
  for (const word of others) prose.mayHold(word);
  expect(others.filter((word) => prose.mayHold(word)).length).toBeLessThan(100);
});
