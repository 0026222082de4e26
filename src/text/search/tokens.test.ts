import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from './slices.js';
import { estimateTokens, tokensOf } from './tokens.js';

describe('estimateTokens', () => {
  // What o200k_base counts.
  it.each([
    [
      19,
      'The snow had stopped before dawn, and there were footprints in the yard that nobody could explain.\n\n',
    ],
    [
      26,
      '“Somebody was here,” he said at last, and pointed with his pipe at the footprints. “Did you hear it?”',
    ],
    [28, '我昨天和我的同事一起去了公园，她说下个星期还要再去一次，因为那里的花都开了。'],
    [27, '话说天下大势，分久必合，合久必分。周末七国分争，并入于秦。'],
  ])('is near %i', (tokens, text) => {
    expect(Math.abs(estimateTokens(text) - tokens)).toBeLessThanOrEqual(0.25 * tokens);
  });

  it('counts Chinese dearer than English of the same length', () => {
    expect(estimateTokens('雪下了一夜。'.repeat(100))).toBeGreaterThan(
      2 * estimateTokens('It snowed. '.repeat(55)),
    );
  });

  it('is nothing for nothing, something for something, and never falls as text grows', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('a')).toBe(1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(estimateTokens(a + b)).toBeGreaterThanOrEqual(estimateTokens(a));
      }),
    );
  });

  it('counts the same where a text is read a stretch at a time', () => {
    const text = 'wordwordwordword 12345 「夜深了，」\n\n…!!'.repeat(20_000);
    for (const from of [0, 1, 2, 3, 5, 8]) {
      expect(atOnce(tokensOf(text.slice(from)))).toBe(estimateTokens(text.slice(from)));
    }
    expect(atOnce(tokensOf(''))).toBe(0);
  });
});
