import { describe, expect, it } from '@jest/globals';
import { pdfOf } from '../../test/support/files/pdf.js';
import { EPUB, GBK, STORY } from '../../test/support/files/small-files.js';
import { zipOf, type ZipFile } from '../../test/support/files/zip.js';
import { extractFile as extractAll } from './extract-file.js';

const extractFile = async (name: string, bytes: Uint8Array, encoding?: string) => {
  const [text, ...more] = await extractAll(name, bytes, encoding === undefined ? {} : { encoding });
  expect(more).toEqual([]);
  return text!;
};

describe('extractFile', () => {
  it('reads a text in its encoding, cleaned and without divisions of its own', async () => {
    const utf8 = await extractFile('守灯人.第一卷.txt', Buffer.from('\uFEFF第一回\r\n\u200B她来了。\r\n'));
    expect(utf8).toEqual({
      title: '守灯人.第一卷',
      text: '第一回\n她来了。\n',
      mediaType: 'text/plain',
      encoding: 'utf-8',
    });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(STORY, 'utf16le')]);
    expect(await extractFile('a.txt', utf16)).toMatchObject({ text: STORY, encoding: 'utf-16le' });
    expect(await extractFile('a.md', GBK)).toMatchObject({
      text: '胡桃来了。'.repeat(40),
      encoding: 'gb18030',
    });
  });

  it('goes by what is in a file, not by its name', async () => {
    const html = `<!DOCTYPE html>\n<!-- saved from url=(0020)https://a.test/ -->\n<html><head><meta charset="utf-8"><title>守灯人</title></head><body><p>${STORY}</p></body></html>`;
    expect(await extractFile('x.txt', Buffer.from(html))).toMatchObject({
      title: '守灯人',
      text: STORY,
      mediaType: 'text/html',
      encoding: 'utf-8',
    });
    expect(await extractFile('x.txt', Buffer.from(`\uFEFF${html}`, 'utf16le'))).toMatchObject({
      title: '守灯人',
    });
    expect(await extractFile('x.html', EPUB)).toMatchObject({ title: 'x', text: 'Ada planted a tree.' });
    expect(await extractFile('no-name', Buffer.from('Only words.'))).toMatchObject({
      mediaType: 'text/plain',
    });
    const xhtml = `<?xml version="1.0"?>${html}`;
    expect(await extractFile('x', Buffer.from(xhtml))).toMatchObject({ mediaType: 'text/html' });
  });

  it('takes a text for a text when it begins like a picture or a program', async () => {
    for (const text of [
      'BM is what they called him.',
      'MZ, the smith, was late.',
      'GIF89a is a format.',
      'ID3 tags',
    ]) {
      expect(await extractFile('a.txt', Buffer.from(text))).toMatchObject({ text, mediaType: 'text/plain' });
    }
  });

  it('tells a PDF, a saved page, a Markdown text and a chat log by what they are', async () => {
    const words = 'The keeper went down to the water and counted the boats.';
    expect(await extractFile('a.txt', pdfOf([[{ text: words }]]))).toMatchObject({
      title: 'a',
      text: words,
      mediaType: 'application/pdf',
    });
    const page = `From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>${words}</p>\r\n--b--`;
    expect(await extractFile('a.html', Buffer.from(page))).toMatchObject({
      text: words,
      mediaType: 'multipart/related',
    });
    expect(await extractFile('守.md', Buffer.from('# 灯\n\n她来了。'))).toMatchObject({
      title: '灯',
      headings: [{ title: '灯', start: 0 }],
      mediaType: 'text/markdown',
    });
    const log = 'Ada: Is it in?\nBen: No.\nAda: Then we wait.\nBen: Yes.';
    expect(await extractFile('log.txt', Buffer.from(log))).toMatchObject({
      title: 'log',
      text: log.replaceAll('\n', '\n\n'),
      mediaType: 'text/x-chat-log',
    });
  });

  it('reads a text in the encoding that a person chose, unless it says itself', async () => {
    const big5 = Buffer.from([0xa6, 0x6f, 0xa8, 0xd3, 0xa4, 0x46, 0xa1, 0x43]);
    expect(await extractFile('a.txt', big5, 'big5')).toMatchObject({ text: '她來了。', encoding: 'big5' });
    expect(
      await extractFile(
        'a.html',
        Buffer.concat([Buffer.from('<p>'), ...Array<Buffer>(10).fill(big5)]),
        'big5',
      ),
    ).toMatchObject({
      text: '她來了。'.repeat(10),
    });
    const marked = Buffer.from(`\uFEFF她来了。`, 'utf16le');
    expect(await extractFile('a.txt', marked, 'big5')).toMatchObject({ text: '她来了。' });
  });

  it.each<[string, string, Buffer, RegExp]>([
    ['a binary spreadsheet', 'a.xlsb', zipOf([{ name: 'xl/workbook.bin', content: 'w' }]), /\.docx.*\.txt/],
    [
      'an open spreadsheet',
      'a.ods',
      zipOf([{ name: 'content.xml', content: '<x><office:spreadsheet/></x>' }]),
      /\.docx/,
    ],
    ['a card', 'a.charx', zipOf([{ name: 'card.json', content: '{}' }]), /character card/],
    [
      'an old Word document',
      'a.doc',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      /\.docx/,
    ],
    ['a newer Kindle book', 'a.kfx', Buffer.from('\xEADRMION\xEE\0\0', 'latin1'), /\.epub/],
    ['another archive', 'a.7z', Buffer.from('377abcaf271c0004', 'hex'), /\.zip/],
    [
      'a picture',
      'a.txt',
      Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'),
      /png/,
    ],
    ['a book of XML', 'a.xml', Buffer.from('<?xml version="1.0"?><TEI><p>x</p></TEI>'), /\.epub/],
  ])('does not read %s, and says what to do', async (_, name, bytes, advice) => {
    await expect(extractFile(name, bytes)).rejects.toMatchObject({
      code: 'file_unsupported',
      message: expect.stringMatching(advice),
    });
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'file_not_text'],
    ['blanks', Buffer.from(' \n\u3000\n'), 'file_not_text'],
    ['no text', Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7919) % 32)), 'file_not_text'],
    ['half a book', EPUB.subarray(0, 300), 'file_broken'],
    ['half an archive', Buffer.from('PK\x03\x04'), 'file_broken'],
    ['half a PDF', pdfOf([[{ text: 'The keeper went down to the water.' }]]).subarray(0, 300), 'file_broken'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(extractFile('a.txt', bytes)).rejects.toMatchObject({ code });
  });
});

describe('extractFile of what was fetched', () => {
  it('goes by the encoding that its server named, except where it is plainly UTF-8', async () => {
    const known = (charset: string) => ({ url: 'https://a.test/b', charset });
    expect(await extractAll('a.txt', GBK, known('gbk'))).toMatchObject([
      { encoding: 'gbk', text: '胡桃来了。'.repeat(40), url: 'https://a.test/b' },
    ]);
    for (const charset of ['iso-8859-1', 'gb2312', 'big5', 'windows-1252'])
      expect(await extractAll('a.txt', Buffer.from(STORY), known(charset))).toMatchObject([
        { encoding: 'utf-8', text: STORY },
      ]);
    const french = Buffer.from('Le café est fermé. '.repeat(4), 'latin1');
    expect(await extractAll('a.txt', french, known('iso-8859-1'))).toMatchObject([
      { encoding: 'windows-1252', text: 'Le café est fermé. '.repeat(4) },
    ]);
  });
});

describe('extractFile in doubt', () => {
  it('shows of a page what is read on it, and of a text what is beyond ASCII', async () => {
    const menu = 'Home Novels Authors Search Contact '.repeat(20);
    const bytes = (text: string) => Buffer.from(text, 'latin1');
    const ending = 'She said \u00abthe boat is by the water.';
    for (const [name, content] of [
      ['a.html', `<html><body><p>${menu}</p><p>${ending}</p></body></html>`],
      ['a.txt', `${menu}\n${ending}`],
    ] as const) {
      const { encodings, doubtful } = await extractFile(name, bytes(content));
      expect(doubtful).toBe(true);
      expect(encodings!.length).toBeGreaterThan(1);
      for (const { preview } of encodings!) expect(preview).not.toMatch(/[<>]/);
      expect(encodings![0]!.preview).toContain(ending);
    }
  });
});

describe('extractFile on an archive', () => {
  const zip = (...files: ZipFile[]) => extractAll('books.zip', zipOf(files));

  it('reads each text, by the numbers in their names, and leaves out what lies about', async () => {
    const texts = await zip(
      { name: 'book/10.txt', content: 'Ten.' },
      { name: 'book/2.md', content: '# Two\n\nWords.' },
      { name: 'book/守灯人.txt', content: GBK },
      { name: 'page.html', content: `<p>${STORY}</p>` },
      { name: 'page_files/x.png', content: 'x' },
      { name: '__MACOSX/book/._2.md', content: 'x' },
      { name: '.DS_Store', content: 'x' },
      { name: 'empty.txt', content: '' },
      { name: 'inner.epub', content: EPUB },
      {
        name: 'inner.pdf',
        content: pdfOf([[{ text: 'The keeper went down to the water and counted the boats.' }]]),
      },
    );
    expect(texts.map(({ title }) => title)).toEqual(['Two', '10', '守灯人', 'inner', 'inner', 'page']);
    expect(texts[2]).toMatchObject({ encoding: 'gb18030' });
  });

  it('understands names in GBK, as archives made in China have them', async () => {
    const name = Buffer.from([0xba, 0xfa, 0xcc, 0xd2, 0x2e, 0x74, 0x78, 0x74]);
    const bytes = zipOf([{ name: 'xxxx.txt', content: 'Words.' }]);
    for (let at = bytes.indexOf('xxxx.txt'); at >= 0; at = bytes.indexOf('xxxx.txt', at))
      name.copy(bytes, at);
    bytes.writeUInt16LE(0, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 8);
    expect((await extractAll('a.zip', bytes)).map(({ title }) => title)).toEqual(['胡桃']);
  });

  it.each<[string, ZipFile[], string, RegExp]>([
    [
      'an archive in it',
      [{ name: 'in.zip', content: zipOf([{ name: 'a.txt', content: 'x' }]) }],
      'file_unsupported',
      /^in\.zip: .*unpack/i,
    ],
    [
      'something else in it',
      [
        { name: 'a.txt', content: 'x' },
        { name: 'b.doc', content: Buffer.from('d0cf11e0a1b11ae1', 'hex') },
      ],
      'file_unsupported',
      /^b\.doc: /,
    ],
    ['pictures alone', [{ name: 'a.png', content: 'x' }], 'file_unsupported', /no texts/],
    ['empty files alone', [{ name: 'a.txt', content: '' }], 'file_not_text', /empty/],
    [
      'very many texts',
      Array.from({ length: 101 }, (_, i) => ({ name: `${i}.txt`, content: 'x' })),
      'archive_unsafe',
      /100/,
    ],
    ['a bomb', [{ name: 'a.txt', content: Buffer.alloc(10 << 20), deflate: true }], 'archive_unsafe', /./],
    ['a password', [{ name: 'a.txt', content: 'x', encrypted: true }], 'file_encrypted', /password/],
    ['names that lead outside', [{ name: '../a.txt', content: 'x' }], 'archive_unsafe', /outside/],
  ])('refuses one with %s', async (_, files, code, message) => {
    await expect(zip(...files)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('calls one broken that was cut, wherever', async () => {
    const whole = zipOf([{ name: 'a.txt', content: 'words '.repeat(20), deflate: true }]);
    for (let length = 4; length < whole.length; length += 5) {
      await expect(extractAll('a.zip', whole.subarray(0, length))).rejects.toMatchObject({
        code: 'file_broken',
      });
    }
  });
});
