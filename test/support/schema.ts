import { query } from './databases.js';

/** What a schema consists of, each as a line; blanks and the order of columns are all the same. */
const LINES = `
  WITH tables AS (
    SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  )
  SELECT format('column %s.%s %s %s %s %s', t.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END, pg_get_expr(d.adbin, d.adrelid), a.attstorage) AS line
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
  UNION ALL
  SELECT format('constraint %s.%s %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
  FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid WHERE c.contype <> 'n'
  UNION ALL
  SELECT 'index ' || pg_get_indexdef(i.indexrelid) FROM tables t JOIN pg_index i ON i.indrelid = t.oid
  UNION ALL
  SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('sequence %s %s %s', sequencename, data_type, cycle) FROM pg_sequences WHERE schemaname = 'public'
  UNION ALL
  SELECT 'migration ' || name FROM migrations`;

/** The schema of a database, to be compared with that of another. */
export async function schemaOf(url: string): Promise<string[]> {
  const rows = (await query(url, LINES)) as { line: string }[];
  return rows.map(({ line }) => line.replaceAll(/\s+/g, ' ').trim()).sort();
}
