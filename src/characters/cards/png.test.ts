import { deflateSync, crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPng, plainPng, readTextChunks, takesTexts, withoutTextChunks, withTextChunks } from './png.js';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const signature = latin1('\x89PNG\r\n\x1a\n');
const header = chunk('IHDR', latin1('\0\0\0\x01\0\0\0\x01\x08\0\0\0\0'));
const pixels = chunk('IDAT', deflateSync(Buffer.from([0, 0])));
const end = chunk('IEND', Buffer.alloc(0));
const png = (...chunks: Uint8Array[]) => Buffer.concat([signature, header, ...chunks, pixels, end]);

function typesOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  const types: string[] = [];
  for (let at = 8; at < buffer.length; at += 12 + buffer.readUInt32BE(at)) {
    types.push(buffer.toString('latin1', at + 4, at + 8));
  }
  return types;
}

describe('reading texts', () => {
  it('reads plain, compressed and international texts', () => {
    const bytes = png(
      chunk('tEXt', latin1('one\0caf\xe9')),
      chunk('zTXt', Buffer.concat([latin1('two\0\0'), deflateSync('packed')])),
      chunk('iTXt', Buffer.concat([latin1('three\0\0\0zh\0\0'), Buffer.from('你好')])),
      chunk('iTXt', Buffer.concat([latin1('four\0\x01\0\0\0'), deflateSync(Buffer.from('再见'))])),
    );
    expect(readTextChunks(bytes)).toEqual([
      { keyword: 'one', text: 'café' },
      { keyword: 'two', text: 'packed' },
      { keyword: 'three', text: '你好' },
      { keyword: 'four', text: '再见' },
    ]);
  });

  it('leaves out what is damaged and keeps the rest', () => {
    const flipped = chunk('tEXt', latin1('bad\0text'));
    flipped[13]! ^= 1;
    const bytes = png(
      flipped,
      chunk('tEXt', latin1('no zero')),
      chunk('zTXt', latin1('bad\0\0not deflated')),
      chunk('iTXt', latin1('bad\0\0\0no second zero')),
      chunk('tEXt', latin1('good\0text')),
    );
    expect(readTextChunks(bytes)).toEqual([{ keyword: 'good', text: 'text' }]);
  });

  it('reads what came before a picture ends too early', () => {
    const bytes = png(chunk('tEXt', latin1('good\0text')));
    for (const missing of [1, end.length, end.length + 5]) {
      expect(readTextChunks(bytes.subarray(0, -missing))).toEqual([{ keyword: 'good', text: 'text' }]);
    }
  });

  it('does not unpack a bomb, nor many small ones', () => {
    const bomb = chunk('zTXt', Buffer.concat([latin1('bomb\0\0'), deflateSync(Buffer.alloc(21 << 20))]));
    const good = chunk('tEXt', latin1('good\0text'));
    expect(readTextChunks(png(bomb, good))).toEqual([{ keyword: 'good', text: 'text' }]);

    const small = chunk('zTXt', Buffer.concat([latin1('bomb\0\0'), deflateSync(Buffer.alloc(4 << 20))]));
    const all = readTextChunks(png(...Array.from({ length: 50 }, () => small)));
    expect(all.length).toBeLessThanOrEqual(5);

    const tiny = chunk('zTXt', Buffer.concat([latin1('tiny\0\0'), deflateSync('a')]));
    expect(readTextChunks(png(Buffer.alloc(20_000 * tiny.length, tiny))).length).toBeLessThan(6000);
  });

  it('reads a picture of many chunks, and refuses one of far more than any has before it has walked them all', () => {
    const note = chunk('tEXt', latin1('good\0text'));
    const filled = (count: number) => Buffer.alloc(count * 12, chunk('tIME', Buffer.alloc(0)));
    // 100 MB of pixels in pieces of 8 KB, as libpng writes them, are 12,800 chunks.
    expect(readTextChunks(png(filled(15_000), note))).toEqual([{ keyword: 'good', text: 'text' }]);
    const refused = expect.objectContaining({ code: 'card_unreadable' });
    for (const type of ['tIME', 'tEXt', 'zTXt', '\0\0\0\0']) {
      const many = png(Buffer.alloc(1_000_000 * 12, chunk(type, Buffer.alloc(0))), note);
      expect(() => readTextChunks(many)).toThrow(refused);
      expect(() => withTextChunks(many, [{ keyword: 'a', text: 'b' }])).toThrow(refused);
      expect(() => withoutTextChunks(many, () => true)).toThrow(refused);
      expect(takesTexts(many, 1)).toBe(false);
    }
    // What follows the end is no chunk, though it may look like many.
    const padded = Buffer.concat([png(note), Buffer.alloc(1_000_000)]);
    expect(readTextChunks(padded)).toEqual([{ keyword: 'good', text: 'text' }]);
    expect(takesTexts(padded, 2)).toBe(true);
    expect(takesTexts(png(filled(15_000)), 2)).toBe(true);
    expect(takesTexts(png(filled(22_000)), 5000)).toBe(false);
    expect(takesTexts(latin1('GIF89a'), 1)).toBe(false);
  }, 60_000);

  it('refuses what is no PNG, in words', () => {
    expect(isPng(latin1('\x89PNG'))).toBe(false);
    expect(() => readTextChunks(latin1('GIF89a'))).toThrow(
      expect.objectContaining({ code: 'card_unreadable' }),
    );
  });

  it('never fails otherwise, whatever follows the signature', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.constantFrom('tEXt', 'zTXt', 'iTXt', 'IEND'), fc.uint8Array({ maxLength: 20 }))
        .map(([type, data]) => chunk(type, data)),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const bytes = Buffer.concat([signature, ...parts]);
        const texts = readTextChunks(bytes);
        const written = withTextChunks(bytes, [{ keyword: 'new', text: 'text' }]);
        const old = texts.filter((text) => text.keyword.toLowerCase() !== 'new');
        expect(readTextChunks(written)).toHaveLength(old.length + 1);
      }),
    );
  });
});

describe('writing texts', () => {
  it('replaces those of the same keyword in any case and touches nothing else', () => {
    const bytes = png(
      chunk('tEXt', latin1('Chara\0old')),
      chunk('zTXt', Buffer.concat([latin1('chara\0\0'), deflateSync('old')])),
      chunk('tEXt', latin1('Software\0brush')),
    );
    const written = withTextChunks(bytes, [{ keyword: 'chara', text: 'new' }]);
    expect(readTextChunks(written)).toEqual([
      { keyword: 'chara', text: 'new' },
      { keyword: 'Software', text: 'brush' },
    ]);
    expect(typesOf(written)).toEqual(['IHDR', 'tEXt', 'tEXt', 'IDAT', 'IEND']);
    expect(Buffer.from(withoutTextChunks(written, (keyword) => /^(chara|software)$/.test(keyword)))).toEqual(
      png(),
    );
  });

  it('gives a truncated picture an end', () => {
    const written = withTextChunks(png().subarray(0, -20), [{ keyword: 'chara', text: 'new' }]);
    expect(typesOf(written)).toEqual(['IHDR', 'tEXt', 'IEND']);
  });

  it('gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(readTextChunks(withTextChunks(png(), [{ keyword: 'note', text }]))).toEqual([
          { keyword: 'note', text },
        ]);
      }),
    );
  });
});

describe('the plain picture', () => {
  it('is a whole picture of 400 × 600, the same for the same name and another for another', () => {
    const bytes = Buffer.from(plainPng('温半回'));
    expect(typesOf(bytes)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([400, 600]);
    const rows = inflateSync(bytes.subarray(41, 41 + bytes.readUInt32BE(33)));
    expect(rows).toHaveLength(600 * (1 + 400 * 3));
    expect(Buffer.from(plainPng('温半回'))).toEqual(bytes);
    expect(Buffer.from(plainPng('Nell'))).not.toEqual(bytes);
  });
});
