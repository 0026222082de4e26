import { describe, expect, it } from '@jest/globals';
import { zipOf, type ZipFile } from '../../../test/support/files/zip.js';
import { readEpub } from './epub.js';

const container = (path = 'OPS/book.opf') => ({
  name: 'META-INF/container.xml',
  content: `<?xml version="1.0"?><container><rootfiles><rootfile full-path="${path}" media-type="application/oebps-package+xml"/></rootfiles></container>`,
});

const opf = (manifest: string, spine: string, title = 'The Orchard') => ({
  name: 'OPS/book.opf',
  content: `<?xml version="1.0"?><package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:creator>Nobody</dc:creator><dc:title>${title}</dc:title></metadata><manifest>${manifest}</manifest>${spine}</package>`,
});

const item = (id: string, href: string, rest = '') =>
  `<item id="${id}" href="${href}" media-type="application/xhtml+xml" ${rest}/>`;

const page = (name: string, body: string): ZipFile => ({
  name,
  content: `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>page</title><style>p{}</style></head><body>${body}</body></html>`,
  deflate: true,
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error: { code?: string }) => error.code,
  );

describe('readEpub', () => {
  it('reads the spine in its order, with the titles of the navigation', async () => {
    const book = await readEpub(
      zipOf([
        container(),
        opf(
          item('two', 'two.xhtml') + item('one', 'one.xhtml') + item('nav', 'nav.xhtml', 'properties="nav"'),
          '<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine>',
        ),
        page('OPS/one.xhtml', '<h1>1</h1><p>Ada planted a pear&nbsp;tree &mdash; alone.</p>'),
        page('OPS/two.xhtml', '<p>Ben cut it <i>down</i>.</p><p id="later">He was <br/>sorry.</p>'),
        page(
          'OPS/nav.xhtml',
          '<nav epub:type="landmarks"><a href="one.xhtml">Start</a></nav><nav epub:type="toc"><ol><li><a href="one.xhtml">The Tree</a></li><li><a href="two.xhtml">The Axe</a><ol><li><a href="two.xhtml#later">Remorse</a></li></ol></li></ol></nav>',
        ),
      ]),
    );
    expect(book).toMatchObject({ title: 'The Orchard', mediaType: 'application/epub+zip' });
    expect(book.text).toBe(
      '1\n\nAda planted a pear\u00a0tree — alone.\n\nBen cut it down.\n\nHe was\nsorry.',
    );
    expect(book.headings?.map(({ title, start }) => [title, book.text.slice(start, start + 6)])).toEqual([
      ['The Tree', '1\n\nAda'],
      ['The Axe', 'Ben cu'],
      ['Remorse', 'He was'],
    ]);
  });

  it('finds files whose names differ by case or by how accents are composed', async () => {
    const book = await readEpub(
      zipOf([
        container('ops/Book.opf'),
        opf(item('one', 'Text/été.xhtml'.normalize('NFD')) + item('two', 'TEXT/two.XHTML'), '<spine><itemref idref="one"/><itemref idref="two"/></spine>'), // prettier-ignore
        page('OPS/Text/été.xhtml'.normalize('NFC'), '<p>Ada planted a pear tree.</p>'),
        page('OPS/text/Two.xhtml', '<p>Ben cut it down.</p>'),
      ]),
    );
    expect(book.text).toBe('Ada planted a pear tree.\n\nBen cut it down.');
    expect(book.leftOut).toBeUndefined();
  });

  it('reads past pages that are missing or damaged, and names them', async () => {
    const zip = zipOf([
      container(),
      opf(['one', 'gone', 'two', 'bad'].map((id) => item(id, `${id}.xhtml`)).join(''), '<spine><itemref idref="one"/><itemref idref="gone"/><itemref idref="two"/><itemref idref="bad"/></spine>'), // prettier-ignore
      page('OPS/one.xhtml', '<p>Ada planted a pear tree.</p>'),
      page('OPS/two.xhtml', '<p>Ben cut it down.</p>'),
      { name: 'OPS/bad.xhtml', content: '<html><body><p>Rotten text.</p></body></html>' },
    ]);
    const at = zip.indexOf('Rotten text.');
    zip.write('R0tten', at);
    const book = await readEpub(zip);
    expect(book.text).toBe('Ada planted a pear tree.\n\nBen cut it down.');
    expect(book.leftOut?.map(({ name }) => name)).toEqual(['OPS/gone.xhtml', 'OPS/bad.xhtml']);
  });

  it('reads Chinese books of EPUB 2: names that are percent-encoded, and titles of the NCX', async () => {
    const book = await readEpub(
      zipOf([
        container('OPS/book.opf'),
        opf(
          item('a', 'text/%E7%AC%AC%201%20%E5%9B%9E.xhtml') +
            item('b', 'text/100%25.xhtml') +
            item('c', 'text/odd%zz.xhtml') +
            '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
          '<spine toc="ncx"><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine>',
          '石头的故事',
        ),
        page('OPS/text/第 1 回.xhtml', '<p>　　甄老人\n走进园子。</p><p>&ldquo;谁？&rdquo;</p>'),
        page('OPS/text/100%.xhtml', '<p>第二回的事。</p>'),
        page('OPS/text/odd%zz.xhtml', '<p>第三回的事。</p>'),
        {
          name: 'OPS/toc.ncx',
          content:
            '<ncx:ncx xmlns:ncx="x"><ncx:navMap><ncx:navPoint><ncx:navLabel><ncx:text>卷一</ncx:text></ncx:navLabel><ncx:content src="text/%E7%AC%AC%201%20%E5%9B%9E.xhtml"/><ncx:navPoint><ncx:navLabel><ncx:text>第一回</ncx:text></ncx:navLabel><ncx:content src="text/%E7%AC%AC%201%20%E5%9B%9E.xhtml#top"/></ncx:navPoint></ncx:navPoint><ncx:navPoint><ncx:navLabel><ncx:text>第二回</ncx:text></ncx:navLabel><ncx:content src="text/100%25.xhtml"/></ncx:navPoint></ncx:navMap></ncx:ncx>',
        },
      ]),
    );
    expect(book.title).toBe('石头的故事');
    expect(book.text).toBe('甄老人走进园子。\n\n“谁？”\n\n第二回的事。\n\n第三回的事。');
    expect(book.headings).toEqual([
      { title: '卷一 · 第一回', start: 0 },
      { title: '第二回', start: book.text.indexOf('第二回') },
    ]);
  });

  it('leaves out what is not in the reading order, and pictures in it', async () => {
    const book = await readEpub(
      zipOf([
        container(),
        opf(
          item('a', 'a.xhtml') +
            item('note', 'note.xhtml') +
            '<item id="p" href="p.svg" media-type="image/svg+xml"/>',
          '<spine><itemref idref="p"/><itemref idref="a"/><itemref idref="note" linear="no"/><itemref idref="ghost"/></spine>',
        ),
        page('OPS/a.xhtml', '<p>Ada.</p>'),
        page('OPS/note.xhtml', '<p>A note.</p>'),
        { name: 'OPS/p.svg', content: '<svg><text>Plate</text></svg>' },
      ]),
    );
    expect(book.text).toBe('Ada.');
    expect(book.headings).toBeUndefined();
  });

  it('reads a package whose elements carry a prefix', async () => {
    const book = await readEpub(
      zipOf([
        container(),
        {
          name: 'OPS/book.opf',
          content:
            '<opf:package><opf:manifest><opf:item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></opf:manifest><opf:spine><opf:itemref idref="a"/></opf:spine></opf:package>',
        },
        page('OPS/a.xhtml', '<p>Ada.</p>'),
      ]),
    );
    expect(book).toMatchObject({ title: '', text: 'Ada.' });
  });

  const protectedBy = (algorithm: string) =>
    zipOf([
      container(),
      opf(item('a', 'a.xhtml'), '<spine><itemref idref="a"/></spine>'),
      page('OPS/a.xhtml', '<p>Ada.</p>'),
      {
        name: 'META-INF/encryption.xml',
        content: `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`,
      },
    ]);

  it('refuses a book with copy protection, but not one whose fonts are obfuscated', async () => {
    expect(await code(readEpub(protectedBy('http://www.w3.org/2001/04/xmlenc#aes128-cbc')))).toBe(
      'file_encrypted',
    );
    expect(await code(readEpub(protectedBy('http://www.idpf.org/2008/embedding')))).toBe('taken');
    expect(await code(readEpub(protectedBy('http://ns.adobe.com/pdf/enc#RC')))).toBe('taken');
  });

  it.each<[string, ZipFile[]]>([
    ['no container', [page('OPS/a.xhtml', '<p>Ada.</p>')]],
    ['an empty container', [{ name: 'META-INF/container.xml', content: '<container/>' }]],
    ['no package', [container()]],
    ['a chapter missing', [container(), opf(item('a', 'a.xhtml'), '<spine><itemref idref="a"/></spine>')]],
    ['no text', [container(), opf('', '<spine/>')]],
    [
      'a chapter outside of it',
      [container(), opf(item('a', '../../etc/passwd', ''), '<spine><itemref idref="a"/></spine>')],
    ],
  ])('calls a book with %s broken', async (_, files) => {
    expect(await code(readEpub(zipOf(files)))).toBe('file_broken');
  });

  it('calls a book broken that ends too early', async () => {
    const whole = protectedBy('http://www.idpf.org/2008/embedding');
    expect(await code(readEpub(whole.subarray(0, whole.length - 30)))).toBe('file_broken');
    expect(await code(readEpub(whole.subarray(0, 200)))).toBe('file_broken');
  });
});
