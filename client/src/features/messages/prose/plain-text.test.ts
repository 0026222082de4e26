import { describe, expect, it } from '@jest/globals';
import { plainText } from './plain-text.js';

describe('plainText', () => {
  it.each([
    ['*She nods.* “**Yes**, ~~no~~.”', 'She nods. “Yes, no.”'],
    ['*他点头，走', '他点头，走'],
    ['# The *end*\n\n> of `it`', 'The end\nof it'],
    ['- one\n- [two](https://example.org)\n\n3. three', 'one\ntwo\n3. three'],
    ['![灯塔](https://example.org/a.png) {漢字|かんじ}', '灯塔 漢字'],
    ['a\n\n***\n\nb', 'a\nb'],
    ['2 * 3 <b>', '2 * 3 <b>'],
  ])('%j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});
