import { deflateSync } from 'node:zlib';
import { docxOf } from './docx.js';
import { mobiOf } from './mobi.js';
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
  pdf('endless-map-of-letters.pdf', () => [
    CATALOG,
    onePage,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    stream('BT /F1 12 Tf <00410042> Tj ET', ''),
    '<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [0 2000000000 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] /ToUnicode 6 0 R >>',
    stream(
      `1 begincodespacerange <0000> <ffff> endcodespacerange ${'1 beginbfrange <00000000> <00ffffff> <0041> endbfrange '.repeat(50)}`,
      '',
    ),
  ]),
  pdf('huge-font.pdf', () => [
    CATALOG,
    onePage,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    stream('BT /F1 12 Tf (hello) Tj ET', ''),
    '<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 0 /LastChar 2000000000 /Widths [1] /FontDescriptor 6 0 R >>',
    '<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 7 0 R >>',
    stream(deflatedZeros(900), '/Filter /FlateDecode'),
  ]),
  pdf('circles-of-forms.pdf', () => [
    CATALOG,
    onePage,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>',
    stream('/X Do '.repeat(100_000), ''),
    stream(
      '/X Do /X Do',
      '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>',
    ),
  ]),
  pdf('circle-of-pages.pdf', () => [
    CATALOG,
    '<< /Type /Pages /Count 10 /Kids [3 0 R 4 0 R] >>',
    '<< /Type /Pages /Count 5 /Parent 2 0 R /Kids [4 0 R 2 0 R] >>',
    '<< /Type /Pages /Count 5 /Parent 2 0 R /Kids [3 0 R] >>',
  ]),
  {
    name: 'endless-table-of-objects.pdf',
    bytes: () =>
      Buffer.concat([
        Buffer.from('%PDF-1.7\n1 0 obj\n'),
        stream(deflatedZeros(400), '/Type /XRef /Size 100000000 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode'),
        Buffer.from('\nendobj\n2 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\nstartxref\n9\n%%EOF\n'),
      ]),
  },
  {
    name: 'forms.pdf',
    bytes: () =>
      assembled(
        [
          '<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /XFA [(template) 5 0 R] >> >>',
          onePage,
          page('/Contents 4 0 R'),
          stream('BT /F1 12 Tf (hello world) Tj ET', ''),
          stream(deflateSync(`<template>${'<subform>'.repeat(500_000)}`), '/Filter /FlateDecode'),
        ],
        PAGE_TREE,
      ),
  },
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
    name: 'open-paragraphs.docx',
    bytes: () =>
      docxOf(noise(400_000).replace(/\S+ \S+ /g, (words) => `<w:p><w:r><w:t>${words}</w:t></w:r>`)),
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
    name: 'thousands-of-files.epub',
    bytes: () =>
      epubOf(Array.from({ length: 60_000 }, (_, n) => ({ name: `${n}.xhtml`, content: '<p>a</p>' }))),
  },
  {
    name: 'long-contents.epub',
    bytes: () =>
      epubOf([
        { name: 'a.xhtml', content: noise(500_000).replace(/\S+ /g, (word) => `<p>${word}</p>`) },
        {
          name: 'n.xhtml',
          content: `<nav epub:type="toc">${Array.from({ length: 200_000 }, (_, n) => `<a href="a.xhtml#x${n}">t${n}</a>`).join('')}</nav>`,
        },
      ]),
  },
  {
    name: 'bombs.mobi',
    bytes: () =>
      mobiOf(
        Array.from({ length: 20_000 }, () =>
          Buffer.from([0x61, ...Array.from({ length: 3000 }, (_, n) => (n % 2 ? 0x0f : 0x80))]),
        ),
        { compression: 2 },
      ),
  },
  {
    name: 'offsets.mobi',
    bytes: () => {
      const book = mobiOf([Buffer.from('<p>hello</p>')], { version: 8, flow: 4_000_000_000 });
      book.writeUInt32BE(0xfffffff0, 78);
      return book;
    },
  },
  { name: 'deep.rtf', bytes: () => Buffer.from(`{\\rtf1 ${'{'.repeat(5_000_000)}`) },
  { name: 'words.rtf', bytes: () => Buffer.from(`{\\rtf1 ${'\\b\\i\\par '.repeat(5_000_000)}}`) },
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
