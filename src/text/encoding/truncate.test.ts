import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundaryBefore, truncate } from './truncate.js';

describe('truncate', () => {
  it('leaves a text alone that fits', () => expect(truncate('abc', 3)).toBe('abc'));
  it('cuts where it is told to between plain letters', () => expect(truncate('abcdef', 3)).toBe('abc'));
  it.each([
    ['a surrogate pair', 'ab😀', 3, 'ab'],
    ['a family of emoji', 'ab👨‍👩‍👧‍👦cd', 8, 'ab'],
    ['a flag', 'ab🇫🇷', 4, 'ab'],
    ['a letter and its mark', 'abe\u0301', 3, 'ab'],
    ['a Chinese character beyond the first plane', '天𠮷地', 2, '天'],
    ['a line end of two', 'ab\r\n', 3, 'ab'],
  ])('does not cut %s in two', (_, text, most, cut) => expect(truncate(text, most)).toBe(cut));

  it('cuts a pile of marks without end between code points', () => {
    const cut = truncate(`a${'\u0301'.repeat(500)}`, 300);
    expect(cut).toHaveLength(300);
  });

  it('gives the whole beginning, well formed, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.nat(250), (text, most) => {
        const cut = truncate(text, most);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(most);
        if (text.isWellFormed()) expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });

  it('finds a boundary at or before every offset', () => {
    const text = 'a😀b👩‍🚀c\u0301';
    const found = Array.from({ length: text.length + 2 }, (_, at) => boundaryBefore(text, at));
    expect(found).toEqual([0, 1, 1, 3, 4, 4, 4, 4, 4, 9, 9, 11, 11]);
  });
});
