import { describe, expect, it } from '@jest/globals';
import { NUMBER_EN, NUMBER_ZH, ordinal } from './ordinals.js';

describe('ordinal', () => {
  it.each([
    ['7', 7],
    ['IV', 4],
    ['xlii', 42],
    ['CXIX', 119],
    ['Twelve', 12],
    ['FIRST', 1],
    ['twenty-third', 23],
    ['Thirty One', 31],
    ['fortieth', 40],
    ['One Hundred', 100],
    ['a hundred and five', 105],
    ['two hundred twenty-first', 221],
    ['三', 3],
    ['十', 10],
    ['十二', 12],
    ['廿一', 21],
    ['一百零二', 102],
    ['一二○', 120],
    ['两千三百', 2300],
    ['１２', 12],
    ['上', 1],
    ['下', 3],
  ])('%s is %i', (written, number) => {
    expect(ordinal(written)).toBe(number);
    if (/[上下]/.test(written)) return;
    expect(written).toMatch(new RegExp(`^(?:${NUMBER_EN}|${NUMBER_ZH})$`, 'i'));
  });
});
