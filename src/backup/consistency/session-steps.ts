import {
  comes,
  here,
  mend,
  mine,
  nameOf,
  orphans,
  out,
  OWNER,
  partsOf,
  taken,
  twins,
  withoutStray,
  type Step,
} from './steps.js';

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

/** Sessions, their members and their branches. */
export const SESSION_STEPS: readonly Step[] = [
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
  withoutStray('branches', 'parent_id', 'branches'),
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
];
