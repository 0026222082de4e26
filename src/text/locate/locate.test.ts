import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeLocator } from './locate.js';
import { divide } from '../structure/sections.js';

const TEXT = `The ferry had not moved since Sunday. Martha kept the rope in her left hand.

“I never learned to swim,” she told them, “and I never meant to.”

渡口的老船夫姓沈，撑了三十年的船，从来没有误过一个时辰。

她说过，河对岸的那盏灯是为一个再也没有回来的人点的。`;
const { passages } = divide(TEXT);
const locate = makeLocator(TEXT, passages);

describe('makeLocator', () => {
  it.each([
    ['Martha kept the rope', 'exact', 'Martha kept the rope'],
    ['"I never learned to swim" she told them', 'normalised', 'I never learned to swim,” she told them'],
    ['渡口的老船夫姓沈,撑了三十年的船', 'normalised', '渡口的老船夫姓沈，撑了三十年的船'],
    ['河对岸的那盏灯是为了一个再也没有回来的人点的', 'fuzzy', '河对岸的那盏灯是为一个再也没有回来的人点的'],
    ['她說過，河對岸的那盞燈', 'fuzzy', '她说过，河对岸的那盏灯'],
    ['她說過，河對岸', 'normalised', '她说过，河对岸'],
    ['The ferry hadnot mowed since Sunday', 'fuzzy', 'The ferry had not moved since Sunday'],
  ])('finds %s', (quote, how, own) => expect(locate(quote)).toMatchObject({ how, quote: own }));

  it.each([
    'She crossed the burning desert upon a camel',
    '老船夫骑着骆驼穿过了沙漠',
    'The ferry had not moved since I never meant to',
    '渡口的老船夫姓沈，那盏灯是为一个再也没有回来的人点的',
    '',
  ])('does not find %j', (quote) => expect(locate(quote)).toBeNull());

  it('finds every stretch of a passage where it stands, with the source’s own characters', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (n, a, b) => {
        const passage = passages[n % passages.length]!;
        const length = passage.end - passage.start;
        const [start, end] = [a % length, b % (length + 1)].sort((x, y) => x - y) as [number, number];
        const quote = TEXT.slice(passage.start + start, passage.start + end);
        fc.pre(quote.trim().length > 3);
        const found = locate(quote, passage.n)!;
        const at = passages[found.passage - 1]!;
        expect(TEXT.slice(at.start + found.start, at.start + found.end)).toBe(found.quote);
        expect(found.quote).toBe(quote.trim());
      }),
    );
  });

  const anything = fc.string({ unit: fc.constantFrom(...'ab 。，“”\n渡口說说ＡéΣİﬃ𠀀😀1'), maxLength: 120 });

  it('never throws, says the same each time, and gives the source’s own characters', () => {
    fc.assert(
      fc.property(anything, anything, fc.integer({ min: -1, max: 9 }), (text, quote, near) => {
        const { passages } = divide(text);
        const found = makeLocator(text, passages)(quote, near);
        expect(makeLocator(text, passages)(quote, near)).toEqual(found);
        if (!found) return;
        const at = passages[found.passage - 1]!;
        expect(text.slice(at.start + found.start, at.start + found.end)).toBe(found.quote);
        expect(at.start + found.end).toBeLessThanOrEqual(at.end);
        expect(found.quote).not.toBe('');
        if (found.how === 'exact') expect(found.quote).toBe(quote.trim());
      }),
    );
  });

  it('finds whatever stands in a passage, without being told where', () => {
    fc.assert(
      fc.property(anything, fc.nat(), fc.nat(), fc.nat(), (text, n, a, b) => {
        const { passages } = divide(text);
        fc.pre(passages.length > 0);
        const passage = passages[n % passages.length]!;
        const chars = [...text.slice(passage.start, passage.end)];
        const [start, end] = [a % chars.length, b % (chars.length + 1)].sort((x, y) => x - y);
        const quote = chars.slice(start, end).join('').trim();
        fc.pre(quote !== '');
        expect(makeLocator(text, passages)(quote)).toMatchObject({ quote, how: 'exact' });
      }),
    );
  });

  it('takes the place nearest to the passage that is cited', () => {
    const lines = Array.from({ length: 40 }, (_, n) =>
      n % 10 === 5 ? `“The river remembers all of us,” said ${n}.` : `Nothing came by on day ${n}.`,
    );
    const text = lines.join('\n\n');
    const find = makeLocator(text, divide(text).passages);
    expect(find('The river remembers all of us', 18)!.passage).toBe(16);
    expect(find('The river “remembers” all of us', 34)!.passage).toBe(36);
    expect(find('The rivet remembers all of us', 24)!.passage).toBe(26);
  });

  it('finds its way in a text that says one thing over and over', () => {
    const text =
      '哈哈哈哈哈哈哈哈哈哈\n'.repeat(20_000) + '哈哈哈嘿哈哈哈哈。\n' + '哈哈，哈哈\n'.repeat(20_000);
    const { passages } = divide(text);
    const find = makeLocator(text, passages);
    expect(find('哈哈哈嘿，哈哈哈哈', 3)).toMatchObject({ passage: 20_001, quote: '哈哈哈嘿哈哈哈哈' });
    expect(find('哈哈哈哈哈哈哈哈', 7)).toMatchObject({ passage: 7, how: 'exact' });
    expect(find('哈哈哈呵哈哈哈哈哈哈', 10_000)).toMatchObject({
      quote: '哈哈哈哈哈哈哈哈哈哈',
      how: 'fuzzy',
    });
  });
});
