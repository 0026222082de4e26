import { Transform, type TransformCallback } from 'node:stream';
import { Problem } from '../../contracts/problem.js';
import type { LeftOut } from '../left-out.js';
import { nameOfLine, type ReadRows } from './row-reader.js';
import type { TableName } from './row-schemas.js';

const NEWLINE = 10;
/** So many bytes of lines are read at once. */
const AT_ONCE = 512 * 1024;

/** Reads lines of a table, somewhere else than in the server's own thread (`readRows`). */
export type ReadLines = (table: TableName, lines: Uint8Array[], before: number) => Promise<ReadRows>;

/**
 * Takes the bytes of a table's file, has its lines read, many short ones at once and a long one alone, and gives what
 * PostgreSQL's COPY takes. A line that is too long, or more than can be read, is left out and named.
 */
export class RowStream extends Transform {
  /** Whole lines. */
  private lines = new Pieces();
  /** A line that goes on. */
  private begun = new Pieces();
  /** How many lines came before. */
  private before = 0;

  /** @param longest line that is read, in bytes */
  constructor(
    private readonly table: TableName,
    private readonly longest: number,
    private readonly leftOut: LeftOut,
    private readonly readRows: ReadLines,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: unknown, done: TransformCallback): void {
    this.divide(chunk).then(() => done(), done);
  }

  override _flush(done: TransformCallback): void {
    this.endLine()
      .then(() => this.readLines())
      .then(() => done(), done);
  }

  private async divide(chunk: Buffer): Promise<void> {
    const first = chunk.indexOf(NEWLINE) + 1;
    if (first === 0) return this.hold(chunk);
    this.hold(chunk.subarray(0, first));
    await this.endLine();
    const last = chunk.lastIndexOf(NEWLINE) + 1;
    if (last > first) this.lines.add(chunk.subarray(first, last));
    this.hold(chunk.subarray(last));
    if (this.lines.length >= AT_ONCE) await this.readLines();
  }

  private hold(piece: Buffer): void {
    this.begun.add(piece);
    if (this.begun.length > this.longest) this.begun.drop();
  }

  private async endLine(): Promise<void> {
    const { begun } = this;
    this.begun = new Pieces();
    if (begun.length < AT_ONCE && !begun.isDropped) return this.lines.join(begun);
    await this.readLines();
    if (begun.isDropped) return this.refuse();
    try {
      await this.give(begun);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'file_too_heavy')) throw error;
      this.refuse();
    }
  }

  private async readLines(): Promise<void> {
    const { lines } = this;
    this.lines = new Pieces();
    if (lines.length) await this.give(lines);
  }

  private async give({ pieces }: Pieces): Promise<void> {
    const { rows, lines, leftOut } = await this.readRows(this.table, pieces, this.before);
    this.before += lines;
    this.leftOut.addAll(leftOut);
    if (rows.length) this.push(rows);
  }

  private refuse(): void {
    this.before++;
    this.leftOut.add(this.table, 'unreadable', [nameOfLine(this.before)]);
  }
}

/** Bytes that belong together. */
class Pieces {
  pieces: Uint8Array[] = [];
  length = 0;
  isDropped = false;

  add(piece: Uint8Array): void {
    this.length += piece.length;
    if (piece.length && !this.isDropped) this.pieces.push(piece);
  }

  join({ pieces }: Pieces): void {
    for (const piece of pieces) this.add(piece);
  }

  /** Keeps nothing of them any more. */
  drop(): void {
    this.pieces = [];
    this.isDropped = true;
  }
}
