import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { mobiOf } from '../../test/support/files/mobi.js';
import { xlsxOf } from '../../test/support/files/xlsx.js';
import { docxOf, paragraph, run } from '../../test/support/files/docx.js';
import { pdfOf } from '../../test/support/files/pdf.js';
import { zipOf } from '../../test/support/files/zip.js';
import { Problem } from '../contracts/problem.js';
import { extractFile } from './extract-file.js';

jest.setTimeout(60_000);

const WORDS = 'The keeper of the lamp went down to the water and counted the boats. 守灯人数了数船。';
const PAGE = `<!doctype html><html><head><title>灯</title></head><body><nav>x</nav><h1>One</h1><p>${WORDS}</p><table><tr><td>a</td><td>${WORDS}</td></tr></table></body></html>`;
const CONTAINER = '<container><rootfile full-path="b.opf"/></container>';
const OPF =
  '<package><metadata><title>灯</title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="n" href="n.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>';
const NAV = '<nav epub:type="toc"><a href="a.xhtml#x">One</a></nav>';
const BODY = paragraph(run('One'), 'Heading1') + paragraph(run(WORDS) + run('hidden', '<w:vanish/>'));
const STYLES =
  '<w:styles><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>';
const epub = (container: string, opf: string, nav: string, page: string) =>
  zipOf([
    { name: 'META-INF/container.xml', content: container },
    { name: 'b.opf', content: opf },
    { name: 'n.xhtml', content: nav },
    { name: 'a.xhtml', content: page, deflate: true },
  ]);

/** A text as PalmDOC packs it, without looking for repetitions. */
function palmDoc(text: string): Buffer {
  const parts = [...Buffer.from(text)].map((byte) => (byte < 0x80 ? [byte] : [1, byte]));
  return Buffer.from(parts.flat());
}

/** Files as they should be, of every kind. */
const FILES: [string, Buffer][] = [
  ['a.epub', epub(CONTAINER, OPF, NAV, PAGE)],
  ['a.docx', docxOf(BODY, [{ name: 'word/styles.xml', content: STYLES }])],
  [
    'a.pdf',
    pdfOf([[{ text: WORDS }], [{ text: WORDS }]], {
      outline: [
        { title: 'One', page: 0 },
        { title: 'Two', page: 1 },
      ],
    }),
  ],
  [
    'a.zip',
    zipOf([
      { name: 'a.txt', content: WORDS, deflate: true },
      { name: 'b.md', content: `# One\n\n${WORDS}` },
    ]),
  ],
  [
    'a.mhtml',
    Buffer.from(
      `From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${PAGE}\r\n--b--\r\n`,
    ),
  ],
  ['a.html', Buffer.from(PAGE)],
  [
    'a.odt',
    zipOf([
      { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' },
      {
        name: 'content.xml',
        content: `<office:document-content><office:body><office:text><text:h text:outline-level="1">One</text:h><text:p>${WORDS}<text:note><text:note-body>x</text:note-body></text:note></text:p></office:text></office:body></office:document-content>`,
        deflate: true,
      },
    ]),
  ],
  [
    'a.rtf',
    Buffer.from(
      `{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset134 S;}}{\\stylesheet{\\s1 heading 1;}}\\s1 One\\par\\pard ${WORDS.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0)}?`)}{\\footnote x}\\par}`,
    ),
  ],
  [
    'a.fb2',
    Buffer.from(
      `<?xml version="1.0" encoding="utf-8"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info><book-title>灯</book-title></title-info></description><body><section><title><p>One</p></title><p>${WORDS}</p></section></body></FictionBook>`,
    ),
  ],
  [
    'a.mobi',
    mobiOf([Buffer.from(PAGE.slice(0, 150)), Buffer.from(PAGE.slice(150))], {
      trailing: 3,
      tail: Buffer.from([0, 0x82]),
    }),
  ],
  ['b.mobi', mobiOf([palmDoc(PAGE)], { compression: 2, version: 8, flow: Buffer.byteLength(PAGE) })],
  [
    'a.xlsx',
    xlsxOf([
      {
        name: 'One',
        rows: [
          ['Name', 'Said'],
          ['Ada', WORDS],
          ['Ben', WORDS],
        ],
      },
    ]),
  ],
  ['a.csv', Buffer.from(`name,said\n"Ada","${WORDS}"\nBen,${WORDS}\n`)],
  [
    'a.jsonl',
    Buffer.from(['Ada', 'Ben', 'Ada', 'Ben'].map((name) => JSON.stringify({ name, mes: WORDS })).join('\n')),
  ],
];

type Change =
  | { kind: 'set'; at: number; byte: number }
  | { kind: 'cut'; at: number }
  | { kind: 'drop' | 'double'; at: number; length: number }
  | { kind: 'put'; at: number; what: string };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const changes = fc.array(
  fc.oneof<fc.Arbitrary<Change>[]>(
    fc.record({ kind: fc.constant('set' as const), at: place, byte: fc.nat({ max: 255 }) }),
    fc.record({ kind: fc.constant('cut' as const), at: place }),
    fc.record({
      kind: fc.constantFrom('drop' as const, 'double' as const),
      at: place,
      length: fc.nat({ max: 60 }),
    }),
    fc.record({
      kind: fc.constant('put' as const),
      at: place,
      what: fc.constantFrom(
        '<',
        '>',
        '"',
        '<!--',
        ']]>',
        '&#0;',
        '&lol;',
        '</p>',
        '<w:p>',
        '\0',
        '999999999999',
        '-1',
        '../',
        '%',
        ' obj',
        'endstream',
        '<<',
        '>>',
        '(',
        '\uD800',
        '=\r\n',
        '--b',
      ),
    }),
  ),
  { minLength: 1, maxLength: 6 },
);

function changed(bytes: Buffer, all: readonly Change[]): Buffer {
  let now = bytes;
  for (const change of all) {
    const at = Math.floor(change.at * now.length);
    const [before, after] = [now.subarray(0, at), now.subarray(at)];
    if (change.kind === 'cut') now = before;
    else if (change.kind === 'set')
      now = Buffer.concat([before, Buffer.from([change.byte]), after.subarray(1)]);
    else if (change.kind === 'put') now = Buffer.concat([before, Buffer.from(change.what), after]);
    else if (change.kind === 'drop') now = Buffer.concat([before, after.subarray(change.length)]);
    else now = Buffer.concat([before, after.subarray(0, change.length), after]);
  }
  return now;
}

/** Texts that can be kept and found again, or a problem. */
async function endsWell(name: string, bytes: Buffer): Promise<void> {
  const texts = await extractFile(name, bytes).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    expect(error.message).toMatch(/\w{3}/);
    return [];
  });
  for (const { text, title, headings } of texts) {
    expect(text).not.toMatch(/[\0-\x08\u200B\u202A-\u202E\uFEFF]/);
    expect(text.isWellFormed() && title.isWellFormed()).toBe(true);
    for (const { start } of headings ?? []) expect(start >= 0 && start <= text.length).toBe(true);
  }
}

describe('extractFile on files that were damaged or made up', () => {
  it.each(FILES)('reads %s as it should be', async (name, bytes) => {
    const [text] = await extractFile(name, bytes);
    expect(text!.text.replace(/\s+/g, ' ')).toContain('counted the boats. 守灯人数了数船。');
  });

  it.each(FILES)('ends with a text or a problem, whatever bytes of %s are changed', async (name, bytes) => {
    await fc.assert(
      fc.asyncProperty(changes, (all) => endsWell(name, changed(bytes, all))),
      { seed: 20261125, numRuns: 60 },
    );
  });

  it('ends with a text or a problem, whatever stands in a book or a document that is a whole archive', async () => {
    const odd = (text: string, all: readonly Change[]) => changed(Buffer.from(text), all).toString();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), changes, async (part, all) => {
        const at = (n: number, text: string) => (n === part ? odd(text, all) : text);
        await endsWell('a.epub', epub(at(0, CONTAINER), at(1, OPF), at(2, NAV), at(3, PAGE)));
        await endsWell('a.docx', docxOf(at(4, BODY), [{ name: 'word/styles.xml', content: at(5, STYLES) }]));
      }),
      { seed: 20261125, numRuns: 60 },
    );
  });

  const blanks = '\t '.repeat(400_000);
  it.each<[string, string]>([
    ['a.md', `# ${blanks}x\n\n${WORDS}`],
    ['a.md', `# ${'# '.repeat(200_000)}x\n\n${WORDS}`],
    ['a.md', `${WORDS}\n\n${'```x\n'.repeat(200_000)}`],
    ['a.html', `<?xml${blanks}><p>${WORDS}</p>`],
    ['a.html', `${'<meta'.repeat(400)}<meta charset=${' '.repeat(1900)}><p>${WORDS}</p>`],
    ['a.html', `${`<p style="opacity:${' '.repeat(1900)}x">${WORDS}</p>`.repeat(300)}`],
    ['a.html', `<div class="${'tab'.repeat(200_000)}">${WORDS}</div>`],
    [
      'a.mhtml',
      `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>${WORDS}${blanks}x</p>\r\n--b--\r\n`,
    ],
  ])('gets through lines of much the same: %s', async (name, text) => {
    await endsWell(name, Buffer.from(text));
  });
});
