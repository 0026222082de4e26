import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeLocator } from './locate.js';
import { divide } from './sections.js';

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
});
