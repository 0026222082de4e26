/** The text of a chat's file in UTF-8, which it mostly is already. */
import { isUtf8 } from 'node:buffer';
import { decodeReported } from '../../../characters/imports/decode-reported.js';
import type { ImportReport } from '../../../characters/imports/import-report.js';

const NEWLINE = 10;
/** Where one of two bytes is often zero the text is in UTF-16. */
const LOOKED_AT = 200;

/**
 * A file in UTF-8. What was put together of several may have lines of another encoding among those in UTF-8: these are
 * read as what they are together. A cut within a character makes no other encoding of a file.
 * @param report gets a sentence where the encoding was guessed
 */
export function inUtf8(file: Buffer, report: ImportReport): Buffer {
  if ([0, 1, 2, 3].some((less) => isUtf8(file.subarray(0, file.length - less)))) return file;
  const lines = linesOf(file);
  const others = lines.filter((line) => !isUtf8(line));
  if (others.length < lines.length && !file.subarray(0, LOOKED_AT).includes(0)) {
    const read = decoded(withNewlines(others), report)?.toString().split('\n');
    // A line's end is one byte in each encoding but UTF-16.
    if (read?.length === others.length) {
      let n = 0;
      return withNewlines(lines.map((line) => (isUtf8(line) ? line : Buffer.from(read[n++]!))));
    }
  }
  return decoded(file, report) ?? file;
}

function decoded(bytes: Buffer, report: ImportReport): Buffer | null {
  try {
    return Buffer.from(decodeReported(bytes, report));
  } catch {
    return null;
  }
}

function linesOf(file: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start <= file.length;) {
    const newline = file.indexOf(NEWLINE, start);
    const end = newline < 0 ? file.length : newline;
    lines.push(file.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function withNewlines(lines: readonly Buffer[]): Buffer {
  const newline = Buffer.from([NEWLINE]);
  return Buffer.concat(lines.flatMap((line, n) => (n ? [newline, line] : [line])));
}
