import { OPEN_END } from '../rows/row-columns.js';
import {
  branchIsMine,
  comes,
  here,
  mend,
  mine,
  nameOf,
  orphans,
  out,
  taken,
  twins,
  type Step,
  withoutStray,
} from './steps.js';

/** How far the numbers of a session's messages may reach: rows that were left out leave holes. */
const NUMBERS =
  'SELECT session_id, 2 * count(DISTINCT seq) + 10000 AS most FROM new_messages GROUP BY session_id';

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

/** What was said, the ways that stories go, what was sent, and the chronicle. */
export const STORY_STEPS: readonly Step[] = [
  // Messages: their numbers may leave a few out, but not lead so far that looking through them takes for ever.
  ...['turns', 'messages', 'session_pictures', 'folds', 'prompt_prefixes'].map((table) =>
    here(table, mine('sessions', 't.session_id')),
  ),
  here('rules', `${mine('sessions', 't.session_id')} OR ${mine('characters', 't.character_id')}`),
  ...['turns', 'messages', 'session_pictures', 'folds', 'prompt_prefixes', 'rules'].map(taken),
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
    `last_seq = greatest(x.highest, least(t.last_seq, x.most)),
     from_seq = least(t.from_seq, greatest(x.highest, least(t.last_seq, x.most)))`,
    't.id = x.id AND NOT (t.last_seq BETWEEN x.highest AND x.most AND t.from_seq <= t.last_seq)',
    `FROM (SELECT b.id, coalesce(max(m.seq), 0) AS highest, coalesce(max(n.most), 10000) AS most
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

  orphans('session_pictures', `NOT ${comes('sessions', 't.session_id')}`),
  // Of a message's pictures those that come, too.
  mend(
    'messages',
    'pictures = x.pictures',
    't.ctid = x.at AND t.pictures <> x.pictures',
    `FROM (SELECT m.ctid AS at, ARRAY(SELECT o.id FROM unnest(m.pictures) WITH ORDINALITY AS o (id, n)
             WHERE EXISTS (SELECT FROM new_session_pictures p WHERE p.id = o.id AND p.session_id = m.session_id) ORDER BY o.n) AS pictures
           FROM new_messages m WHERE m.pictures <> '{}') x`,
  ),

  // What was sent
  orphans('prompt_prefixes', `NOT ${comes('sessions', 't.session_id')}`),
  mend(
    'sessions',
    'prompt_prefix_id = NULL',
    `t.prompt_prefix_id IS NOT NULL AND NOT EXISTS (
       SELECT FROM new_prompt_prefixes p WHERE p.id = t.prompt_prefix_id AND p.session_id = t.id)`,
  ),
  mend(
    'turns',
    'prompt_prefix_id = NULL',
    `t.prompt_prefix_id IS NOT NULL AND (
       num_nulls(t.after_seq, t.upto_seq, t.tail, t.sent_hash) > 0 OR NOT EXISTS (
         SELECT FROM new_prompt_prefixes p WHERE p.id = t.prompt_prefix_id AND p.session_id = t.session_id))`,
  ),
  withoutStray('messages', 'member_id', 'session_members'),
  withoutStray('messages', 'turn_id', 'turns'),

  // What messages are found by besides their words
  here('message_words', 'EXISTS (SELECT FROM message_words o WHERE o.message_id = t.message_id)'),
  orphans('message_words', `NOT ${comes('messages', 't.message_id')}`),
  here('facts', mine('sessions', 't.session_id')),
  taken('facts'),
  orphans(
    'facts',
    'NOT EXISTS (SELECT FROM new_messages m WHERE m.id = t.message_id AND m.session_id = t.session_id)',
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

  orphans(
    'rules',
    `NOT CASE WHEN t.session_id IS NULL THEN ${comes('characters', 't.character_id')} ELSE ${comes('sessions', 't.session_id')} END`,
  ),
  here('calibrations', 'EXISTS (SELECT FROM calibrations o WHERE o.model = t.model)'),
];
