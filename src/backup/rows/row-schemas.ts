import { z } from 'zod';
import { LIBRARY_ROWS } from './library-rows.js';
import { UNPARSED } from './row-columns.js';
import { SESSION_ROWS } from './session-rows.js';

/**
 * What a row of each table has to look like to be put back, by the columns of the database. Who owns it, who works on
 * it, and which ingest it came from, is not said there.
 */
export const ROWS = { ...LIBRARY_ROWS, ...SESSION_ROWS };

export type TableName = keyof typeof ROWS;

/** Columns by their names in archives of earlier versions. */
const FORMER_COLUMNS: Partial<Record<TableName, Record<string, string>>> = {
  sessions: { opening_id: 'prompt_prefix_id' },
  turns: { opening_id: 'prompt_prefix_id' },
};

/** A row of an archive under the names that its columns have today. */
export function withColumnsOfToday(table: TableName, row: unknown): unknown {
  const former = FORMER_COLUMNS[table];
  if (!former || typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [former[column] ?? column, value]));
}

/** The columns of a table's rows, in the order in which they are copied. */
export function columnsOf(table: TableName): string[] {
  return Object.keys(shapeOf(table));
}

/** Those of them whose texts may be longer than what is parsed. */
export function unparsedColumnsOf(table: TableName): Set<string> {
  const shape = shapeOf(table);
  return new Set(Object.keys(shape).filter((column) => UNPARSED.has(shape[column]!)));
}

/** What each column of a table's rows has to look like. */
export function shapeOf(table: TableName): Record<string, z.ZodType> {
  const schema: z.ZodType = ROWS[table];
  const object = schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : schema;
  return (object as z.ZodObject).shape as Record<string, z.ZodType>;
}
