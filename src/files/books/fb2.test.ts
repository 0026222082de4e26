import { describe, expect, it } from '@jest/globals';
import { extractFile } from '../extract-file.js';

const book = (body: string, encoding = 'utf-8') =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info><genre>sf</genre><author><first-name>A</first-name></author><book-title>The Ferry</book-title></title-info></description><body>${body}</body><body name="notes"><section><p>A note.</p></section></body><binary id="c" content-type="image/png">QUJD</binary></FictionBook>`;
const section = (title: string) =>
  `<section><title><p>${title}</p><p>Again</p></title><epigraph><p>So it is.</p><text-author>B.</text-author></epigraph><p>She came.</p><empty-line/><poem><stanza><v>One</v><v>Two</v></stanza></poem></section>`;

describe('readFb2', () => {
  it('reads a book by its sections', async () => {
    const [found] = await extractFile('x.fb2', Buffer.from(book(section('I') + section('II'))));
    expect(found).toMatchObject({
      title: 'The Ferry',
      headings: [{ title: 'I Again', start: 0 }, { title: 'II Again' }],
      mediaType: 'application/x-fictionbook+xml',
      encoding: 'utf-8',
    });
    expect(found!.text.slice(0, found!.text.indexOf('II'))).toBe(
      'I Again\n\nSo it is.\n\nB.\n\nShe came.\n\nOne\n\nTwo\n\n',
    );
    expect(found!.text).not.toMatch(/QUJD|note/);
  });

  it('reads it in the encoding that it names', async () => {
    const bytes = Buffer.concat([
      Buffer.from(book('', 'windows-1251').split('<body>')[0]!),
      Buffer.from('<body><section><p>', 'latin1'),
      Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]),
      Buffer.from('</p></section></body></FictionBook>'),
    ]);
    expect((await extractFile('x', bytes))[0]).toMatchObject({ text: 'Привет', encoding: 'windows-1251' });
  });

  it('refuses a book without text, expands nothing and is not slowed', async () => {
    await expect(extractFile('x.fb2', Buffer.from(book('')))).rejects.toMatchObject({
      code: 'file_not_text',
    });
    const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>`;
    const [found] = await extractFile('x.fb2', Buffer.from(book('<p>&b;!</p>').replace('?>', `?>`) + laughs));
    expect(found!.text).not.toContain('haha');
    const deep = '<title>'.repeat(100_000) + '<section>'.repeat(100_000);
    expect((await extractFile('x.fb2', Buffer.from(book(`${deep}<p>x</p>`))))[0]!.text).toContain('x');
  });
});
