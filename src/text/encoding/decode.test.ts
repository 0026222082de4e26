import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { candidates, decode } from './decode.js';

/** Encodes by turning the platform's decoder round. */
function encoder(encoding: string): (text: string) => Uint8Array {
  const decoder = new TextDecoder(encoding);
  const codes = new Map<string, number[]>();
  for (let b = 0; b < 0x80; b++) codes.set(String.fromCharCode(b), [b]);
  for (let lead = 0xfe; lead >= 0x81; lead--) {
    for (let trail = 0xfe; trail >= 0x40; trail--) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if (char.length === 1 && char !== '\uFFFD') codes.set(char, [lead, trail]);
    }
  }
  return (text) => Uint8Array.from([...text].flatMap((char) => codes.get(char) ?? [0x3f]));
}

const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const cp1252 = (text: string) =>
  Uint8Array.from([...text], (char) => ({ '“': 0x93, '”': 0x94, '—': 0x97 })[char] ?? char.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

const simplified =
  '老李推开门，雪花跟着风一起卷了进来。他跺了跺脚，问道：“火还没有灭吧？我走了一整夜，连一盏灯也没有看见。”';
const traditional =
  '老李推開門，雪花跟著風一起捲了進來。他跺了跺腳，問道：「火還沒有滅吧？我走了一整夜，連一盞燈也沒有看見。」';
const japanese =
  '雪は朝まで降り続いて、村の道はすっかり白くなった。「もう誰も来ないだろう」と老人は言って、戸を閉めた。';
const english =
  '“Is the fire out?” he asked. “I have walked all night and did not see a single lamp — not one.”';

/** The same for an encoding of single bytes. */
function byteEncoder(encoding: string): (text: string) => Uint8Array {
  const chars = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return (text) => Uint8Array.from([...text], (char) => chars.indexOf(char));
}

const gbk = encoder('gb18030');
const big5 = encoder('big5');
const sjis = encoder('shift_jis');
const eucjp = encoder('euc-jp');
const euckr = encoder('euc-kr');
const cp1251 = byteEncoder('windows-1251');

describe('decode', () => {
  it.each([
    ['utf-8', utf8(simplified + english), simplified + english],
    ['utf-8', utf8('\uFEFF' + simplified), simplified],
    ['utf-16le', utf16le('\uFEFF' + simplified), simplified],
    ['utf-16be', utf16be('\uFEFF' + english), english],
    ['utf-16le', utf16le(simplified), simplified],
    ['utf-16be', utf16be(traditional), traditional],
    ['utf-16le', utf16le(english), english],
    ['utf-16be', utf16be(japanese), japanese],
    ['gb18030', gbk(simplified), simplified],
    ['big5', big5(traditional), traditional],
    ['windows-1252', cp1252(english), english],
    ['shift_jis', sjis(japanese), japanese],
    ['euc-jp', eucjp(japanese), japanese],
    [
      'gb18030',
      gbk(traditional.replaceAll('「', '“').replaceAll('」', '”')),
      traditional.replaceAll('「', '“').replaceAll('」', '”'),
    ],
  ])('reads one paragraph of %s', (encoding, bytes, text) => {
    const decoded = decode(bytes);
    expect(decoded.text).toBe(text);
    expect(decoded.encoding).toBe(encoding);
    expect(decoded.doubtful).toBe(false);
  });

  it.each([
    ['utf-8', utf8(simplified), 1, simplified],
    ['utf-8', utf8(simplified), 2, simplified],
    ['gb18030', gbk(simplified), 1, simplified],
    ['big5', big5(traditional), 1, traditional],
    ['shift_jis', sjis(japanese), 1, japanese],
    ['euc-jp', eucjp(japanese), 1, japanese],
    ['utf-16le', utf16le(simplified), 1, simplified],
    ['utf-16be', utf16be(traditional), 1, traditional],
  ])('reads %s that begins or ends within a character', (encoding, bytes, cut, text) => {
    for (const part of [bytes.subarray(cut), bytes.subarray(0, -cut), bytes.subarray(cut, -cut)]) {
      const decoded = decode(part);
      expect(decoded.encoding).toBe(encoding);
      // Big5 and Shift_JIS may lose a few characters before they find their way again.
      expect(decoded.text).toContain(text.slice(6, -1));
    }
    expect(decode(bytes.subarray(0, -cut)).doubtful).toBe(true);
  });

  it('takes the encoding that a person chose', () => {
    expect(decode(gbk('雪'), 'gb18030')).toEqual({ text: '雪', encoding: 'gb18030', doubtful: false });
    expect(decode(gbk('雪'), 'big5').text).not.toBe('雪');
    expect(() => decode(utf8('雪'), 'no-such-encoding')).toThrow(
      expect.objectContaining({ code: 'file_not_text' }),
    );
  });

  it('finds the Chinese behind a long English preface', () => {
    const preface = 'This text was typed in by volunteers and checked twice.\n'.repeat(2000);
    const text = preface + (simplified + '\n').repeat(4000);
    const decoded = decode(gbk(text));
    expect(decoded.encoding).toBe('gb18030');
    expect(decoded.text).toBe(text);
  });

  it('reads UTF-8 that was damaged in a place or two, and says so', () => {
    const bytes = utf8(simplified.repeat(50));
    bytes[700] = 0xff;
    const decoded = decode(bytes);
    expect(decoded.encoding).toBe('utf-8');
    expect(decoded.doubtful).toBe(true);
    expect(decoded.text.slice(-40)).toBe(simplified.repeat(2).slice(-40));
  });

  it('reads a page of UTF-8 with one byte of another encoding, and says so', () => {
    const bytes = Buffer.concat([
      utf8('“Are you cold?” said Silas. “No,” said Ellen. “You are,” said Ren'),
      Buffer.from([0xe9]),
      utf8('. “I can see it.”'),
    ]);
    expect(decode(bytes)).toMatchObject({ encoding: 'utf-8', doubtful: true });
    expect(decode(bytes).text).toContain('“I can see it.”');
  });

  it('reads past zeros at the head of a short text', () => {
    const bytes = Buffer.concat([Buffer.from([0, 0, 0]), utf8(simplified.repeat(3))]);
    expect(decode(bytes)).toMatchObject({ encoding: 'utf-8', leftOut: 3 });
  });

  it.each([
    ['windows-1252', 'latin1', 'é'],
    ['utf-8', 'utf8', 'é'],
    ['windows-1252', 'latin1', 'É'],
  ] as const)('does not doubt one accented letter of a word in much ASCII: %s', (encoding, as, letter) => {
    const text = `${'The ferry went over at dawn, and nobody was on it. '.repeat(20)}She kept a caf${letter} by the water, ${letter}tienne said.`;
    const decoded = decode(Buffer.from(letter === 'É' ? text.replace('cafÉ', 'house') : text, as));
    expect(decoded).toMatchObject({ encoding, doubtful: false });
    expect(decoded.text).toContain(`${letter}tienne`);
  });

  it('reads past a few zeros, and says how many were left out', () => {
    for (const [bytes, encoding] of [
      [utf8(simplified.repeat(20)), 'utf-8'],
      [gbk(simplified.repeat(20)), 'gb18030'],
    ] as const) {
      const at = bytes.indexOf(0x0a) + 1 || bytes.length;
      const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0]), bytes.subarray(at)]);
      const text = decode(bytes).text;
      expect(decode(broken)).toEqual({ text, encoding, doubtful: false, leftOut: 1 });
      expect(decode(broken, encoding).text).toBe(text);
    }
    const ascii = Buffer.from(
      'The ferry went over at dawn.\0 Nobody was on it.\n'.replace('\0', '').repeat(40),
    );
    const one = Buffer.concat([ascii.subarray(0, 900), Buffer.from([0]), ascii.subarray(900)]);
    expect(decode(one)).toMatchObject({ text: ascii.toString(), doubtful: false, leftOut: 1 });
  });

  it('reads two encodings in one file, each as it is', () => {
    const story = '雪下了一夜，天亮时才停。老李推开门，看见院子里有一行脚印，却没有人。\n';
    for (const parts of [
      [utf8(story.repeat(30)), gbk(story.repeat(20))],
      [gbk(story.repeat(30)), utf8(story.repeat(20))],
      [gbk(story.repeat(5)), Buffer.from('Chapter 2\n\n'), utf8(story.repeat(5)), gbk(story)],
    ]) {
      const decoded = decode(Buffer.concat(parts));
      expect(decoded.text.replace('Chapter 2\n\n', '').replaceAll(story, '')).toBe('');
      expect(decoded.doubtful).toBe(false);
    }
  });

  it('is doubtful of a guess from a handful of bytes', () => {
    expect(decode(Uint8Array.of(0x63, 0x61, 0x66, 0xe9)).doubtful).toBe(true);
  });

  it('keeps the first character of a short text, however rare', () => {
    const cat = decode(sjis('猫です。'));
    expect(cat).toEqual({ text: '猫です。', encoding: 'shift_jis', doubtful: true });
    expect(decode(gbk('猁的。')).text).toBe('猁的。');
  });

  it('doubts UTF-8 of a character or two that another encoding may have meant', () => {
    expect(decode(gbk('猫'))).toEqual({ text: 'è', encoding: 'utf-8', doubtful: true });
    for (const text of ['café', 'Привет!', '«Да»', 'Ñandú', 'Zoë', 'naïve — “é”'])
      expect(decode(utf8(text))).toEqual({ text, encoding: 'utf-8', doubtful: false });
  });

  it('is right or in doubt of a short text in an older encoding, and offers the right one', () => {
    const words: [(text: string) => Uint8Array, string[]][] = [
      [sjis, ['猫', 'です', '。', '私', 'は', '先生', '東京', 'ア', '「はい」', '海', '見た']],
      [eucjp, ['猫', 'です', '。', '私', 'は', '先生', '東京', 'ア', '「はい」', '海', '見た']],
      [gbk, ['猫', '是', '。', '我', '你好', '先生', '北京', '“好”', '海', '看见', '胡桃', '联通']],
      [big5, ['貓', '是', '。', '我', '你好', '先生', '臺北', '「好」', '海', '看見', '胡桃']],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...words).chain(([encode, known]) =>
          fc.record({
            encode: fc.constant(encode),
            parts: fc.array(fc.constantFrom(...known, 'A', ' ', 'ok'), { minLength: 1, maxLength: 6 }),
          }),
        ),
        ({ encode, parts }) => {
          const text = parts.join('');
          fc.pre(/[^\0-\x7F]/.test(text) && text === text.trim());
          const bytes = encode(text);
          fc.pre(Buffer.from(bytes).toString().includes('\uFFFD')); // else it is UTF-8 as well
          const decoded = decode(bytes);
          if (decoded.text !== text) expect(decoded).toMatchObject({ doubtful: true });
          if (decoded.doubtful) {
            expect(candidates(bytes).map(({ preview }) => preview)).toContain(text.replace(/\s+/g, ' '));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['gb18030', gbk, '苏晴', '', ''],
    ['gb18030', gbk, '顾清寒', '剑宗大师兄', '师弟，练剑去。'],
    ['gb18030', gbk, '糖糖', '', '喵！'],
    ['big5', big5, '林默', '私家偵探', '有事？'],
    ['big5', big5, '雷恩', '傭兵隊長。', '活兒呢？'],
    ['shift_jis', sjis, '鈴木', '', ''],
    ['shift_jis', sjis, '桜', '転校生', 'よろしくね。'],
    ['euc-kr', euckr, '미미', '', '야옹!'],
    ['euc-kr', euckr, '레온', '용병대장.', '일은?'],
    ['windows-1251', cp1251, 'Вера', '', ''],
    ['windows-1251', cp1251, 'Ворон', 'убийца', 'Тише.'],
    ['windows-1251', cp1251, 'Мирослава', 'Ученица, робкая и тихая.', 'Привет…'],
  ] as const)('reads a short card in %s', (encoding, encode, name, description, first_mes) => {
    const data = { name, description, personality: '', scenario: '', first_mes, mes_example: '' };
    const text = JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data });
    const decoded = decode(encode(text));
    expect(decoded).toMatchObject({ text, encoding });
  });

  it('reads an empty file as an empty text', () => {
    expect(decode(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8', doubtful: false });
  });

  it('refuses what is no text', () => {
    const png = [
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0,
    ];
    let seed = 7;
    const noise = Uint8Array.from(
      { length: 5000 },
      () => (seed = (seed * 1103515245 + 12345) % 2147483648) >> 16,
    );
    for (const bytes of [
      Uint8Array.from(png),
      noise,
      new Uint8Array(300),
      Uint8Array.of(0xff, 0xfe, ...png),
      noise.map((byte) => byte | 0x80),
      noise.map((byte) => (byte < 0x20 || byte === 0x7f ? 0x41 : byte)),
      Uint8Array.of(0xef, 0xbb, 0xbf, ...noise),
    ]) {
      expect(() => decode(bytes)).toThrow(expect.objectContaining({ code: 'file_not_text' }));
    }
  });

  it('offers in its refusal only what it takes', () => {
    expect(() => decode(new Uint8Array(300))).toThrow(/text, EPUB, DOCX, PDF or HTML file/);
  });

  it('refuses what turns out to be no text behind a page of it', () => {
    const page = utf8('A page of plain text.\n'.repeat(100));
    const behind = new Uint8Array(page.length * 20).map((_, n) => (n * 7919) % 251);
    expect(() => decode(Buffer.concat([page, behind]))).toThrow(
      expect.objectContaining({ code: 'file_not_text' }),
    );
  });

  it('answers or refuses whatever it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          const decoded = decode(bytes);
          expect(decode(bytes)).toEqual(decoded);
          expect(decode(bytes, decoded.encoding).encoding).toBe(decoded.encoding);
        } catch (error) {
          expect(error).toMatchObject({ code: 'file_not_text' });
        }
      }),
    );
  });

  it('reads all UTF-8 back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\0-\x1F\x7F\uFEFF]/.test(text));
        expect(decode(utf8(text)).text).toBe(text);
      }),
    );
  });
});

describe('candidates', () => {
  it.each([
    ['utf-8', utf8(simplified), simplified],
    ['gb18030', gbk(simplified), simplified],
    ['big5', big5(traditional), traditional],
    ['shift_jis', sjis(japanese), japanese],
    ['utf-16be', utf16be('\uFEFF' + simplified), simplified],
    ['utf-16le', utf16le(english), english],
    ['windows-1252', cp1252(english), english],
  ])('has %s first, with what it reads', (encoding, bytes, text) => {
    expect(candidates(bytes)[0]).toEqual({ encoding, preview: text });
  });

  it('offers others where a few bytes may be several things, each once', () => {
    const found = candidates(gbk('雪夜'));
    expect(found.map(({ preview }) => preview)).toContain('雪夜');
    expect(found.length).toBeGreaterThan(1);
    expect(new Set(found.map(({ preview }) => preview)).size).toBe(found.length);
  });

  it('shows the first two hundred readable characters on one line', () => {
    const [first] = candidates(gbk(`\n\n${(simplified + '\n').repeat(20)}`));
    expect(first!.preview).toBe((simplified + ' ').repeat(20).slice(0, 200));
  });

  it('has none for what is no text', () => {
    expect(candidates(new Uint8Array(300))).toEqual([]);
    expect(candidates(new Uint8Array())).toEqual([]);
  });

  it('agrees with what decode does, whatever it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const found = candidates(bytes);
        for (const { encoding, preview } of found) {
          expect(new TextDecoder(encoding).encoding).toBe(encoding);
          expect(preview).not.toBe('');
          expect(preview.length).toBeLessThanOrEqual(200);
        }
      }),
    );
  });
});
