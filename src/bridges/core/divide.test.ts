import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { divided } from './divide.js';
import { sizeOf, type Unit } from './size.js';

const bare = (text: string) => text.replace(/\s+/g, '');

describe('a reply divided into messages', () => {
  it('stays whole where it fits, and is nothing where there is nothing', () => {
    expect(divided('  Hello.  ', 100, 'utf-16')).toEqual(['Hello.']);
    expect(divided(' \n ', 100, 'utf-16')).toEqual([]);
  });

  it('is cut behind paragraphs first, then lines, then sentences of either language, then words', () => {
    const a = 'a'.repeat(60);
    const b = 'b'.repeat(60);
    expect(divided(`${a}\n\n${b}\n${b}`, 130, 'utf-16')).toEqual([a, `${b}\n${b}`]);
    expect(divided(`${a}\n${b} ${b}`, 130, 'utf-16')).toEqual([a, `${b} ${b}`]);
    expect(divided(`${a}. ${b}, and more of it`, 100, 'utf-16')).toEqual([`${a}.`, `${b}, and more of it`]);
    const zh = '你好吗'.repeat(20);
    expect(divided(`${zh}。”${zh}！`, 100, 'code points')).toEqual([`${zh}。”`, `${zh}！`]);
  });

  it('closes a block of code that is cut, and opens it again', () => {
    const lines = Array.from({ length: 12 }, (_, n) => `const value${n} = ${n};`).join('\n');
    const parts = divided(`\`\`\`ts\n${lines}\n\`\`\`\nThat is all.`, 120, 'utf-16');
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(part.match(/```/g)!.length % 2).toBe(0);
    for (const part of parts.slice(0, -1)) expect(part).toMatch(/^```ts\n[^]*\n```$/);
    expect(parts.at(-1)).toContain('That is all.');
    expect(
      parts
        .join('\n')
        .split('\n')
        .filter((line) => line.startsWith('const')),
    ).toEqual(lines.split('\n'));
  });

  it('counts as its platform does', () => {
    const smile = '😀'.repeat(100);
    expect(divided(smile, 100, 'code points')).toHaveLength(1);
    expect(divided(smile, 100, 'utf-16').join('')).toBe(smile);
    expect(divided(smile, 100, 'bytes').join('')).toBe(smile);
    for (const part of divided(smile, 100, 'bytes')) expect(part.isWellFormed()).toBe(true);
  });

  it('leaves nothing out and is never too long, whatever it is', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\n',
        '\n\n',
        ' ',
        '```\n',
        '```js\n',
        '~~~\n',
        '. ',
        '。',
        '，',
        '`````````````',
        '\n```\n',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.lorem({ maxCount: 30 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.integer({ min: 80, max: 300 }),
        fc.constantFrom<Unit>('utf-16', 'code points', 'bytes'),
        (pieces, most, unit) => {
          const text = pieces.join('');
          const parts = divided(text, most, unit);
          for (const part of parts) {
            expect(sizeOf(part, unit)).toBeLessThanOrEqual(most);
            expect(part.trim()).not.toBe('');
          }
          const without = (joined: string) => bare(joined).replace(/[`~]/g, '').replace(/js/g, '');
          expect(without(parts.join(''))).toBe(without(text));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is quick for a long one', () => {
    const long = 'A sentence of a few words. '.repeat(8000);
    const parts = divided(long, 2000, 'code points');
    expect(bare(parts.join(''))).toBe(bare(long));
  });
});
