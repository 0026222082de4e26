import { Problem } from '../../contracts/problem.js';
import { usable } from '../../pages/article.js';
import { readable, type Extracted } from '../../pages/extracted.js';
import { htmlToText } from '../../pages/html-text.js';
import { decodeMarkup, parseMarkup } from '../../pages/markup.js';
import { clean } from '../../text/encoding/storable.js';
import { broken, openPalmDatabase, unpackedPalmDoc, type PalmDatabase } from './palm-database.js';

const UNPACKED = 1;
const PALMDOC = 2;
const HUFF_CDIC = 17_480;
const UTF8 = 65_001;
/** Bytes of all of a book: a very long novel has 20 million. */
const MOST = 100_000_000;
const NONE = 0xffffffff;

/**
 * The text of a Kindle's or Mobipocket's book (MOBI, AZW3, PRC), divided by its headings.
 * @throws Problem `file_encrypted` when it is protected against copying, `file_unsupported` when it is packed in Amazon's
 *   own way, `file_broken`, `file_not_text`
 */
export function readMobi(bytes: Uint8Array): Extracted {
  const book = openPalmDatabase(bytes);
  const header = book.record(0);
  if (header.length < 16) throw broken();
  const compression = header.readUInt16BE(0);
  if (header.readUInt16BE(12) !== 0) {
    throw new Problem(
      'file_encrypted',
      'This book is protected against copying (DRM), so it cannot be read. Use an edition without protection, or paste the text.',
    );
  }
  if (compression === HUFF_CDIC || (compression !== UNPACKED && compression !== PALMDOC)) {
    throw new Problem(
      'file_unsupported',
      'This book is packed in a way of its seller’s own (HUFF/CDIC). Convert it to .epub (Calibre does that) and upload the result.',
    );
  }
  const isMobi = header.length >= 132 && header.toString('latin1', 16, 20) === 'MOBI';
  const raw = textOf(book, header, compression, isMobi);
  const charset = isMobi ? (header.readUInt32BE(28) === UTF8 ? 'utf-8' : 'windows-1252') : undefined;
  const found = decodeMarkup(raw, charset);
  const title = isMobi ? titleOf(header, charset!) : '';
  const common = {
    title: clean(title).trim(),
    encoding: found.encoding,
    mediaType: 'application/x-mobipocket-ebook',
  };
  if (!/<(?:p|div|body|br|h\d)\b/i.test(found.text.slice(0, 200_000)))
    return filled({ ...common, text: clean(found.text) });
  const page = htmlToText(parseMarkup(found.text).root().get(), { listMarks: true });
  const divisions = usable(page);
  return filled({ ...common, text: page.text, ...(divisions && { headings: divisions }) });
}

function filled(found: Extracted): Extracted {
  if (readable(found.text) === 0) throw new Problem('file_not_text', 'There is no text in this book.');
  return found;
}

function textOf(book: PalmDatabase, header: Buffer, compression: number, isMobi: boolean): Buffer {
  const flags =
    isMobi && header.readUInt32BE(20) >= 228 && header.length >= 244 ? header.readUInt16BE(242) : 0;
  const count = Math.min(header.readUInt16BE(8), book.count - 1);
  const parts: Buffer[] = [];
  let size = 0;
  for (let n = 1; n <= count; n++) {
    const record = book.record(n);
    const own = record.subarray(0, Math.max(0, record.length - trailing(record, flags)));
    const part = compression === PALMDOC ? unpackedPalmDoc(own) : own;
    size += part.length;
    if (size > MOST) throw new Problem('file_too_large', 'The text of this book is too long.');
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  return whole.subarray(0, endOfText(book, header, isMobi) ?? whole.length);
}

/** Bytes behind a record's text: entries, each with its length at its end, and the rest of a character. */
function trailing(record: Buffer, flags: number): number {
  let size = 0;
  for (let bits = flags >> 1; bits > 0; bits >>= 1) {
    if ((bits & 1) === 0) continue;
    let length = 0;
    for (let shift = 0, at = record.length - size - 1; at >= 0 && shift < 28; shift += 7, at--) {
      length |= (record[at]! & 0x7f) << shift;
      if (record[at]! & 0x80) break;
    }
    size += length;
  }
  if (flags & 1) size += ((record[record.length - size - 1] ?? 0) & 3) + 1;
  return size;
}

/** Where styles and pictures begin in a book of the newer form, whose first flow is its text. */
function endOfText(book: PalmDatabase, header: Buffer, isMobi: boolean): number | null {
  if (!isMobi || header.length < 200 || header.readUInt32BE(36) < 8) return null;
  const place = header.readUInt32BE(192);
  if (place === NONE || place >= book.count) return null;
  const flows = book.record(place);
  return flows.length >= 20 && flows.toString('latin1', 0, 4) === 'FDST' ? flows.readUInt32BE(16) : null;
}

function titleOf(header: Buffer, charset: string): string {
  const [at, length] = [header.readUInt32BE(84), header.readUInt32BE(88)];
  if (length > 1000 || at + length > header.length) return '';
  return new TextDecoder(charset).decode(header.subarray(at, at + length));
}
