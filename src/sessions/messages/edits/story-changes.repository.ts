import type { EntityManager } from 'typeorm';
import type { MessageRole } from '../../../contracts/message.js';
import { Problem } from '../../../contracts/problem.js';
import { estimateTokens } from '../../../text/search/tokens.js';
import type { MessagePlaces } from '../../memory/chronicle.repository.js';
import type { MessagePlace } from '../../story/message-places.repository.js';
import { deleteStrayPictures } from '../../story/pictures.repository.js';
import { turnRunning } from '../../story/turn-running.js';

/*
 * Steps of the transactions that change what was said. Callers have made sure that the session is the owner's.
 */

/** How much of what was sent, ahead of some message, and its SHA-256; null where that is not known. */
export type SentMark = { bytes: number; hash: Buffer } | null;

/**
 * Locks all branches of a session, in the order in which everybody does: a change may concern each of them.
 * @throws Problem turn_running
 */
export async function lockStory(manager: EntityManager, sessionId: string): Promise<void> {
  await manager.query('SELECT FROM branches WHERE session_id = $1 ORDER BY id FOR UPDATE', [sessionId]);
  await refuseWhileTurnRuns(manager, sessionId);
}

/** @throws Problem turn_running */
export async function refuseWhileTurnRuns(manager: EntityManager, sessionId: string): Promise<void> {
  const [{ running }] = await manager.query<[{ running: boolean }]>(
    `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status IN ('running', 'queued')) AS running`,
    [sessionId],
  );
  if (running) throw turnRunning();
}

/** Of what was sent, what lies ahead of a change stands. */
export async function keepSent(manager: EntityManager, sessionId: string, mark: SentMark): Promise<void> {
  if (!mark) return;
  await manager.query(
    `UPDATE sessions SET sent_bytes = $2, sent_hash = $3, moved_by = 'edit'
     WHERE id = $1 AND sent_hash IS NOT NULL AND sent_bytes > $2`,
    [sessionId, mark.bytes, mark.hash],
  );
}

/** Whoever acts on a snapshot of one of these branches is told that it is stale. */
export async function markChanged(manager: EntityManager, branchIds: readonly string[]): Promise<void> {
  await manager.query('UPDATE branches SET revision = revision + 1 WHERE id = ANY($1)', [branchIds]);
}

/** The same for all branches of a session. */
export async function markAllChanged(manager: EntityManager, sessionId: string): Promise<void> {
  await manager.query('UPDATE branches SET revision = revision + 1 WHERE session_id = $1', [sessionId]);
}

/** No version of a place is chosen any more. */
async function unchoose(manager: EntityManager, { branchId, seq }: MessagePlace): Promise<void> {
  await manager.query('UPDATE messages SET chosen = false WHERE branch_id = $1 AND seq = $2 AND chosen', [
    branchId,
    seq,
  ]);
}

/** Of a reply that was refused what came becomes its text: whoever chooses it wants that. */
async function letStand(manager: EntityManager, messageId: string): Promise<void> {
  const [refused] = await manager.query<{ raw: string }[]>(
    `SELECT raw FROM messages WHERE id = $1 AND status = 'failed' AND content = '' AND raw IS NOT NULL`,
    [messageId],
  );
  if (!refused) return;
  await manager.query(
    `UPDATE messages SET content = raw, raw = NULL, status = 'complete', tokens = $2 WHERE id = $1`,
    [messageId, estimateTokens(refused.raw)],
  );
}

/**
 * Lets another version of a place stand. The empty one that stood for a message taken out goes, so that versions are
 * what was said.
 */
export async function chooseVersion(manager: EntityManager, place: MessagePlace): Promise<void> {
  await unchoose(manager, place);
  await manager.query('UPDATE messages SET chosen = true WHERE id = $1', [place.messageId]);
  await letStand(manager, place.messageId);
  await manager.query(
    `DELETE FROM messages WHERE branch_id = $1 AND seq = $2 AND NOT chosen AND content = '' AND status = 'complete'`,
    [place.branchId, place.seq],
  );
}

/** The texts at a number of some branches: what is chosen there, or all versions, as they stand and as they came. */
export async function textsAt(
  manager: EntityManager,
  { branchIds, seq }: MessagePlaces,
  which: 'chosen' | 'all',
): Promise<string[]> {
  const rows = await manager.query<{ content: string; raw: string | null }[]>(
    `SELECT DISTINCT content, raw FROM messages
     WHERE branch_id = ANY($1) AND seq = $2 AND (chosen OR $3 = 'all')`,
    [branchIds, seq, which],
  );
  return rows.flatMap(({ content, raw }) => (which === 'all' && raw ? [content, raw] : [content]));
}

/** Who says a message. */
export async function roleOf(manager: EntityManager, messageId: string): Promise<MessageRole | undefined> {
  const [found] = await manager.query<{ role: MessageRole }[]>('SELECT role FROM messages WHERE id = $1', [
    messageId,
  ]);
  return found?.role;
}

/** A reply as the model wrote it; null where nothing was cut from it. */
export async function rawText(manager: EntityManager, messageId: string): Promise<string | null> {
  const [found] = await manager.query<{ raw: string | null }[]>('SELECT raw FROM messages WHERE id = $1', [
    messageId,
  ]);
  return found?.raw ?? null;
}

/**
 * Empties what stands at a number of some branches, and deletes all other versions there, with their pictures.
 * @returns the ids of what stands there
 */
export async function wipeTexts(
  manager: EntityManager,
  { branchIds, seq }: MessagePlaces,
): Promise<{ id: string; branch_id: string }[]> {
  const shown = await manager.query<{ id: string; session_id: string }[]>(
    `SELECT DISTINCT session_id, unnest(pictures) AS id FROM messages WHERE branch_id = ANY($1) AND seq = $2`,
    [branchIds, seq],
  );
  await manager.query('DELETE FROM messages WHERE branch_id = ANY($1) AND seq = $2 AND NOT chosen', [
    branchIds,
    seq,
  ]);
  const [rows] = await manager.query<[{ id: string; branch_id: string }[]]>(
    `UPDATE messages SET content = '', raw = NULL, thinking = NULL, finish_reason = NULL, tokens = 0, status = 'complete',
       version = 1, extras = NULL, pictures = '{}'
     WHERE branch_id = ANY($1) AND seq = $2 RETURNING id, branch_id`,
    [branchIds, seq],
  );
  if (shown[0])
    await deleteStrayPictures(
      manager,
      shown[0].session_id,
      shown.map(({ id }) => id),
    );
  return rows;
}

/** Another text beside a chosen message, chosen in its stead. @param raw as it was written, where that is otherwise */
export async function addVersion(
  manager: EntityManager,
  messageId: string,
  content: string,
  raw: string | null = null,
): Promise<string> {
  const [rows] = await manager.query<[{ label: string }[]]>(
    'UPDATE messages SET chosen = false WHERE id = $1 AND chosen RETURNING label',
    [messageId],
  );
  const [old] = rows;
  if (!old) throw new Problem('not_found', 'This message has another version by now.');
  const [made] = await manager.query<[{ id: string }]>(
    `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, role, speaker, member_id, label, content, tokens, status, turn_id, created_at, raw, pictures, via)
     SELECT owner_id, session_id, branch_id, seq,
       (SELECT max(version) + 1 FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq),
       role, speaker, member_id, label, $2, $3, 'complete', turn_id, created_at, $4, CASE WHEN $2 = '' THEN '{}' ELSE pictures END, via
     FROM messages m WHERE id = $1 RETURNING id`,
    [messageId, content, estimateTokens(old.label + content), raw],
  );
  return made.id;
}

/** A reply and what it is to become. */
export interface CleanedReply {
  id: string;
  before: string;
  after: string;
}

/**
 * Another version beside each of some replies, chosen in its stead. Those that were changed meanwhile stay as they are.
 * @returns how many were made
 */
export async function addCleanedVersions(
  manager: EntityManager,
  changes: readonly CleanedReply[],
): Promise<number> {
  const [rows] = await manager.query<[{ id: string }[]]>(
    `UPDATE messages m SET chosen = false FROM unnest($1::uuid[], $2::text[]) AS c (id, before)
     WHERE m.id = c.id AND m.chosen AND m.content = c.before RETURNING m.id`,
    [changes.map(({ id }) => id), changes.map((change) => change.before)],
  );
  const ids = new Set(rows.map(({ id }) => id));
  const made = changes.filter(({ id }) => ids.has(id));
  await manager.query(
    `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, role, speaker, member_id, label, content, raw,
       thinking, finish_reason, tokens, status, turn_id, created_at)
     SELECT m.owner_id, m.session_id, m.branch_id, m.seq,
       (SELECT max(version) + 1 FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq),
       m.role, m.speaker, m.member_id, m.label, c.after, m.content, m.thinking, m.finish_reason, c.tokens, m.status, m.turn_id, m.created_at
     FROM unnest($1::uuid[], $2::text[], $3::int[]) AS c (id, after, tokens) JOIN messages m ON m.id = c.id`,
    [
      made.map(({ id }) => id),
      made.map(({ after }) => after),
      made.map(({ after }) => estimateTokens(after)),
    ],
  );
  return made.length;
}
