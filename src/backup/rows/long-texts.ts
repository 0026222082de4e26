import { isUtf8 } from 'node:buffer';

const TAB = 9;
const RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const NEAR = 32;
/** What may follow a backslash in JSON and means the same to PostgreSQL's COPY: 1. */
const ESCAPES = new Uint8Array(256);
for (const sign of Buffer.from('"\\/bfnrt')) ESCAPES[sign] = 1;
/** Shorter texts cost less when they are parsed. */
export const LONG = 2048;

/**
 * A long text as it stands in JSON between its quotation marks: UTF-8 without what parts the cells and rows of
 * COPY, and with no escapes but those that COPY reads alike. It is never decoded.
 */
export class LongText {
  constructor(readonly bytes: Buffer) {}

  /** Its length in UTF-16 units, at most. */
  get length(): number {
    return this.bytes.length;
  }
}

/**
 * Takes the long texts out of a line of JSON that is an object, so that they need not be parsed. What is no such text
 * stays where it is.
 *
 * @param columns whose texts may be taken out
 * @returns the line with empty texts in their places, and them by column
 */
export function withoutLongTexts(
  line: Buffer,
  columns: ReadonlySet<string>,
): { rest: Buffer; texts: Map<string, LongText> } {
  const texts = new Map<string, LongText>();
  if (line.length < LONG) return { rest: line, texts };
  const signs = new Signs(line);
  const rest: Buffer[] = [];
  let from = 0;
  let depth = 0;
  let isValue = false;
  let column = '';
  for (let at = 0; at < line.length; at++) {
    const byte = line[at]!;
    // `[` and `{`, `]` and `}` differ in one bit, which no other sign of JSON shares.
    if ((byte | 32) === 123) depth++;
    else if ((byte | 32) === 125) depth--;
    else if (byte === COLON) isValue = true;
    else if (byte === COMMA) isValue = false;
    else if (byte === QUOTE) {
      const { end, plain } = textAt(line, at + 1, signs);
      const bytes = line.subarray(at + 1, end);
      if (depth === 1 && !isValue) column = bytes.toString();
      else if (depth === 1 && plain && bytes.length >= LONG && columns.has(column) && isStorable(bytes)) {
        texts.set(column, new LongText(bytes));
        rest.push(line.subarray(from, at + 1));
        from = end;
      }
      at = end;
    }
  }
  return { rest: texts.size ? Buffer.concat([...rest, line.subarray(from)]) : line, texts };
}

/** Where a text of JSON ends, and whether COPY reads its escapes as they stand. */
function textAt(line: Buffer, from: number, signs: Signs): { end: number; plain: boolean } {
  let plain = true;
  for (let at = signs.next(from); at < line.length; at = signs.next(at + 2)) {
    if (line[at] === QUOTE) return { end: at, plain };
    if (!ESCAPES[line[at + 1]!]) plain = false;
  }
  return { end: line.length, plain: false };
}

/** No byte of it means anything else to COPY than itself. */
function isStorable(bytes: Buffer): boolean {
  return !bytes.includes(0) && !bytes.includes(TAB) && !bytes.includes(RETURN) && isUtf8(bytes);
}

/** Quotation marks and backslashes of a line, asked for in their order. */
class Signs {
  private quote = -1;
  private backslash = -1;

  constructor(private readonly line: Buffer) {}

  /** The next one, or the line's end. Near ones are found faster byte by byte, far ones by `indexOf`. */
  next(from: number): number {
    const { line } = this;
    for (let at = from; at < from + NEAR && at < line.length; at++) {
      if (line[at] === QUOTE || line[at] === BACKSLASH) return at;
    }
    if (this.quote < from) this.quote = indexOf(line, QUOTE, from);
    if (this.backslash < from) this.backslash = indexOf(line, BACKSLASH, from);
    return Math.min(this.quote, this.backslash);
  }
}

function indexOf(line: Buffer, sign: number, from: number): number {
  const at = line.indexOf(sign, from);
  return at < 0 ? line.length : at;
}
