import type { EntityManager } from 'typeorm';
import type { MessageStatus } from '../../contracts/message.js';

/** Where a message stands: the branch that holds it, and its number there. */
export interface MessagePlace {
  branchId: string;
  seq: number;
  /** The version that is meant. */
  messageId: string;
  status: MessageStatus;
}

/** Branch $1 and those that it comes from, the nearest first; one that comes from itself is no way to go round and round. */
const LINE = `WITH RECURSIVE line AS (
    SELECT id, parent_id, from_seq, 0 AS steps, ARRAY[id] AS passed FROM branches WHERE id = $1
    UNION ALL SELECT b.id, b.parent_id, b.from_seq, line.steps + 1, passed || b.id
    FROM branches b JOIN line ON b.id = line.parent_id AND b.id <> ALL (passed)
  )`;

/**
 * Where a message stands in the story of a branch. One that the branch has made its own since is found by the id that
 * it had where it comes from.
 */
export async function placeIn(
  manager: EntityManager,
  branchId: string,
  messageId: string,
): Promise<MessagePlace | null> {
  const [place] = await manager.query<MessagePlace[]>(
    `${LINE}
     SELECT m.branch_id AS "branchId", m.seq, m.id AS "messageId", m.status
     FROM messages asked
     JOIN messages m ON m.session_id = asked.session_id AND m.seq = asked.seq AND m.version = asked.version
     JOIN branch_segments g ON g.branch_id = $1 AND g.of_branch_id = m.branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq
     WHERE asked.id = $2 AND asked.branch_id IN (SELECT id FROM line)`,
    [branchId, messageId],
  );
  return place ?? null;
}

/**
 * Makes a place that a branch inherits its own, with all its versions and its pin: what is changed there is changed on
 * this branch alone.
 * @returns the copy of that version; the place itself where it is the branch's own already
 */
export async function makeOwn(
  manager: EntityManager,
  branchId: string,
  place: MessagePlace,
): Promise<MessagePlace> {
  if (place.branchId === branchId) return place;
  const { seq } = place;
  const range = [branchId, seq];
  const [cut] = await manager.query<[{ of_branch_id: string; to_seq: number }]>(
    'SELECT of_branch_id, to_seq FROM branch_segments WHERE branch_id = $1 AND $2 BETWEEN from_seq AND to_seq',
    range,
  );
  await manager.query(
    'UPDATE branch_segments SET to_seq = $2::int - 1 WHERE branch_id = $1 AND from_seq < $2 AND to_seq >= $2',
    range,
  );
  await manager.query('DELETE FROM branch_segments WHERE branch_id = $1 AND from_seq = $2', range);
  await manager.query(
    `INSERT INTO branch_segments (branch_id, of_branch_id, from_seq, to_seq)
     SELECT * FROM (VALUES ($1::uuid, $1::uuid, $2::int, $2::int), ($1::uuid, $3::uuid, $2::int + 1, $4::int)) s (b, o, since, until)
     WHERE since <= until`,
    [...range, cut.of_branch_id, cut.to_seq],
  );
  await manager.query(
    `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, chosen, role, speaker, member_id, label, content,
       raw, thinking, finish_reason, tokens, status, turn_id, extras, created_at, pictures, via)
     SELECT owner_id, session_id, $3::uuid, seq, version, chosen, role, speaker, member_id, label, content,
       raw, thinking, finish_reason, tokens, status, turn_id, extras, created_at, pictures, via
     FROM messages WHERE branch_id = $1 AND seq = $2`,
    [place.branchId, seq, branchId],
  );
  await manager.query(
    'INSERT INTO pins (branch_id, seq, created_at) SELECT $3::uuid, seq, created_at FROM pins WHERE branch_id = $1 AND seq = $2',
    [place.branchId, seq, branchId],
  );
  const own = await placeIn(manager, branchId, place.messageId);
  return own!;
}

/** The branch that had a place first, and those that have made it their own since: all that hold its text. */
export async function holdersOf(manager: EntityManager, { branchId, seq }: MessagePlace): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(
    `${LINE}, first AS (
       -- A branch tells what comes after the number at which it left its parent; what stands before that is a copy.
       SELECT id FROM line WHERE from_seq < $2 ORDER BY steps LIMIT 1
     ), heirs AS (
       SELECT id FROM first
       UNION SELECT b.id FROM branches b JOIN heirs ON b.parent_id = heirs.id WHERE b.from_seq >= $2
     )
     SELECT h.id FROM heirs h WHERE EXISTS (SELECT FROM messages m WHERE m.branch_id = h.id AND m.seq = $2)`,
    [branchId, seq],
  );
  return rows.map(({ id }) => id);
}
