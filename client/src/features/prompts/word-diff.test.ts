import { describe, expect, it } from '@jest/globals';
import { wordDiff } from './word-diff.js';

const of = (before: string, after: string, but: string) =>
  wordDiff(before, after)
    .filter(({ kind }) => kind !== but)
    .map(({ text }) => text)
    .join('');

describe('wordDiff', () => {
  it('tells words in English, characters in Chinese, and macros whole', () => {
    expect(wordDiff('Write as {{char}} does.', 'Write what {{char}} does.')).toEqual([
      { kind: 'same', text: 'Write ' },
      { kind: 'removed', text: 'as' },
      { kind: 'added', text: 'what' },
      { kind: 'same', text: ' {{char}} does.' },
    ]);
    expect(wordDiff('不要复述', '不必复述')).toEqual([
      { kind: 'same', text: '不' },
      { kind: 'removed', text: '要' },
      { kind: 'added', text: '必' },
      { kind: 'same', text: '复述' },
    ]);
    expect(wordDiff('', 'x')).toEqual([{ kind: 'added', text: 'x' }]);
    expect(wordDiff('x', 'x')).toEqual([{ kind: 'same', text: 'x' }]);
  });

  it('keeps both texts whole, however much they differ', () => {
    const long = (word: string) => Array.from({ length: 4000 }, (_, n) => `${word}${n}`).join(' ');
    for (const [a, b] of [
      ['Say it.\n- one\n- two 三', 'Do not.\n- two 三\n- one'],
      [long('a'), long('b')],
      ['', ''],
    ] as const) {
      expect(of(a, b, 'added')).toBe(a);
      expect(of(a, b, 'removed')).toBe(b);
    }
  });
});
