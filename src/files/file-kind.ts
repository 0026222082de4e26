import { fileTypeFromBuffer } from 'file-type';
import { Problem } from '../contracts/problem.js';
import { unzip } from './unzip.js';
import { palmType } from './books/palm-database.js';
import { hasByteOrderMark } from '../pages/markup.js';
import { isMhtml } from './mhtml.js';

export type FileKind =
  | 'text'
  | 'markdown'
  | 'table'
  | 'html'
  | 'mhtml'
  | 'epub'
  | 'fb2'
  | 'mobi'
  | 'docx'
  | 'odt'
  | 'rtf'
  | 'xlsx'
  | 'pdf'
  | 'zip';

/**
 * What a file is, by what is in it; its name decides between kinds of text alone.
 * @throws Problem `file_unsupported` with what to do instead, and those of `unzip`
 */
export async function kindOf(name: string, bytes: Uint8Array): Promise<FileKind> {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1').replaceAll('\0', '');
  if (!hasByteOrderMark(bytes)) {
    // an archive is opened by our own reader, which refuses the dangerous ones
    if (/^PK[\x01-\x08]/.test(head)) return kindOfArchive(bytes);
    if (/^[\s\S]{0,1024}?%PDF-\d/.test(head)) return 'pdf';
    if (/^\s{0,9}\{\\rtf\d/.test(head)) return 'rtf';
    if (palmType(bytes)) return 'mobi';
    const type = await fileTypeFromBuffer(bytes);
    if (type && !isPlain(head, type.ext)) throw unsupported(type.ext);
    const [, ebook] = /\.(azw\w*|kfx|mobi|prc)$/i.exec(name) ?? [];
    if (ebook) throw unsupported(ebook.toLowerCase());
  }
  if (isMhtml(head)) return 'mhtml';
  if (/^[^<]{0,9}\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)?<(?:!doctype\s+)?html\b/i.test(head)) return 'html';
  if (/\.x?html?$/i.test(name)) return 'html';
  if (/^[^<]{0,9}\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*>\s*)?<FictionBook\b/.test(head)) return 'fb2';
  if (/^[^<]{0,9}<\?xml\b/.test(head)) throw unsupported('xml');
  if (/\.[ct]sv$/i.test(name)) return 'table';
  return /\.(?:md|markdown)$/i.test(name) ? 'markdown' : 'text';
}

/** Two letters may look like a picture's first bytes. But some formats are all letters. */
function isPlain(head: string, type: string): boolean {
  return type === 'xml' || (!/^(?:ps|eps|mobi)$/.test(type) && !/[\x00-\x08\x0E-\x1F\x7F-\xFF]/.test(head));
}

async function kindOfArchive(bytes: Uint8Array): Promise<FileKind> {
  const { names, read } = await unzip(bytes);
  const has = (start: string) => names.some((name) => name.startsWith(start));
  if (names.includes('META-INF/container.xml')) return 'epub';
  if (names.includes('word/document.xml')) return 'docx';
  if (names.includes('card.json')) throw unsupported('charx');
  if (names.includes('xl/workbook.xml')) return 'xlsx';
  if (has('xl/')) throw unsupported('xlsb');
  if (has('ppt/')) throw unsupported('pptx');
  if (names.includes('content.xml')) return kindOfOpenDocument(await read('content.xml'));
  return 'zip';
}

function kindOfOpenDocument(content: Uint8Array): FileKind {
  const head = Buffer.from(content.subarray(0, 200_000)).toString('latin1');
  if (/<office:(?:spreadsheet|presentation|drawing)\b/.test(head)) throw unsupported('ods');
  return 'odt';
}

/** @param type as its usual extension */
export function unsupported(type: string): Problem {
  const advice = /^(?:mobi|azw\w*|kfx|prc|djvu|lit|chm|xml)$/.test(type)
    ? 'Convert it to .epub (Calibre does that; a protected book it cannot) and upload the result.'
    : /^(?:doc|cfb|pages|pptx?|xlsb?|ods)$/.test(type)
      ? 'Save it as a Word document (.docx), a PDF or plain text (.txt) and upload that.'
      : /^(?:rar|7z|gz|tar|bz2|xz|zst)$/.test(type)
        ? 'Pack the texts as a .zip, or upload them one by one.'
        : type === 'zip'
          ? 'Unpack it, and upload what is in it.'
          : type === 'charx'
            ? 'It is a character card: import it as one.'
            : 'Upload a .txt, .md, .epub, .mobi, .docx, .odt, .rtf, .pdf, .html, .xlsx, .csv or .zip file.';
  return new Problem('file_unsupported', `Files of this kind (${type}) cannot be read. ${advice}`);
}
