import { buffer } from 'node:stream/consumers';
import readExcel from 'read-excel-file/node';
import { ZipFile } from 'yazl';
import { Problem } from '../../contracts/problem.js';
import { readable, type Extracted } from '../../pages/extracted.js';
import { decodeMarkup } from '../../pages/markup.js';
import { unzip } from '../unzip.js';
import { tableText, type Row } from './table-text.js';

/** What the cells are made from; pictures, macros and links to other files are not even unpacked. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/;
const HIDDEN_SHEET = /<sheet\b[^>]*\bstate\s*=\s*["'](?:very)?hidden["'][^>]*>/gi;

/**
 * The sheets of a workbook that a reader sees, as what their tables tell.
 * @throws Problem `archive_unsafe`, `file_broken`, `file_encrypted`, `file_not_text`
 */
export async function readXlsx(bytes: Uint8Array): Promise<Extracted> {
  const { names, read } = await unzip(bytes);
  const zip = new ZipFile();
  const hidden = new Set<string>();
  for (const name of names.filter((one) => PARTS.test(one))) {
    const { text } = decodeMarkup(await read(name));
    if (name === 'xl/workbook.xml') {
      for (const [sheet] of text.matchAll(HIDDEN_SHEET)) {
        const [, title] = /\bname\s*=\s*"([^"]*)"/.exec(sheet) ?? [];
        if (title !== undefined) hidden.add(title);
      }
    }
    if (name.startsWith('xl/worksheets/')) refuseVast(text);
    // names of entities of its own, which nobody needs, and which might be many
    zip.addBuffer(Buffer.from(text.replace(/<!DOCTYPE[^>]*>/gi, '')), name, { compress: false });
  }
  zip.end();
  const packed = await buffer(zip.outputStream as NodeJS.ReadableStream);
  const sheets = await readExcel(packed).catch((error: unknown) => {
    throw new Problem('file_broken', 'This workbook is damaged or incomplete: save or fetch it again.', {
      cause: error,
    });
  });
  const rows = sheets
    .filter(({ sheet }) => !hidden.has(sheet))
    .map(({ data }) => data.map((row): Row => row.map(cellText)));
  const tables = rows.filter((sheet) => sheet.length > 0).map(tableText);
  const [first, ...more] = tables;
  if (!first || readable(tables.map(({ text }) => text).join('')) === 0)
    throw new Problem('file_not_text', 'There is no text in this workbook.');
  if (more.length === 0) return { title: '', ...first };
  // tables of one kind are one text; of several kinds, those that are most
  const kind = largest(tables);
  return { title: '', ...joined(tables.filter(({ mediaType }) => mediaType === kind)) };
}

/** Cells of a table, empty ones among them: each is given a place in memory. */
const MOST_CELLS = 5_000_000;

/** A single cell far away makes all before it. */
function refuseVast(sheet: string): void {
  let [columns, rows] = [0, 0];
  for (const [, letters, row] of sheet.matchAll(/\br\s*=\s*["']([A-Z]{1,3})(\d{1,9})["']/g)) {
    columns = Math.max(
      columns,
      [...letters!].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0),
    );
    rows = Math.max(rows, Number(row));
  }
  if (columns * rows > MOST_CELLS)
    throw new Problem('file_too_large', 'A table of this workbook is too large. Keep the part that matters.');
}

type Table = ReturnType<typeof tableText>;

function largest(tables: readonly Table[]): string {
  const sizes = new Map<string, number>();
  for (const { mediaType, text } of tables) sizes.set(mediaType, (sizes.get(mediaType) ?? 0) + text.length);
  const texts = [...sizes].filter(([kind]) => kind !== 'text/csv');
  return (texts.length > 0 ? texts : [...sizes]).sort((a, b) => b[1] - a[1])[0]![0];
}

function joined(tables: readonly Table[]): Table {
  const headings: NonNullable<Table['headings']> = [];
  let at = 0;
  for (const { text, headings: own = [] } of tables) {
    headings.push(...own.map(({ title, start }) => ({ title, start: start + at })));
    at += text.length + 2;
  }
  return {
    text: tables.map(({ text }) => text).join('\n\n'),
    mediaType: tables[0]!.mediaType,
    ...(headings.length > 0 && { headings }),
  };
}

function cellText(cell: unknown): string {
  if (cell instanceof Date) {
    const time = Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 16).replace('T', ' ');
    return time.replace(/ 00:00$/, '');
  }
  return typeof cell === 'string'
    ? cell
    : typeof cell === 'number' || typeof cell === 'boolean'
      ? String(cell)
      : '';
}
