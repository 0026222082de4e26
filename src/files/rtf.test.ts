import { describe, expect, it } from '@jest/globals';
import { extractFile } from './extract-file.js';
import { readRtf } from './rtf.js';

const rtf = (body: string) => Buffer.from(`{\\rtf1\\ansi\\ansicpg1252\\deff0 ${body}}`, 'latin1');

describe('readRtf', () => {
  it('reads paragraphs, signs and headings, without tables of fonts and pictures', async () => {
    const [found] = await extractFile(
      'x.rtf',
      rtf(
        "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}{\\stylesheet{\\s0 Normal;}{\\s1\\sb240 heading 1;}}{\\info{\\title No}}\\pard\\s1 One\\par\\pard She said \\ldblquote yes\\rdblquote\\~\\emdash caf\\'e9.{\\pict\\wmetafile8 010203}\\par {\\*\\unknown secret}\\{brace\\}\\par\\pard\\s1 Two\\par\\pard Last{\\footnote note}.\\par",
      ),
    );
    expect(found).toEqual({
      title: 'x',
      text: 'One\n\nShe said “yes” —café.\n\n{brace}\n\nTwo\n\nLast（note）.',
      headings: [
        { title: 'One', start: 0 },
        { title: 'Two', start: 37 },
      ],
      mediaType: 'application/rtf',
    });
  });

  it('reads Chinese by number and by code page', () => {
    expect(readRtf(rtf("\\uc1\\u23567?\\u28385?{\\uc0\\u26469}\\'21\\par")).text).toBe('小满来!');
    const gbk = Buffer.from([0xd0, 0xa1, 0xc2, 0xfa]); // 小满
    const hex = [...gbk].map((byte) => `\\'${byte.toString(16)}`).join('');
    expect(readRtf(rtf(`{\\fonttbl{\\f0 A;}{\\f1\\fcharset134 S;}}\\f1 ${hex}\\f0 \\'e9`)).text).toBe(
      '小满é',
    );
    expect(readRtf(Buffer.from(`{\\rtf1\\ansicpg936 ${hex}}`, 'latin1')).text).toBe('小满');
  });

  it('leaves out what is hidden or deleted', () => {
    expect(readRtf(rtf('seen{\\v hidden} {\\deleted gone}\\v more\\v0 end')).text).toBe('seen end');
  });

  it.each([
    ['nothing', rtf('')],
    ['only a picture', rtf('{\\pict 0102}')],
  ])('refuses %s', (_, bytes) => {
    expect(() => readRtf(bytes)).toThrow(expect.objectContaining({ code: 'file_not_text' }));
  });

  it('refuses groups in groups without end, and is not slowed by what is broken', () => {
    expect(() => readRtf(rtf('{'.repeat(1_000_000)))).toThrow(
      expect.objectContaining({ code: 'file_broken' }),
    );
    expect(readRtf(rtf(`a${'}'.repeat(1_000_000)}b`)).text).toBe('ab');
    expect(readRtf(rtf(`a\\bin99999999 b`)).text).toBe('a');
    expect(readRtf(rtf(`a${"\\'".repeat(300_000)}`)).text).toContain('a');
    expect(readRtf(rtf(`a${'\\u1?'.repeat(300_000)}b`)).text).toContain('a');
  });
});
