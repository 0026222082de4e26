import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { BranchView } from '../../contracts/branch.js';
import type { SentMark } from './edits/story-changes.repository.js';

/** UTF-16 units of a branch's last message that are read. */
const LINE_READ = 220;

interface Segment {
  of_branch_id: string;
  from_seq: number;
  to_seq: number;
}

/** A branch as the map shows it. */
export type BranchRow = Omit<BranchView, 'current' | 'createdAt'> & { at: Date };

/** Branches of sessions. Callers have made sure that the session is the owner's. */
@Injectable()
export class BranchesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** All of a session, the oldest first. */
  async all(sessionId: string): Promise<BranchRow[]> {
    return this.database.query<BranchRow[]>(
      `SELECT b.id, b.parent_id AS "parentId", b.from_seq AS "fromSeq", b.title, b.last_seq AS "lastSeq",
         b.created_at AS at, coalesce(l.line, '') AS "lastLine"
       FROM branches b
       LEFT JOIN LATERAL (
         SELECT left(m.content, ${LINE_READ}) AS line FROM messages m
         WHERE m.branch_id = b.id AND m.chosen AND m.content <> '' ORDER BY m.seq DESC LIMIT 1
       ) l ON true
       WHERE b.session_id = $1 ORDER BY b.created_at, b.id`,
      [sessionId],
    );
  }

  async has(sessionId: string, branchId: string): Promise<boolean> {
    const found = await this.database.query<unknown[]>(
      'SELECT FROM branches WHERE id = $1 AND session_id = $2',
      [branchId, sessionId],
    );
    return found.length > 0;
  }

  /** The number of a message in a branch's story; undefined where it is none, or still being written. */
  async seqOf(branchId: string, messageId: string): Promise<number | undefined> {
    const [place] = await this.database.query<{ seq: number }[]>(
      `SELECT m.seq FROM branch_segments g
       JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
       WHERE g.branch_id = $1 AND m.id = $2 AND m.status <> 'streaming'`,
      [branchId, messageId],
    );
    return place?.seq;
  }

  /** A new branch that goes its own way after a number. What is folded up to there stays so. */
  async add(
    manager: EntityManager,
    sessionId: string,
    branch: { id: string; parentId: string; fromSeq: number; title: string },
  ): Promise<void> {
    const { id, parentId, fromSeq, title } = branch;
    await manager.query(
      `INSERT INTO branches (id, session_id, parent_id, from_seq, title, last_seq) VALUES ($1, $2, $3, $4, $5, $4)`,
      [id, sessionId, parentId, fromSeq, title],
    );
    await manager.query(
      `INSERT INTO branch_segments (branch_id, of_branch_id, from_seq, to_seq)
       SELECT $1::uuid, of_branch_id, from_seq, least(to_seq, $3) FROM branch_segments WHERE branch_id = $2 AND from_seq <= $3
       UNION ALL SELECT $1::uuid, $1::uuid, $3::int + 1, 2147483647`,
      [id, parentId, fromSeq],
    );
    await manager.query(
      `WITH kept AS (
         INSERT INTO folds (owner_id, session_id, branch_id, from_seq, to_seq, from_at, to_at, text, tokens, made_by, due, indexed, status, created_at)
         SELECT owner_id, session_id, $1::uuid, from_seq, to_seq, from_at, to_at, text, tokens, made_by, due, indexed, status, created_at
         FROM folds WHERE branch_id = $2 AND status = 'standing' AND to_seq <= $3 RETURNING to_seq
       ), folded AS (SELECT coalesce(max(to_seq), 0) AS seq FROM kept)
       UPDATE branches SET folded_seq = folded.seq, folded_messages = (
         SELECT count(*) FROM branch_segments g
         JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
         WHERE g.branch_id = $1 AND m.seq <= folded.seq AND m.content <> '')
       FROM folded WHERE id = $1`,
      [id, parentId, fromSeq],
    );
  }

  /**
   * Has another branch be the one that is open.
   *
   * @param mark what of all that was sent both branches share, where as much of them is folded as `foldedSeq` says
   */
  async open(
    manager: EntityManager,
    sessionId: string,
    branchId: string,
    mark: SentMark,
    foldedSeq: number,
  ): Promise<void> {
    const [branch] = await manager.query<[{ folded_seq: number }]>(
      'SELECT folded_seq FROM branches WHERE id = $1',
      [branchId],
    );
    const shared = branch.folded_seq === foldedSeq ? mark : null;
    await manager.query(
      `UPDATE sessions SET branch_id = $2, updated_at = now(), moved_by = 'branch',
         sent_bytes = CASE WHEN sent_bytes > $3::bigint THEN $3::bigint ELSE sent_bytes END,
         sent_hash = CASE WHEN sent_bytes > $3::bigint THEN $4::bytea ELSE sent_hash END
       WHERE id = $1`,
      [sessionId, branchId, shared?.bytes ?? null, shared?.hash ?? null],
    );
  }

  async rename(branchId: string, title: string): Promise<void> {
    await this.database.query('UPDATE branches SET title = $2 WHERE id = $1', [branchId, title]);
  }

  /** @returns whether it is gone: the one that is open stays, and so does one that others come from */
  async delete(branchId: string): Promise<boolean> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM branches b WHERE id = $1
         AND NOT EXISTS (SELECT FROM branch_segments WHERE of_branch_id = b.id AND branch_id <> b.id)
         AND NOT EXISTS (SELECT FROM sessions WHERE branch_id = b.id)`,
      [branchId],
    );
    return deleted > 0;
  }

  /** The last number up to which two branches have the same story. */
  async sharedSeq(one: string, other: string): Promise<number> {
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
}
