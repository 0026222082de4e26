import { z } from 'zod';
import type { LeftOutView } from '../../contracts/backup.js';
import { FIRST_WRONG } from '../../http/read-body.js';
import { isModestJson } from '../../text/encoding/json-size.js';
import { LeftOut } from '../left-out.js';
import { LONG, LongText, withoutLongTexts } from './long-texts.js';
import { Json, Mended } from './row-columns.js';
import { columnsOf, ROWS, type TableName, unparsedColumnsOf, withColumnsOfToday } from './row-schemas.js';

const NEWLINE = 10;
/** What is parsed of a line in one step: more than the largest card takes, in bytes and in values. */
const LONGEST_PARSED = 40 * 1024 * 1024;
/** Cards have up to 250,000 values; other rows hold less than a message that is imported may. */
const MOST_VALUES: Partial<Record<TableName, number>> = { characters: 300_000, sheets: 500_000 };
const MODEST = { depth: 500, values: 60_000 };
const isId = (value: unknown): value is string => z.uuid().safeParse(value).success;

/** What came of lines of an archive. */
export interface ReadRows {
  /** What PostgreSQL's COPY takes as text. */
  rows: Uint8Array;
  /** How many lines there were. */
  lines: number;
  leftOut: LeftOutView[];
}

/**
 * Reads lines of JSON and checks each as a row of its table. A line that is no such row is left out and named. Long
 * texts pass through as the bytes that they are.
 *
 * @param bytes whole lines, in pieces
 * @param before how many lines stand before these
 */
export function readRows(table: TableName, bytes: readonly Uint8Array[], before: number): ReadRows {
  const lines =
    bytes.length === 1
      ? Buffer.from(bytes[0]!.buffer, bytes[0]!.byteOffset, bytes[0]!.byteLength)
      : Buffer.concat(bytes);
  const reader = new RowReader(table, before);
  for (let from = 0, end; from < lines.length; from = end + 1) {
    end = lines.indexOf(NEWLINE, from);
    if (end < 0) end = lines.length;
    reader.read(lines.subarray(from, end));
  }
  return reader.result();
}

class RowReader {
  private readonly schema: z.ZodType<Record<string, unknown>>;
  private readonly columns: string[];
  private readonly unparsed: ReadonlySet<string>;
  private readonly leftOut = new LeftOut();
  private line: number;
  private rows: Buffer[] = [];
  /** What comes after them. */
  private cells = '';

  constructor(
    private readonly table: TableName,
    private readonly before: number,
  ) {
    this.schema = ROWS[table];
    this.columns = columnsOf(table);
    this.unparsed = unparsedColumnsOf(table);
    this.line = before;
  }

  /** Makes a row for COPY of a line, or leaves it out. */
  read(line: Buffer): void {
    this.line++;
    if (line.length === 0) return;
    const value = this.parsed(line);
    if (value === undefined) return this.refuse('unreadable', value);
    const read = this.schema.safeParse(value, FIRST_WRONG);
    if (!read.success) return this.refuse('invalid', value);
    let mended = false;
    this.columns.forEach((column, n) => {
      const cell = read.data[column];
      mended ||= cell instanceof Mended;
      if (n) this.cells += '\t';
      this.add(cell instanceof Mended ? cell.value : cell);
    });
    this.cells += '\n';
    if (mended) this.leftOut.add(this.table, 'mended', [this.nameOf(value)]);
  }

  result(): ReadRows {
    const rows = Buffer.concat([...this.rows, Buffer.from(this.cells)]);
    return { rows, lines: this.line - this.before, leftOut: this.leftOut.view() };
  }

  private parsed(line: Buffer): unknown {
    const { rest, texts } = withoutLongTexts(line, this.unparsed);
    if (rest.length > LONGEST_PARSED) return undefined;
    const values = MOST_VALUES[this.table] ?? MODEST.values;
    const value = withColumnsOfToday(this.table, parsed(rest.toString(), { ...MODEST, values }));
    return texts.size && value ? Object.assign(value, Object.fromEntries(texts)) : value;
  }

  private add(cell: unknown): void {
    if (cell instanceof LongText) {
      this.rows.push(Buffer.from(this.cells), cell.bytes);
      this.cells = '';
    } else this.cells += copied(cell);
  }

  private refuse(reason: 'unreadable' | 'invalid', value: unknown): void {
    this.leftOut.add(this.table, reason, [this.nameOf(value)]);
  }

  /** A row's id, or its line where it has none. */
  private nameOf(value: unknown): string {
    const { id, character_id, source_id, branch_id } = (value ?? {}) as Record<string, unknown>;
    return [id, character_id, source_id, branch_id].find(isId) ?? nameOfLine(this.line);
  }
}

/** What a line is called that has no id. */
export const nameOfLine = (line: number): string => `line ${line}`;

function parsed(text: string, most: typeof MODEST): unknown {
  if (!isModestJson(text, most)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as a cell of COPY's text format. */
function copied(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  const text = value instanceof Json ? value.text : String(value);
  if (!/[\\\t\n\r]/.test(text)) return text;
  return text.length > LONG ? escaped(text) : text.replace(/[\\\t\n\r]/g, (sign) => SIGNS[sign]!);
}

/** Byte by byte: replaced one by one, millions of signs take seconds. */
function escaped(text: string): string {
  const bytes = Buffer.from(text);
  const cell = Buffer.allocUnsafe(2 * bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const sign = ESCAPED[byte]!;
    if (sign) cell[length++] = BACKSLASH;
    cell[length++] = sign || byte;
  }
  return cell.toString('utf8', 0, length);
}

const BACKSLASH = 92;
const SIGNS: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
/** What stands after a backslash in place of a byte. */
const ESCAPED = new Uint8Array(256);
for (const [sign, pair] of Object.entries(SIGNS)) ESCAPED[sign.charCodeAt(0)] = pair.charCodeAt(1);
