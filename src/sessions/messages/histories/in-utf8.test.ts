import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { ImportReport } from '../../../characters/imports/import-report.js';
import { inUtf8 } from './in-utf8.js';

const read = (file: Buffer) => inUtf8(file, new ImportReport('en')).toString();
const LINES = ['灯塔还亮着吗？海上起雾了，我看不见堤坝。', '亮着呢，你看那边的光，一闪一闪的。'];

describe('a file of a chat in UTF-8', () => {
  it('stays the same bytes, also where it was cut within a character', () => {
    const file = Buffer.from(LINES.join('\n'));
    expect(inUtf8(file, new ImportReport('en'))).toBe(file);
    const cut = file.subarray(0, file.length - 2);
    expect(inUtf8(cut, new ImportReport('en'))).toBe(cut);
  });

  it.each([
    ['gb18030', LINES.join('\n')],
    ['big5', '燈塔還亮著嗎？海上起霧了，我看不見堤壩。\n亮著呢，你看那邊的光，一閃一閃的。'],
    ['utf16le', LINES.join('\n')],
    ['utf16be', LINES.join('\n')],
  ])('is made of one in %s', (encoding, text) => {
    expect(read(iconv.encode(text, encoding, { addBOM: true })).replace(/^\uFEFF/, '')).toBe(text);
  });

  it('is made of one that has lines of both', () => {
    const parts = [Buffer.from(LINES[0]!), iconv.encode(LINES[1]!, 'gb18030'), Buffer.from(`${LINES[0]!}\n`)];
    const file = Buffer.concat(parts.flatMap((part, n) => (n ? [Buffer.from('\n'), part] : [part])));
    expect(read(file)).toBe(`${LINES[0]}\n${LINES[1]}\n${LINES[0]}\n`);
  });
});
