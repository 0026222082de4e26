import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeCopyDetector } from './copied.js';

const LETTERS = '云水山风月花雪夜春秋江河湖海天地人心城桥灯船雨雷'.split('');
const WORDS = 'harbour lamp rope ferry clock stone river night bell letter morning tower'.split(' ');

describe('what copies a source', () => {
  it.each([
    ['Chinese', LETTERS, '', 25, '。'],
    ['English', WORDS, ' ', 12, ', '],
  ])('is told by the longest run, whatever stands between, in %s', (_, alphabet, gap, most, mark) => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...alphabet), { minLength: 120, maxLength: 300 }),
        fc.nat(60),
        fc.integer({ min: 2, max: 60 }),
        fc.boolean(),
        (source, at, length, marked) => {
          const run = source.slice(at, at + length);
          const said = marked
            ? run.flatMap((token, n) => (n % 5 ? [gap, token] : [mark, token])).join('')
            : run.join(gap);
          const copies = makeCopyDetector([source.join(gap)]);
          expect(copies(`甲乙 zebra ${said} quartz 丙丁`)).toBe(run.length > most);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is nothing that is said in other words', () => {
    const copies = makeCopyDetector([
      'Martha Quill was a tall woman of sixty, and she had kept the ferry for thirty years.',
    ]);
    expect(
      copies('A tall ferrywoman of sixty who has run the crossing for thirty years and more of her life.'),
    ).toBe(false);
    expect(copies('Martha Quill was a tall woman of sixty, and she had kept the ferry.')).toBe(true);
  });
});
