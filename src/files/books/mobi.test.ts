import { describe, expect, it } from '@jest/globals';
import { mobiOf, palmOf } from '../../../test/support/files/mobi.js';
import { extractFile } from '../extract-file.js';
import { unpackedPalmDoc } from './palm-database.js';

const PAGE =
  '<html><head><guide></guide></head><body><h2>一</h2><p>小满来了。</p><mbp:pagebreak/><h2>二</h2><p>She came, and she stayed.</p></body></html>';
const read = async (bytes: Buffer) => (await extractFile('x.mobi', bytes))[0]!;

describe('a book of a Kindle', () => {
  it('is read, divided by its headings', async () => {
    const whole = Buffer.from(PAGE);
    const cut = 71; // in a character
    const found = await read(mobiOf([whole.subarray(0, cut), whole.subarray(cut)]));
    expect(found).toMatchObject({
      title: 'The Ferry',
      text: '一\n\n小满来了。\n\n二\n\nShe came, and she stayed.',
      headings: [{ title: '一' }, { title: '二' }],
      mediaType: 'application/x-mobipocket-ebook',
    });
  });

  it('is read without what stands behind its records and behind its text', async () => {
    // two bytes by an entry that tells its length, then one byte of a character
    const tail = Buffer.from([0x00, 0x01, 0x82]);
    const styles = Buffer.from('p { color: red }');
    const text = Buffer.from('<p>She came.</p>');
    expect((await read(mobiOf([text], { trailing: 0b10, tail: Buffer.from([0x01, 0x82]) }))).text).toBe(
      'She came.',
    );
    expect((await read(mobiOf([text], { trailing: 0b11, tail })).catch(() => ({ text: '' }))).text).toContain(
      'She came.',
    );
    const newer = mobiOf([Buffer.concat([text, styles])], { version: 8, flow: text.length });
    expect((await read(newer)).text).toBe('She came.');
  });

  it('is unpacked as PalmDOC packs', () => {
    const packed = Buffer.from([0x61, 0x62, 0x80, 0x10, 0x02, 0xc3, 0xa9, 0xe1]);
    // "ab", then three from two back … : distance 2, length 3
    const pair = (2 << 3) | 0;
    const bytes = Buffer.from([0x61, 0x62, 0x80 | (pair >> 8), pair & 0xff, 0x02, 0xc3, 0xa9, 0xe1]);
    expect(unpackedPalmDoc(bytes).toString()).toBe('ababaé a');
    expect(() => unpackedPalmDoc(Buffer.from([0x80, 0x08]))).toThrow(
      expect.objectContaining({ code: 'file_broken' }),
    );
    expect(packed).toHaveLength(8);
  });

  it('is read as plain text where it is one', async () => {
    const head = Buffer.alloc(16);
    head.writeUInt16BE(1, 0);
    head.writeUInt16BE(1, 8);
    expect((await read(palmOf('TEXtREAd', [head, Buffer.from('She came.')]))).text).toBe('She came.');
  });

  it.each<[string, Buffer, string]>([
    ['protected', mobiOf([Buffer.from(PAGE)], { encryption: 2 }), 'file_encrypted'],
    [
      'packed in its seller’s own way',
      mobiOf([Buffer.from(PAGE)], { compression: 17480 }),
      'file_unsupported',
    ],
    ['cut', mobiOf([Buffer.from(PAGE)]).subarray(0, 200), 'file_broken'],
    ['without text', mobiOf([Buffer.from('<p> </p>')]), 'file_not_text'],
    ['without records', palmOf('BOOKMOBI', []), 'file_broken'],
  ])('is refused when it is %s', async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code });
  });

  it('does not unpack without bound', async () => {
    const bomb = Buffer.concat([Buffer.from([0x61]), Buffer.alloc(60_000, Buffer.from([0x80, 0x0f]))]);
    await expect(read(mobiOf([bomb], { compression: 2 }))).rejects.toMatchObject({ code: 'file_broken' });
  });
});
