import { deflateSync } from 'node:zlib';
import { docxOf } from './docx.js';
import { assembled, pdfOf, stream } from './pdf.js';
import { deflatedZeros, zipOf } from './zip.js';

/** A file that was made to take more than it says; made when it is asked for. */
export interface HostileFile {
  name: string;
  bytes(): Buffer;
}

const PAGE_TREE = '/Root 1 0 R';
const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const page = (contents: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> ${contents} >>`;
const onePage = '<< /Type /Pages /Count 1 /Kids [3 0 R] >>';

const pdf = (name: string, objects: () => (string | Buffer)[]): HostileFile => ({
  name,
  bytes: () => assembled(objects(), PAGE_TREE),
});

const epubOf = (pages: { name: string; content: string }[]) =>
  zipOf([
    { name: 'mimetype', content: 'application/epub+zip' },
    { name: 'META-INF/container.xml', content: '<container><rootfile full-path="b.opf"/></container>' },
    {
      name: 'b.opf',
      content: `<package><manifest>${pages.map(({ name }, n) => `<item id="i${n}" href="${name}" media-type="application/xhtml+xml"/>`).join('')}</manifest><spine>${pages.map((_, n) => `<itemref idref="i${n}"/>`).join('')}</spine></package>`,
    },
    ...pages.map((one) => ({ ...one, deflate: true })),
  ]);

/** Words that no packer makes much less of, and that are no text that anybody wrote. */
function noise(bytes: number): string {
  const words: string[] = [];
  let a = 7;
  for (let length = 0; length < bytes;) {
    a = (Math.imul(a, 1103515245) + 12345) & 0x7fffffff;
    const word = a.toString(36);
    words.push(word);
    length += word.length + 1;
  }
  return words.join(' ');
}

const nested = (open: string, close: string, depth: number, inside = 'x') =>
  open.repeat(depth) + inside + close.repeat(depth);

/** Each is read to its end in a moment, or refused, in a process that lives on. */
export const HOSTILE_FILES: readonly HostileFile[] = [
  { name: 'bomb.pdf', bytes: () => pdfOf([[{ text: 'x' }]], { content: deflatedZeros(600) }) },
  pdf('bomb-in-a-bomb.pdf', () => [
    CATALOG,
    onePage,
    page('/Contents 4 0 R'),
    stream(deflateSync(deflatedZeros(3000)), '/Filter [/FlateDecode /FlateDecode]'),
  ]),
  pdf('bomb-as-a-table-of-objects.pdf', () => [
    '<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>',
    onePage,
    page('/Contents 5 0 R'),
    stream(deflatedZeros(900), '/Type /ObjStm /N 100000 /First 900000 /Filter /FlateDecode'),
    'null',
  ]),
  pdf('endless-tree.pdf', () => [CATALOG, '<< /Type /Pages /Count 2000000000 /Kids [2 0 R 2 0 R] >>']),
  pdf('deep-tree.pdf', () => [
    CATALOG,
    ...Array.from({ length: 50_000 }, (_, n) => `<< /Type /Pages /Count 1 /Kids [${n + 3} 0 R] >>`),
  ]),
  pdf('deep-arrays.pdf', () => [CATALOG, onePage, page(`/Contents ${nested('[', ']', 500_000, '')}`)]),
  pdf('millions-of-words.pdf', () => [
    CATALOG,
    onePage,
    page('/Contents 4 0 R'),
    stream(
      deflateSync(`BT /F1 12 Tf 10 700 Td ${'(abcdefghij) Tj 1 0 Td '.repeat(3_000_000)} ET`),
      '/Filter /FlateDecode',
    ),
  ]),
  {
    name: 'many-heavy-pages.pdf',
    bytes: () => pdfOf([[{ text: 'x' }]], { content: deflatedZeros(20), repeat: 3000 }),
  },
  {
    name: 'deep.docx',
    bytes: () => docxOf(nested('<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>', 200_000, '<w:p/>')),
  },
  {
    name: 'millions-of-runs.docx',
    bytes: () => docxOf(`<w:p>${'<w:r><w:t>ab</w:t></w:r>'.repeat(800_000)}</w:p>`),
  },
  {
    name: 'deep.epub',
    bytes: () => epubOf([{ name: 'a.xhtml', content: nested('<b>', '</b>', 2_000_000) }]),
  },
  {
    name: 'thousands-of-pages.epub',
    bytes: () =>
      epubOf(
        Array.from({ length: 4000 }, (_, n) => ({ name: `${n}.xhtml`, content: `<p>${noise(20_000)}</p>` })),
      ),
  },
  {
    name: 'large.zip',
    bytes: () => {
      const content = noise(19_000_000);
      return zipOf(Array.from({ length: 6 }, (_, n) => ({ name: `${n}.txt`, content, deflate: true })));
    },
  },
  { name: 'deep.html', bytes: () => Buffer.from(`<html>${nested('<div>', '</div>', 1_800_000)}`) },
  { name: 'attributes.html', bytes: () => Buffer.from(`<html><p ${'a=b '.repeat(5_000_000)}>x</p>`) },
  { name: 'tables.html', bytes: () => Buffer.from(`<html>${'<table><td>a'.repeat(1_500_000)}`) },
  { name: 'large.txt', bytes: () => Buffer.from(noise(99_000_000)) },
  { name: 'one-letter.txt', bytes: () => Buffer.alloc(99_000_000, 'a') },
  { name: 'marks.txt', bytes: () => Buffer.from('“'.repeat(20_000_000)) },
  {
    name: 'deep.json',
    bytes: () => Buffer.from(`${' '.repeat(88_000_000)}${nested('[', ']', 1_000_000, '')}`),
  },
  {
    name: 'deep.jsonl',
    bytes: () => Buffer.from(`{"name":"A","mes":${nested('{"a":', '}', 1_000_000, '1')}}\n`.repeat(10)),
  },
  { name: 'quotes.md', bytes: () => Buffer.from(`${'> '.repeat(200_000)}x\n`.repeat(20)) },
  {
    name: 'brackets.md',
    bytes: () => Buffer.from(`${'['.repeat(5_000_000)}\n\n${'*a **b '.repeat(1_000_000)}`),
  },
  {
    name: 'parts.mhtml',
    bytes: () =>
      Buffer.from(
        `From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n${'--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGh0bWw+\r\n'.repeat(500_000)}--b--\r\n`,
      ),
  },
];
