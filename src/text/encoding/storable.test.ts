import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clean, storable, storableJson } from './storable.js';

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\r',
      '\n',
      '\f',
      '\v',
      '\u2028',
      '\0',
      '\uD83D',
      '\uDE00',
      '\u200B',
      '\u200D',
      '\u200C',
      '👩',
      '🚀',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('clean', () => {
  it('ends every line with one \\n', () => {
    expect(clean('a\r\nb\rc\u2028d\u0085e\n\nf')).toBe('a\nb\nc\nd\ne\n\nf');
    expect(clean('page one\n\fpage two\fpage three')).toBe('page one\npage two\npage three');
  });

  it('drops what cannot be seen', () => {
    expect(
      clean('\uFEFFEli\u200Bza\u00ADbeth\u202E\u2066\u{E0041}\u{E0100}\x07 林\u200C黛\u200D玉\uFEFF'),
    ).toBe('Elizabeth 林黛玉');
  });

  it('keeps joiners where they join', () => {
    const joined = '👩\u200D🚀 👩🏽\u200D💻 ❤\uFE0F\u200D🔥 می\u200Cخواهم क्\u200Dष';
    expect(clean(joined)).toBe(joined);
    expect(clean('a\u200Db 👩\u200D x')).toBe('ab 👩 x');
  });

  it('replaces NUL and halves of characters', () => {
    expect(clean('a\0b\uD83Dc\uDE00')).toBe('a\uFFFDb\uFFFDc\uFFFD');
  });

  it('is idempotent and leaves nothing invisible', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const once = clean(text);
        expect(clean(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toMatch(/[\0-\x08\x0B-\x1F\x7F-\x9F\u200B\u2028\u202A-\u202E\uFEFF]/);
      }),
    );
  });

  it('changes nothing of plain English or Chinese', () => {
    const plain = '“I am,” said she.\n\n　　黛玉笑道：「好。」\t1½ × ２';
    expect(clean(plain)).toBe(plain);
  });
});

describe('storable', () => {
  it('changes NUL and unpaired surrogates, and nothing else', () => {
    expect(storable('a\0b\r\n\u200B\u202E\uD800')).toBe('a\uFFFDb\r\n\u200B\u202E\uFFFD');
    fc.assert(
      fc.property(nasty, (text) => {
        const stored = storable(text);
        expect(stored.length).toBe(text.length);
        expect(stored).not.toContain('\0');
        if (text.isWellFormed() && !text.includes('\0')) expect(stored).toBe(text);
      }),
    );
  });
});

describe('storableJson', () => {
  it('is the JSON of the value where that can be stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const kept = storableJson(value);
        expect(kept).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/);
        const json = JSON.stringify(value);
        if (!json.includes('\\u') && !/\de[+-]\d/.test(json)) expect(kept).toBe(json);
      }),
    );
  });

  it.each([
    [{ a: 'x\ud83d' }, { a: 'x\ufffd' }],
    [{ 'k\0': ['\udc00', 1, null] }, { 'k\ufffd': ['\ufffd', 1, null] }],
    [
      ['\\u0000', '\\\0', '\\\\ud83d', '😀'],
      ['\\u0000', '\\\ufffd', '\\\\ud83d', '😀'],
    ],
    ['\u0001\n"', '\u0001\n"'],
    // PostgreSQL writes these out, digit by digit.
    [
      [1e308, -1e21, 5e-324, 1.5e-100],
      ['1e+308', '-1e+21', '5e-324', '1.5e-100'],
    ],
    [
      [1e20, 4e-7, -1.1e-16, 0, '1e+308'],
      [1e20, 4e-7, -1.1e-16, 0, '1e+308'],
    ],
    [
      [{ 'a\0': 1e308 }, '2e+2'],
      [{ 'a\ufffd': '1e+308' }, '2e+2'],
    ],
  ])('mends what PostgreSQL refuses or makes long, and nothing else: %j', (value, kept) => {
    expect(JSON.parse(storableJson(value))).toEqual(kept);
  });
});
