import { isUtf8 } from 'node:buffer';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
/** What may follow a backslash in JSON and means the same to PostgreSQL's COPY: 1. */
const ESCAPES = new Uint8Array(256);
for (const sign of Buffer.from('"\\/bfnrt')) ESCAPES[sign] = 1;
/** What a text does not simply go on with: 1. */
const SPECIAL = new Uint8Array(256).fill(1, 0, 32);
SPECIAL[QUOTE] = SPECIAL[BACKSLASH] = 1;
/** Shorter texts cost less when they are parsed. */
export const LONG = 2048;

/**
 * A long text as it stands in JSON between its quotation marks: UTF-8 without control characters, zero characters or
 * unpaired surrogates, and with no escapes but those that COPY reads alike. It is never decoded.
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
      const { end, plain } = textAt(line, at + 1);
      const bytes = line.subarray(at + 1, end);
      if (depth === 1 && !isValue) column = bytes.toString();
      else if (depth === 1 && plain && bytes.length >= LONG && columns.has(column) && isUtf8(bytes)) {
        texts.set(column, new LongText(bytes));
        rest.push(line.subarray(from, at + 1));
        from = end;
      }
      at = end;
    }
  }
  return { rest: texts.size ? Buffer.concat([...rest, line.subarray(from)]) : line, texts };
}

/** Where a text of JSON ends, and whether COPY reads it as it stands. */
function textAt(line: Buffer, from: number): { end: number; plain: boolean } {
  let plain = true;
  for (let at = from; at < line.length; at++) {
    const byte = line[at]!;
    if (!SPECIAL[byte]) continue;
    if (byte === QUOTE) return { end: at, plain };
    if (byte !== BACKSLASH || !ESCAPES[line[++at]!]) plain = false;
  }
  return { end: line.length, plain: false };
}
