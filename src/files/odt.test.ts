import { describe, expect, it } from '@jest/globals';
import { zipOf, type ZipFile } from '../../test/support/files/zip.js';
import { extractFile } from './extract-file.js';
import { readOdt } from './odt.js';

const odt = (body: string, styles = '', more: ZipFile[] = []) =>
  zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
    {
      name: 'content.xml',
      content: `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
      deflate: true,
    },
    { name: 'meta.xml', content: '<office:meta><dc:title>守灯人</dc:title></office:meta>' },
    ...more,
  ]);

const CHAPTERS = ['其一', '其二', '其三'].map(
  (title) =>
    `<text:h text:outline-level="1">${title}</text:h><text:p>雾来了。<text:s text:c="2"/>又走了。</text:p>`,
);

describe('readOdt', () => {
  it('reads paragraphs, headings, lists, tables and notes', async () => {
    const body = `${CHAPTERS.join('')}<text:list><text:list-item><text:p>灯</text:p></text:list-item><text:list-item><text:p>绳</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>年龄</text:p></table:table-cell><table:table-cell><text:p>六十</text:p></table:table-cell></table:table-row></table:table><text:p>她<text:line-break/>来了<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>从海上</text:p></text:note-body></text:note>。</text:p>`;
    const [found] = await extractFile('x.odt', odt(body));
    expect(found).toMatchObject({ title: '守灯人', mediaType: 'application/vnd.oasis.opendocument.text' });
    expect(found!.headings!.map(({ title }) => title)).toEqual(['其一', '其二', '其三']);
    expect(found!.text).toContain('雾来了。 又走了。');
    expect(found!.text.slice(found!.text.indexOf('灯'))).toBe(
      '灯\n- 绳\n\n年龄: 六十\n\n她\n来了（从海上）。',
    );
  });

  it('leaves out what is hidden, deleted or remarked', async () => {
    const body =
      '<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>看得见<office:annotation><text:p>批</text:p></office:annotation><text:span text:style-name="T1">藏</text:span><text:hidden-text>隐</text:hidden-text></text:p>';
    const styles = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>';
    expect((await readOdt(odt(body, styles))).text).toBe('看得见');
  });

  it.each<[string, Buffer, string]>([
    [
      'a locked document',
      odt('<text:p>x</text:p>', '', [
        {
          name: 'META-INF/manifest.xml',
          content: '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>',
        },
      ]),
      'file_encrypted',
    ],
    ['an empty document', odt(''), 'file_not_text'],
    ['a damaged document', Buffer.concat([odt('<text:p>x</text:p>').subarray(0, 300)]), 'file_broken'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(readOdt(bytes)).rejects.toMatchObject({ code });
  });

  it('is not slowed by what stands in what', async () => {
    const deep = Array.from({ length: 40_000 }, (_, i) => `<text:span text:style-name="T${i}">`).join('');
    expect((await readOdt(odt(`<text:p>${deep}x</text:p>`))).text).toBe('x');
  });
});
