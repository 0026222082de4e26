import type { LeftOutReason } from '../contracts/backup.js';
import { BACKUP_TABLES } from './backup-tables.js';
import { OPEN_END } from './row-columns.js';

/** The table in which rows of an archive wait until it is known which of them can be put back. */
export const waiting = (table: string) => `new_${table}`;

/** A statement that takes rows away from those that wait, or changes them, and returns `name` for each. */
export interface Step {
  table: string;
  /** Unset: they are here already, and nobody has to be told. */
  reason?: LeftOutReason;
  statement: string;
}

const OWNER = `current_setting('keepsake.owner')::uuid`;

/** How rows of a table are told apart: by its primary key first, then by what else has to be unique. */
const KEYS: Record<string, string[][]> = {
  sections: [['source_id', 'n']],
  passages: [['source_id', 'n']],
  sheets: [['character_id', 'version']],
  avatars: [['character_id']],
  card_assets: [['character_id', 'name']],
  character_sources: [['character_id', 'source_id']],
  session_members: [['id'], ['session_id', 'position']],
  branch_segments: [['branch_id', 'from_seq']],
  pins: [['branch_id', 'seq']],
  lore_activations: [['branch_id', 'entry', 'seq']],
  messages: [['id'], ['branch_id', 'seq', 'version']],
  calibrations: [['model']],
};
const keysOf = (table: string) => KEYS[table] ?? [['id']];
const nameOf = (table: string) =>
  `concat_ws(' ', ${keysOf(table)[0]!
    .map((key) => `t.${key}`)
    .join(', ')}) AS name`;

const out = (table: string, reason: LeftOutReason | undefined, where: string): Step => ({
  table,
  ...(reason && { reason }),
  statement: `DELETE FROM ${waiting(table)} t WHERE ${where} RETURNING ${nameOf(table)}`,
});
const here = (table: string, where: string) => out(table, undefined, where);
const orphans = (table: string, where: string) => out(table, 'without_parent', where);
const mend = (table: string, set: string, where: string, from = ''): Step => ({
  table,
  reason: 'mended',
  statement: `UPDATE ${waiting(table)} t SET ${set} ${from} WHERE ${where} RETURNING ${nameOf(table)}`,
});

/** Rows that stand after another one of the same key. */
const twins = (table: string, key: readonly string[], where = 'true'): string =>
  `t.ctid IN (SELECT at FROM (
     SELECT ctid AS at, row_number() OVER (PARTITION BY ${key.join(', ')} ORDER BY ctid) AS n
     FROM ${waiting(table)} WHERE ${where}) twin WHERE n > 1)`;

const mine = (table: string, id: string) =>
  `EXISTS (SELECT FROM ${table} o WHERE o.id = ${id} AND o.owner_id = ${OWNER})`;
const taken = (table: string) => out(table, 'conflict', `EXISTS (SELECT FROM ${table} o WHERE o.id = t.id)`);
const comes = (table: string, id: string) => `EXISTS (SELECT FROM new_${table} n WHERE n.id = ${id})`;
const branchIsMine = (id: string) =>
  `EXISTS (SELECT FROM branches b JOIN sessions s ON s.id = b.session_id WHERE b.id = ${id} AND s.owner_id = ${OWNER})`;

/** How far the numbers of a session's messages may reach: rows that were left out leave holes. */
const NUMBERS =
  'SELECT session_id, 2 * count(DISTINCT seq) + 10000 AS most FROM new_messages GROUP BY session_id';

/** Parts of what one owns: what is here already keeps its own, and what has lost its owner is left out. */
const partsOf = (parent: string, id: string, tables: readonly string[]): Step[] =>
  tables.flatMap((table) => [
    here(table, mine(parent, `t.${id}`)),
    orphans(table, `NOT ${comes(parent, `t.${id}`)}`),
  ]);
const partsOfBranches = ['pins', 'lore_activations'].flatMap((table) => [
  here(table, branchIsMine('t.branch_id')),
  orphans(table, `NOT ${comes('branches', 't.branch_id')}`),
]);
const ofItsBranch = ['turns', 'messages', 'folds'].map((table) =>
  orphans(
    table,
    `NOT EXISTS (SELECT FROM new_branches b WHERE b.id = t.branch_id AND b.session_id = t.session_id)`,
  ),
);

/** Makes the member that a session names itself, where it has none such. */
const memberOf = (kind: 'character' | 'persona', id: string, name: string, such: string): Step => ({
  table: 'session_members',
  statement: `INSERT INTO new_session_members AS t (id, session_id, kind, ${id}, name, position)
    SELECT gen_random_uuid(), s.id, '${kind}', s.${id}, ${name},
      1 + (SELECT coalesce(max(position), 0) FROM new_session_members m WHERE m.session_id = s.id)
    FROM new_sessions s
    WHERE NOT EXISTS (SELECT FROM new_session_members m WHERE m.session_id = s.id AND ${such})
    RETURNING ${nameOf('session_members')}`,
});

/**
 * What the rows of an archive have to be among each other, in the order in which it is seen to: parents before what
 * hangs on them. Rows of another owner are neither changed nor hung on, and whatever is here already stays as it is,
 * with all that belongs to it.
 */
export const STEPS: readonly Step[] = [
  ...BACKUP_TABLES.flatMap(({ name }) => keysOf(name).map((key) => out(name, 'conflict', twins(name, key)))),
  ...['sources', 'characters', 'personas', 'sessions'].flatMap((table) => [
    here(table, mine(table, 't.id')),
    taken(table),
  ]),

  // Sources
  ...partsOf('sources', 'source_id', ['sections', 'passages']),
  orphans(
    'passages',
    'NOT EXISTS (SELECT FROM new_sections s WHERE s.source_id = t.source_id AND s.n = t.section_n)',
  ),

  // Characters: the newest sheet is the one that is followed.
  ...partsOf('characters', 'character_id', ['sheets', 'avatars', 'card_assets', 'character_sources']),
  orphans(
    'character_sources',
    `NOT (${comes('sources', 't.source_id')} OR ${mine('sources', 't.source_id')})`,
  ),
  out('characters', 'incomplete', 'NOT EXISTS (SELECT FROM new_sheets s WHERE s.character_id = t.id)'),
  ...['sheets', 'avatars', 'card_assets', 'character_sources'].map((table) =>
    orphans(table, `NOT ${comes('characters', 't.character_id')}`),
  ),
  mend(
    'characters',
    'sheet_version = s.version',
    's.character_id = t.id AND t.sheet_version <> s.version',
    'FROM (SELECT character_id, max(version) AS version FROM new_sheets GROUP BY 1) s',
  ),

  // Sessions and their branches
  orphans(
    'sessions',
    `NOT (${comes('characters', 't.character_id')} OR ${mine('characters', 't.character_id')})`,
  ),
  here('branches', mine('sessions', 't.session_id')),
  taken('branches'),
  orphans('branches', `NOT ${comes('sessions', 't.session_id')}`),
  out('sessions', 'incomplete', 'NOT EXISTS (SELECT FROM new_branches b WHERE b.session_id = t.id)'),
  mend(
    'sessions',
    'branch_id = (SELECT id FROM new_branches b WHERE b.session_id = t.id ORDER BY created_at DESC, id LIMIT 1)',
    'NOT EXISTS (SELECT FROM new_branches b WHERE b.id = t.branch_id AND b.session_id = t.id)',
  ),
  mend(
    'sessions',
    'persona_id = NULL',
    `t.persona_id IS NOT NULL AND NOT (${comes('personas', 't.persona_id')} OR ${mine('personas', 't.persona_id')})`,
  ),
  mend(
    'sessions',
    'sheet_pin = NULL',
    `t.sheet_pin IS NOT NULL AND NOT EXISTS (
       SELECT FROM new_sheets s WHERE s.character_id = t.character_id AND s.version = t.sheet_pin)
     AND NOT EXISTS (SELECT FROM sheets s WHERE s.character_id = t.character_id AND s.version = t.sheet_pin)`,
  ),
  mend(
    'sessions',
    'outside_key = NULL',
    `t.outside_key IS NOT NULL AND (${twins('sessions', ['character_id', 'outside_key'], 'outside_key IS NOT NULL')}
       OR EXISTS (SELECT FROM sessions s WHERE s.owner_id = ${OWNER} AND s.character_id = t.character_id
         AND s.outside_key = t.outside_key))`,
  ),
  // Who takes part: archives from before there were members have none, and are not told of it.
  ...partsOf('sessions', 'session_id', ['session_members']),
  taken('session_members'),
  ...(['character', 'persona'] as const).map((kind) =>
    mend(
      'session_members',
      `${kind}_id = NULL`,
      `t.${kind}_id IS NOT NULL AND NOT (${comes(`${kind}s`, `t.${kind}_id`)} OR ${mine(`${kind}s`, `t.${kind}_id`)})`,
    ),
  ),
  out(
    'session_members',
    'conflict',
    twins('session_members', ['session_id', 'character_id'], 'character_id IS NOT NULL'),
  ),
  out('session_members', 'conflict', twins('session_members', ['session_id'], `kind = 'persona'`)),
  out('session_members', 'conflict', twins('session_members', ['session_id', 'name'], `kind = 'guest'`)),
  memberOf('persona', 'persona_id', 's.persona_name', `m.kind = 'persona'`),
  memberOf(
    'character',
    'character_id',
    `coalesce((SELECT name FROM new_characters c WHERE c.id = s.character_id),
       (SELECT name FROM characters c WHERE c.id = s.character_id))`,
    'm.character_id = s.character_id',
  ),
  mend(
    'branches',
    'parent_id = NULL',
    `t.parent_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM new_branches p WHERE p.id = t.parent_id AND p.session_id = t.session_id)`,
  ),
  mend(
    'branches',
    'parent_id = NULL',
    // Those that no root leads to go round in a circle.
    `t.id NOT IN (
       WITH RECURSIVE rooted AS (
         SELECT id FROM new_branches WHERE parent_id IS NULL
         UNION SELECT b.id FROM new_branches b JOIN rooted r ON b.parent_id = r.id
       ) SELECT id FROM rooted)`,
  ),

  // Messages: their numbers may leave a few out, but not lead so far that looking through them takes for ever.
  ...['turns', 'messages', 'folds', 'openings'].map((table) => here(table, mine('sessions', 't.session_id'))),
  ...['turns', 'messages', 'folds', 'openings', 'rules'].map(taken),
  ...ofItsBranch,
  out(
    'messages',
    'out_of_sequence',
    `t.ctid IN (SELECT m.ctid FROM new_messages m JOIN (${NUMBERS}) n USING (session_id) WHERE m.seq > n.most)`,
  ),
  mend(
    'messages',
    'chosen = x.chosen',
    't.ctid = x.at AND t.chosen <> x.chosen',
    `FROM (SELECT ctid AS at, row_number() OVER (PARTITION BY branch_id, seq ORDER BY chosen DESC, version DESC) = 1 AS chosen
           FROM new_messages) x`,
  ),
  mend(
    'messages',
    'client_id = NULL',
    twins('messages', ['session_id', 'client_id'], 'client_id IS NOT NULL'),
  ),
  mend(
    'branches',
    `last_seq = greatest(x.told, least(t.last_seq, x.most)),
     from_seq = least(t.from_seq, greatest(x.told, least(t.last_seq, x.most)))`,
    't.id = x.id AND NOT (t.last_seq BETWEEN x.told AND x.most AND t.from_seq <= t.last_seq)',
    `FROM (SELECT b.id, coalesce(max(m.seq), 0) AS told, coalesce(max(n.most), 10000) AS most
           FROM new_branches b LEFT JOIN new_messages m ON m.branch_id = b.id
           LEFT JOIN (${NUMBERS}) n ON n.session_id = b.session_id GROUP BY b.id) x`,
  ),

  // The ways that stories go
  here('branch_segments', branchIsMine('t.branch_id')),
  orphans(
    'branch_segments',
    `NOT EXISTS (SELECT FROM new_branches b JOIN new_branches o ON o.session_id = b.session_id
       WHERE b.id = t.branch_id AND o.id = t.of_branch_id)`,
  ),
  out(
    'branch_segments',
    'out_of_sequence',
    `EXISTS (SELECT FROM new_branches b WHERE b.id = t.branch_id AND CASE t.to_seq
       WHEN ${OPEN_END} THEN t.of_branch_id <> t.branch_id OR t.from_seq > b.last_seq + 1
       ELSE t.to_seq > b.last_seq END)`,
  ),
  out(
    'branch_segments',
    'out_of_sequence',
    `t.ctid IN (SELECT at FROM (
       SELECT ctid AS at, from_seq, max(to_seq) OVER (
         PARTITION BY branch_id ORDER BY from_seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
       FROM new_branch_segments) s WHERE s.from_seq <= s.before)`,
  ),
  {
    table: 'branch_segments',
    reason: 'mended',
    statement: `INSERT INTO new_branch_segments AS t (branch_id, of_branch_id, from_seq, to_seq)
      SELECT b.id, b.id, coalesce(max(s.to_seq), 0) + 1, ${OPEN_END}
      FROM new_branches b LEFT JOIN new_branch_segments s ON s.branch_id = b.id
      GROUP BY b.id HAVING coalesce(max(s.to_seq), 0) < ${OPEN_END} RETURNING ${nameOf('branch_segments')}`,
  },
  ...partsOfBranches,
  orphans(
    'pins',
    'NOT EXISTS (SELECT FROM new_messages m WHERE m.branch_id = t.branch_id AND m.seq = t.seq)',
  ),

  // What was sent
  orphans('openings', `NOT ${comes('sessions', 't.session_id')}`),
  mend(
    'sessions',
    'opening_id = NULL',
    `t.opening_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM new_openings o WHERE o.id = t.opening_id AND o.session_id = t.id)`,
  ),
  mend(
    'turns',
    'opening_id = NULL',
    `t.opening_id IS NOT NULL AND (
       num_nulls(t.after_seq, t.upto_seq, t.tail, t.sent_hash) > 0 OR NOT EXISTS (
         SELECT FROM new_openings o WHERE o.id = t.opening_id AND o.session_id = t.session_id))`,
  ),
  mend(
    'messages',
    'member_id = NULL',
    `t.member_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM new_session_members m WHERE m.id = t.member_id AND m.session_id = t.session_id)`,
  ),
  mend(
    'messages',
    'turn_id = NULL',
    `t.turn_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM new_turns o WHERE o.id = t.turn_id AND o.session_id = t.session_id)`,
  ),

  // The chronicle
  out(
    'folds',
    'out_of_sequence',
    'EXISTS (SELECT FROM new_branches b WHERE b.id = t.branch_id AND t.to_seq > b.last_seq)',
  ),
  out(
    'folds',
    'conflict',
    twins('folds', ['branch_id', 'status', 'from_seq'], `status IN ('standing', 'ready')`),
  ),
  mend(
    'branches',
    'folded_seq = x.seq, folded_messages = x.messages',
    't.id = x.id AND t.folded_seq <> x.seq',
    `FROM (SELECT f.id, f.seq, (
             SELECT count(*) FROM new_branch_segments g
             JOIN new_messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
             WHERE g.branch_id = f.id AND m.seq <= f.seq AND m.content <> '') AS messages
           FROM (SELECT b.id, b.folded_seq, coalesce(max(f.to_seq), 0) AS seq FROM new_branches b
                 LEFT JOIN new_folds f ON f.branch_id = b.id AND f.status = 'standing' GROUP BY b.id, b.folded_seq) f
           WHERE f.folded_seq <> f.seq) x`,
  ),

  here('rules', `${mine('sessions', 't.session_id')} OR ${mine('characters', 't.character_id')}`),
  orphans(
    'rules',
    `NOT CASE WHEN t.session_id IS NULL THEN ${comes('characters', 't.character_id')} ELSE ${comes('sessions', 't.session_id')} END`,
  ),
  here('calibrations', 'EXISTS (SELECT FROM calibrations o WHERE o.model = t.model)'),
];
