import { describe, expect, it } from '@jest/globals';
import { readJson } from './lossless.js';

describe('JSON of a platform', () => {
  it('keeps all digits of whole numbers, and whatever stands in texts', () => {
    const text = String.raw`{"a":18446744073709551615,"b":[-9007199254740993, 9007199254740991,1.2345678901234567890,1e17],
      "c":"18446744073709551615","d\"":"\\\"-9007199254740993\\","12345678901234567890":0}`;
    expect(readJson(text)).toEqual({
      a: '18446744073709551615',
      b: ['-9007199254740993', 9007199254740991, expect.closeTo(1.2345678, 6), 1e17],
      c: '18446744073709551615',
      'd"': String.raw`\"-9007199254740993\ `.trim(),
      '12345678901234567890': 0,
    });
  });

  it.each([
    ['no JSON', '{"a":12345678901234567890'],
    ['a text that does not end', `"${'\\"'.repeat(1_000_000)}1234567890123456`],
    ['a depth without end', `${'['.repeat(101)}${']'.repeat(101)}`],
    ['values without end', `[${'{},'.repeat(1_000_000)}1]`],
  ])('is nothing where it is %s', (_, text) => {
    expect(readJson(text)).toBeUndefined();
  });
});
