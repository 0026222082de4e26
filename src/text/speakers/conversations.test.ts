import { describe, expect, it } from '@jest/globals';
import { conversationPairs } from './conversations.js';
import type { Passage, Quotation } from '../types.js';

/** One passage a line; a number begins another section after that many silent passages. */
function scene(...lines: (string | null | number)[]): [Passage[], Quotation[]] {
  const passages: Passage[] = [];
  const quotations: Quotation[] = [];
  let section = 1;
  for (const line of lines) {
    if (typeof line === 'number') {
      for (let i = 0; i < Math.abs(line); i++)
        passages.push({ n: passages.length + 1, section, start: 0, end: 1 });
      if (line < 0) section++;
      continue;
    }
    passages.push({ n: passages.length + 1, section, start: 0, end: 1 });
    quotations.push({ start: 0, end: 1, passage: passages.length, text: '…', speaker: line });
  }
  return [passages, quotations];
}

describe('who speaks with whom', () => {
  it('counts neighbouring lines of two people, either way round', () => {
    expect(conversationPairs(...scene('沈婆婆', '阿福', '沈婆婆', '沈婆婆', '阿福'))).toEqual([
      { a: '沈婆婆', b: '阿福', times: 3 },
    ]);
  });

  it('leaves out lines that nobody is known to say', () => {
    expect(conversationPairs(...scene('Martha', null, 'Tobias'))).toEqual([]);
  });

  it('ends a conversation where a section ends, or where nobody speaks for long', () => {
    expect(conversationPairs(...scene('Martha', -1, 'Tobias'))).toEqual([]);
    expect(conversationPairs(...scene('Martha', 4, 'Tobias'))).toEqual([]);
    expect(conversationPairs(...scene('Martha', 3, 'Tobias'))).toHaveLength(1);
  });

  it('puts the most frequent first', () => {
    expect(conversationPairs(...scene('A', 'B', 9, 'A', 'C', 'A')).map(({ b }) => b)).toEqual(['C', 'B']);
  });
});
