import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ThinkingFilter, withoutThinking } from './thinking.js';

function filtered(pieces: string[]): string {
  const filter = new ThinkingFilter();
  return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}

describe('a leading thought', () => {
  it.each([
    ['Hello.', 'Hello.'],
    ['<think>They greet me.</think>\n\nHello.', 'Hello.'],
    ['\n <think></think>你好。', '你好。'],
    ['  Hello. <think>no</think>', '  Hello. <think>no</think>'],
    ['<thinking> is hard', '<thinking> is hard'],
    ['<thi', '<thi'],
    ['<think>endless', ''],
    ['', ''],
  ])('of %j leaves %j', (text, reply) => {
    expect(filtered([text])).toBe(reply);
  });

  it('is taken out wherever the text is divided', () => {
    const part = fc.constantFrom('<think>', '</think>', '<thi', 'nk>', '</', ' ', '\n', 'word', '好', '<');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(filtered(parts)).toBe(filtered([parts.join('')]));
        expect(filtered(Array.from(parts.join('')))).toBe(filtered([parts.join('')]));
      }),
      { numRuns: 1000 },
    );
  });

  it('of a whole answer is cut off also where it was opened in the prompt', () => {
    expect(withoutThinking('The name {x}.</think>{"a":1}')).toBe('The name {x}.</think>{"a":1}');
    expect(withoutThinking('The name.</think>{"a":1}')).toBe('{"a":1}');
    expect(withoutThinking('<think>{"b":2}</think>{"a":1}')).toBe('{"a":1}');
    expect(withoutThinking('{"a":"</think>"}')).toBe('{"a":"</think>"}');
  });
});
