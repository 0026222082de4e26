import type { LeftOutReason } from '../../contracts/backup.js';

/** The table in which rows of an archive wait until it is known which of them can be put back. */
export const waiting = (table: string) => `new_${table}`;

/** A statement that takes rows away from those that wait, or changes them, and returns `name` for each. */
export interface Step {
  table: string;
  /** Unset: they are here already, and nobody has to be told. */
  reason?: LeftOutReason;
  statement: string;
  /** It keeps out what holds for all conversations, which may be asked for. */
  keepsOut?: boolean;
}

export const OWNER = `current_setting('keepsake.owner')::uuid`;

/** How rows of a table are told apart: by its primary key first, then by what else has to be unique. */
const KEYS: Record<string, string[][]> = {
  sections: [['source_id', 'n']],
  passages: [['source_id', 'n']],
  sheets: [['character_id', 'version']],
  avatars: [['character_id']],
  card_assets: [['character_id', 'name']],
  character_sources: [['character_id', 'source_id']],
  prompt_texts: [['id'], ['character_id', 'name', 'language']],
  session_members: [['id'], ['session_id', 'position']],
  branch_segments: [['branch_id', 'from_seq']],
  pins: [['branch_id', 'seq']],
  lore_activations: [['branch_id', 'entry', 'seq']],
  message_words: [['message_id']],
  facts: [['id'], ['message_id', 'about', 'topic', 'thing']],
  messages: [['id'], ['branch_id', 'seq', 'version']],
  calibrations: [['model']],
};
export const keysOf = (table: string) => KEYS[table] ?? [['id']];
export const nameOf = (table: string) =>
  `concat_ws(' ', ${keysOf(table)[0]!
    .map((key) => `t.${key}`)
    .join(', ')}) AS name`;

export const out = (table: string, reason: LeftOutReason | undefined, where: string): Step => ({
  table,
  ...(reason && { reason }),
  statement: `DELETE FROM ${waiting(table)} t WHERE ${where} RETURNING ${nameOf(table)}`,
});
export const here = (table: string, where: string) => out(table, undefined, where);
export const orphans = (table: string, where: string) => out(table, 'without_parent', where);
/** Changes what nobody has to be told of. */
export const quietly = (table: string, set: string, where: string): Step => ({
  table,
  statement: `UPDATE ${waiting(table)} t SET ${set} WHERE ${where} RETURNING ${nameOf(table)}`,
});
export const mend = (table: string, set: string, where: string, from = ''): Step => ({
  table,
  reason: 'mended',
  statement: `UPDATE ${waiting(table)} t SET ${set} ${from} WHERE ${where} RETURNING ${nameOf(table)}`,
});

/** A reference to what is not of the same session is taken away. */
export const withoutStray = (table: string, column: string, to: string): Step =>
  mend(
    table,
    `${column} = NULL`,
    `t.${column} IS NOT NULL AND NOT EXISTS (
       SELECT FROM ${waiting(to)} o WHERE o.id = t.${column} AND o.session_id = t.session_id)`,
  );

/** Rows that stand after another one of the same key. */
export const twins = (table: string, key: readonly string[], where = 'true'): string =>
  `t.ctid IN (SELECT at FROM (
     SELECT ctid AS at, row_number() OVER (PARTITION BY ${key.join(', ')} ORDER BY ctid) AS n
     FROM ${waiting(table)} WHERE ${where}) twin WHERE n > 1)`;

export const mine = (table: string, id: string) =>
  `EXISTS (SELECT FROM ${table} o WHERE o.id = ${id} AND o.owner_id = ${OWNER})`;
export const taken = (table: string) =>
  out(table, 'conflict', `EXISTS (SELECT FROM ${table} o WHERE o.id = t.id)`);
export const comes = (table: string, id: string) => `EXISTS (SELECT FROM new_${table} n WHERE n.id = ${id})`;
export const branchIsMine = (id: string) =>
  `EXISTS (SELECT FROM branches b JOIN sessions s ON s.id = b.session_id WHERE b.id = ${id} AND s.owner_id = ${OWNER})`;

/** Parts of what one owns: what is here already keeps its own, and what has lost its owner is left out. */
export const partsOf = (parent: string, id: string, tables: readonly string[]): Step[] =>
  tables.flatMap((table) => [
    here(table, mine(parent, `t.${id}`)),
    orphans(table, `NOT ${comes(parent, `t.${id}`)}`),
  ]);
