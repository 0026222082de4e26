import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { BranchView } from '../../contracts/branch.js';
import { MemoryService } from '../memory/memory.service.js';
import { SessionBus } from '../bus/session-bus.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { turnRunning } from '../story/turn-running.js';
import { Transcripts } from '../prompt/transcripts.js';

/** UTF-16 units of a branch's last message that the map shows. */
const LAST_LINE = 120;

interface Segment {
  of_branch_id: string;
  from_seq: number;
  to_seq: number;
}

/** The ways that a session's story went: begun, opened, named, deleted. One of them is open at a time. */
@Injectable()
export class BranchesService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly snapshots: SessionSnapshots,
    private readonly memory: MemoryService,
    private readonly transcripts: Transcripts,
    private readonly bus: SessionBus,
  ) {}

  /** The map: every branch, the oldest first, and where each left its parent. */
  async map(ownerId: string, sessionId: string): Promise<{ items: BranchView[] }> {
    const { branchId } = await this.snapshots.read(ownerId, sessionId);
    const rows = await this.database.query<(Omit<BranchView, 'current' | 'createdAt'> & { at: Date })[]>(
      `SELECT b.id, b.parent_id AS "parentId", b.from_seq AS "fromSeq", b.title, b.last_seq AS "lastSeq",
         b.created_at AS at, coalesce(l.line, '') AS "lastLine"
       FROM branches b
       LEFT JOIN LATERAL (
         SELECT left(m.content, ${LAST_LINE + 100}) AS line FROM messages m
         WHERE m.branch_id = b.id AND m.chosen AND m.content <> '' ORDER BY m.seq DESC LIMIT 1
       ) l ON true
       WHERE b.session_id = $1 ORDER BY b.created_at, b.id`,
      [sessionId],
    );
    return {
      items: rows.map(({ at, ...row }) => ({
        ...row,
        lastLine: truncate(row.lastLine, LAST_LINE),
        current: row.id === branchId,
        createdAt: at.toISOString(),
      })),
    };
  }

  /**
   * Begins another way that the story goes, after a message, and tells on there. What is folded up to there stays so.
   * @throws Problem not_found, turn_running
   */
  async begin(
    ownerId: string,
    sessionId: string,
    messageId: string,
    title: string,
  ): Promise<{ items: BranchView[] }> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const [place] = await this.database.query<{ seq: number }[]>(
      `SELECT m.seq FROM branch_segments g
       JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
       WHERE g.branch_id = $1 AND m.id = $2 AND m.status <> 'streaming'`,
      [snapshot.branchId, messageId],
    );
    if (!place) throw new Problem('not_found', 'There is no such message in the story as it stands.');
    const { seq } = place;
    await this.leave(snapshot, seq, async (manager) => {
      const id = randomUUID();
      await manager.query(
        `INSERT INTO branches (id, session_id, parent_id, from_seq, title, last_seq) VALUES ($1, $2, $3, $4, $5, $4)`,
        [id, sessionId, snapshot.branchId, seq, storable(title).trim()],
      );
      await manager.query(
        `INSERT INTO branch_segments (branch_id, of_branch_id, from_seq, to_seq)
         SELECT $1::uuid, of_branch_id, from_seq, least(to_seq, $3) FROM branch_segments WHERE branch_id = $2 AND from_seq <= $3
         UNION ALL SELECT $1::uuid, $1::uuid, $3::int + 1, 2147483647`,
        [id, snapshot.branchId, seq],
      );
      await manager.query(
        `WITH kept AS (
           INSERT INTO folds (owner_id, session_id, branch_id, from_seq, to_seq, from_at, to_at, text, tokens, made_by, due, status, created_at)
           SELECT owner_id, session_id, $1::uuid, from_seq, to_seq, from_at, to_at, text, tokens, made_by, due, status, created_at
           FROM folds WHERE branch_id = $2 AND status = 'standing' AND to_seq <= $3 RETURNING to_seq
         ), folded AS (SELECT coalesce(max(to_seq), 0) AS seq FROM kept)
         UPDATE branches SET folded_seq = folded.seq, folded_messages = (
           SELECT count(*) FROM branch_segments g
           JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
           WHERE g.branch_id = $1 AND m.seq <= folded.seq AND m.content <> '')
         FROM folded WHERE id = $1`,
        [id, snapshot.branchId, seq],
      );
      return id;
    });
    return this.map(ownerId, sessionId);
  }

  /**
   * Tells on where another branch stands.
   * @throws Problem not_found, turn_running
   */
  async open(ownerId: string, sessionId: string, branchId: string): Promise<{ items: BranchView[] }> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    await this.own(snapshot, branchId);
    if (branchId !== snapshot.branchId) {
      const shared = await this.shared(snapshot.branchId, branchId);
      await this.leave(snapshot, shared, async () => branchId);
    }
    return this.map(ownerId, sessionId);
  }

  async rename(
    ownerId: string,
    sessionId: string,
    branchId: string,
    title: string,
  ): Promise<{ items: BranchView[] }> {
    await this.own(await this.snapshots.read(ownerId, sessionId), branchId);
    await this.database.query('UPDATE branches SET title = $2 WHERE id = $1', [
      branchId,
      storable(title).trim(),
    ]);
    return this.map(ownerId, sessionId);
  }

  /**
   * Deletes a branch with what was said on it alone.
   * @throws Problem not_found; conflict for the one that is open, or that others come from
   */
  async delete(ownerId: string, sessionId: string, branchId: string): Promise<{ items: BranchView[] }> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    await this.own(snapshot, branchId);
    if (branchId === snapshot.branchId)
      throw new Problem('conflict', 'This branch is the one that is open. Open another one first.');
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM branches b WHERE id = $1
         AND NOT EXISTS (SELECT FROM branch_segments WHERE of_branch_id = b.id AND branch_id <> b.id)
         AND NOT EXISTS (SELECT FROM sessions WHERE branch_id = b.id)`,
      [branchId],
    );
    if (!deleted) {
      throw new Problem(
        'conflict',
        'Other branches come from this one and tell its messages. Delete those first.',
      );
    }
    return this.map(ownerId, sessionId);
  }

  private async own(snapshot: SessionSnapshot, branchId: string): Promise<void> {
    const [found] = await this.database.query<unknown[]>(
      'SELECT FROM branches WHERE id = $1 AND session_id = $2',
      [branchId, snapshot.id],
    );
    if (!found) throw new Problem('not_found', 'There is no such branch in this conversation.');
  }

  /** The last number up to which two branches tell the same. */
  private async shared(one: string, other: string): Promise<number> {
    const of = (id: string) =>
      this.database.query<Segment[]>(
        'SELECT of_branch_id, from_seq, to_seq FROM branch_segments WHERE branch_id = $1 ORDER BY from_seq',
        [id],
      );
    const [a, b] = await Promise.all([of(one), of(other)]);
    let seq = 0;
    for (const [n, segment] of a.entries()) {
      const beside = b[n];
      if (beside?.of_branch_id !== segment.of_branch_id || beside.from_seq !== segment.from_seq) break;
      seq = Math.min(segment.to_seq, beside.to_seq);
      if (segment.to_seq !== beside.to_seq) break;
    }
    return seq;
  }

  /**
   * Goes from the open branch to another in one transaction, while no turn runs.
   * @param shared the last number that both tell: all that was sent up to there stays a kept prefix
   * @param to makes or names the other branch
   */
  private async leave(
    snapshot: SessionSnapshot,
    shared: number,
    to: (manager: EntityManager) => Promise<string>,
  ): Promise<void> {
    const upTo = Math.min(shared, snapshot.lastSeq);
    const mark = upTo > snapshot.foldedSeq ? (await this.transcripts.upTo(snapshot, upTo)).markSent() : null;
    const branchId = await this.database.transaction(async (manager) => {
      // Whoever acts on the snapshot of the branch that is left is told that it is stale.
      await manager.query('UPDATE branches SET revision = revision + 1 WHERE id = $1', [snapshot.branchId]);
      const [{ running }] = await manager.query<[{ running: boolean }]>(
        `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status IN ('running', 'queued')) AS running`,
        [snapshot.id],
      );
      if (running) throw turnRunning();
      const id = await to(manager);
      const [{ folded_seq: foldedSeq }] = await manager.query<[{ folded_seq: number }]>(
        'SELECT folded_seq FROM branches WHERE id = $1',
        [id],
      );
      const kept = foldedSeq === snapshot.foldedSeq ? mark : null;
      await manager.query(
        `UPDATE sessions SET branch_id = $2, updated_at = now(), moved_by = 'branch',
           sent_bytes = CASE WHEN sent_bytes > $3::bigint THEN $3::bigint ELSE sent_bytes END,
           sent_hash = CASE WHEN sent_bytes > $3::bigint THEN $4::bytea ELSE sent_hash END
         WHERE id = $1`,
        [snapshot.id, id, kept?.bytes ?? null, kept?.hash ?? null],
      );
      return id;
    });
    await this.bus.command({ sessionId: snapshot.id, name: 'invalidate', body: {} });
    this.bus.publish({
      sessionId: snapshot.id,
      name: 'branch.opened',
      body: { sessionId: snapshot.id, branchId },
    });
  }
}
