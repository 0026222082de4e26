import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inOneLine } from './one-line.js';

describe('a text in one line', () => {
  it('has one sign for each break, with what is blank around it', () => {
    const text = fc.array(fc.constantFrom('a', ' ', '\n', '\r', '\t', '　', 'b'), { maxLength: 20 });
    fc.assert(
      fc.property(text, fc.constantFrom(' ', ''), (parts, between) => {
        const joined = parts.join('');
        expect(inOneLine(joined, between)).toBe(joined.replace(/\s*\n\s*/g, between));
      }),
    );
  });

  it('takes no longer for a million blanks than its length', () => {
    const text = `a${' '.repeat(1_000_000)}b\nc`;
    expect(inOneLine(text)).toBe(`a${' '.repeat(1_000_000)}b c`);
  });
});
