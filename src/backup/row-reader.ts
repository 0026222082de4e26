import { Transform, type TransformCallback } from 'node:stream';
import { z } from 'zod';
import { isModestJson } from '../text/json-size.js';
import type { LeftOut } from './left-out.js';
import { Json, Mended } from './row-columns.js';
import { columnsOf, ROWS, type TableName } from './row-schemas.js';

const NEWLINE = 10;
const MODEST = { depth: 500, values: 1_000_000 };
const isId = (value: unknown): value is string => z.uuid().safeParse(value).success;

/**
 * Reads lines of JSON, checks each as a row of its table, and gives what PostgreSQL's COPY takes as text. A line that is
 * no such row is left out and named.
 */
export class RowReader extends Transform {
  private readonly schema: z.ZodType<Record<string, unknown>>;
  private readonly columns: string[];
  private parts: Buffer[] = [];
  private length = 0;
  private line = 0;

  /** @param longest line that is read, in bytes */
  constructor(
    private readonly table: TableName,
    private readonly longest: number,
    private readonly leftOut: LeftOut,
  ) {
    super();
    this.schema = ROWS[table];
    this.columns = columnsOf(table);
  }

  override _transform(chunk: Buffer, _encoding: unknown, done: TransformCallback): void {
    let rows = '';
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.hold(chunk.subarray(from, end));
      rows += this.row();
      from = end + 1;
    }
    this.hold(chunk.subarray(from));
    done(null, rows === '' ? undefined : rows);
  }

  override _flush(done: TransformCallback): void {
    done(null, this.length ? this.row() : undefined);
  }

  private hold(part: Buffer): void {
    this.length += part.length;
    if (this.length <= this.longest) this.parts.push(part);
    else this.parts = [];
  }

  /** The line that is held as a row for COPY; empty where it is left out. */
  private row(): string {
    const { parts, length } = this;
    this.line++;
    this.parts = [];
    this.length = 0;
    if (length === 0) return '';
    const value = length <= this.longest ? parsed(Buffer.concat(parts).toString()) : undefined;
    if (value === undefined) return this.refuse('unreadable', value);
    const read = this.schema.safeParse(value);
    if (!read.success) return this.refuse('invalid', value);
    let mended = false;
    const cells = this.columns.map((column) => {
      const cell = read.data[column];
      mended ||= cell instanceof Mended;
      return copied(cell instanceof Mended ? cell.value : cell);
    });
    if (mended) this.leftOut.add(this.table, 'mended', [this.nameOf(value)]);
    return `${cells.join('\t')}\n`;
  }

  private refuse(reason: 'unreadable' | 'invalid', value: unknown): string {
    this.leftOut.add(this.table, reason, [this.nameOf(value)]);
    return '';
  }

  /** A row's id, or its line where it has none. */
  private nameOf(value: unknown): string {
    const { id, character_id, source_id, branch_id } = (value ?? {}) as Record<string, unknown>;
    return [id, character_id, source_id, branch_id].find(isId) ?? `line ${this.line}`;
  }
}

function parsed(text: string): unknown {
  if (!isModestJson(text, MODEST)) return undefined;
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
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPED[sign as keyof typeof ESCAPED])
    : text;
}

const ESCAPED = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
