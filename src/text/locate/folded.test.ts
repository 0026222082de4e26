import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from './folded.js';

const textOf = (units: Uint16Array) => String.fromCharCode(...units);

describe('fold', () => {
  it.each([
    ['“Ｉ Never!” she said.', 'inevershesaid'],
    ['說：「來，這裡！」', '说来这里'],
    ['ﬃ ① İ 𠀀', 'ffi1i𠀀'],
    ['…… — !', ''],
  ])('of %j is %j', (text, folded) => expect(textOf(fold(text).units)).toBe(folded));

  it('is longer than the text where one character stands for many, and each knows where it came from', () => {
    const { units, at, begins } = fold('ﬃﬃa');
    expect(textOf(units)).toBe('ffiffia');
    expect([...at]).toEqual([0, 0, 0, 1, 1, 1, 2]);
    expect([...begins]).toEqual([0, 7]);
  });

  it('keeps spans apart', () => {
    const { units, begins } = fold('ab。cd', [
      { start: 0, end: 2 },
      { start: 2, end: 3 },
      { start: 3, end: 5 },
    ]);
    expect(textOf(units)).toBe('ab\u0000\u0000cd');
    expect([...begins]).toEqual([0, 3, 4, 6]);
  });

  it('of two texts joined is the two joined', () => {
    const whole = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(textOf(fold(a + b).units)).toBe(textOf(fold(a).units) + textOf(fold(b).units));
      }),
    );
  });
});
