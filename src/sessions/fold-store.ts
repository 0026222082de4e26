import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { Entry } from '../context/chronicle.js';
import type { Past } from '../context/extract.js';
import { type Foldable } from '../context/fold.js';
import { MESSAGE_TOKENS } from '../context/transcript.js';
import type { FoldView } from '../wire.js';
import type { SessionHead } from './session-head.js';
import { STORY } from './story.service.js';

/** An entry that stands, or is to. */
export interface Standing extends Entry {
  id: string;
  tokens: number;
  madeBy: FoldView['madeBy'];
  createdAt: Date;
}

export type NewEntry = Omit<Standing, 'id' | 'createdAt'>;

const ENTRY = `id, from_seq AS "fromSeq", to_seq AS "toSeq", from_at AS "fromAt", to_at AS "toAt", text, tokens,
  made_by AS "madeBy", created_at AS "createdAt"`;

/**
 * Folds in the database. Entries are written as `ready` and come to stand all at once, when no turn runs; whatever else
 * changes a chronicle drops those that are ready, so that one that is ready is always right.
 */
@Injectable()
export class FoldStore {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Messages after a number, as a fold weighs them, oldest first. */
  async foldable(head: SessionHead, after = head.foldedSeq): Promise<Foldable[]> {
    return this.database.query<Foldable[]>(
      `SELECT m.seq, m.role, m.tokens + ${MESSAGE_TOKENS} AS tokens ${STORY}
         AND m.seq > $2 AND m.content <> '' ORDER BY m.seq`,
      [head.branchId, after],
    );
  }

  /** Messages of a range, to make an entry of. */
  async past(branchId: string, fromSeq: number, toSeq: number): Promise<Past[]> {
    return this.database.query<Past[]>(
      `SELECT m.seq, m.role, m.speaker, m.content, m.created_at AS at ${STORY}
         AND m.seq BETWEEN $2 AND $3 AND m.content <> '' ORDER BY m.seq`,
      [branchId, fromSeq, toSeq],
    );
  }

  async standing(branchId: string): Promise<Standing[]> {
    return this.database.query<Standing[]>(
      `SELECT ${ENTRY} FROM folds WHERE branch_id = $1 AND status = 'standing' ORDER BY from_seq`,
      [branchId],
    );
  }

  /** Keeps entries until no turn runs. Another process that was as quick keeps its own. */
  async prepare(head: SessionHead, entries: readonly NewEntry[]): Promise<void> {
    await this.database.transaction(async (manager) => {
      const state = await this.lock(manager, head.branchId);
      if (state.chronicle !== head.chronicle || state.ready) return;
      await this.insert(manager, head, entries, 'ready');
    });
  }

  /**
   * Lets entries stand: those that are ready, or new ones at once. What was folded leaves the verbatim part.
   *
   * @param except a turn that may be running: the one that asks
   * @returns `changed`: the head is to be read again; `busy`: a turn runs, it has to be done after it
   */
  async stand(
    head: SessionHead,
    entries: readonly NewEntry[] | null,
    except: string | null,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    return this.database.transaction(async (manager) => {
      const state = await this.lock(manager, head.branchId);
      if (state.chronicle !== head.chronicle) return 'changed';
      if (state.running && state.running !== except) return 'busy';
      if (entries) {
        await this.drop(manager, head.branchId);
        await this.insert(manager, head, entries, 'ready');
      } else if (!state.ready) return 'nothing';
      await manager.query(
        `UPDATE folds s SET status = 'replaced' WHERE s.branch_id = $1 AND s.status = 'standing' AND EXISTS (
           SELECT FROM folds r WHERE r.branch_id = $1 AND r.status = 'ready' AND r.from_seq <= s.to_seq AND r.to_seq >= s.from_seq)`,
        [head.branchId],
      );
      await manager.query(`UPDATE folds SET status = 'standing' WHERE branch_id = $1 AND status = 'ready'`, [
        head.branchId,
      ]);
      await this.changed(manager, head.branchId);
      return 'changed';
    });
  }

  /** Changes the text of an entry that stands. @returns whether there is such a one */
  async rewrite(
    head: SessionHead,
    id: string,
    entry: Pick<NewEntry, 'text' | 'tokens' | 'madeBy'>,
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      await this.lock(manager, head.branchId);
      const [rows] = await manager.query<[unknown[]]>(
        `UPDATE folds SET text = $3, tokens = $4, made_by = $5
         WHERE branch_id = $1 AND id = $2 AND status = 'standing' RETURNING id`,
        [head.branchId, id, entry.text, entry.tokens, entry.madeBy],
      );
      if (!rows.length) return false;
      await this.drop(manager, head.branchId);
      await this.changed(manager, head.branchId);
      return true;
    });
  }

  /** Takes an entry back, and all after it: their messages stand word for word again. */
  async undo(head: SessionHead, fromSeq: number): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.lock(manager, head.branchId);
      await manager.query(
        `UPDATE folds SET status = 'undone' WHERE branch_id = $1 AND status = 'standing' AND from_seq >= $2`,
        [head.branchId, fromSeq],
      );
      await this.drop(manager, head.branchId);
      await this.changed(manager, head.branchId);
    });
  }

  private async lock(
    manager: EntityManager,
    branchId: string,
  ): Promise<{ chronicle: number; running: string | null; ready: boolean }> {
    await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [branchId]);
    const [state] = await manager.query<[{ chronicle: number; running: string | null; ready: boolean }]>(
      `SELECT b.chronicle, (SELECT t.id FROM turns t WHERE t.session_id = b.session_id AND t.status = 'running') AS running,
         EXISTS (SELECT FROM folds f WHERE f.branch_id = b.id AND f.status = 'ready') AS ready
       FROM branches b WHERE b.id = $1`,
      [branchId],
    );
    return state;
  }

  private async drop(manager: EntityManager, branchId: string): Promise<void> {
    await manager.query(`DELETE FROM folds WHERE branch_id = $1 AND status = 'ready'`, [branchId]);
  }

  private async insert(
    manager: EntityManager,
    head: SessionHead,
    entries: readonly NewEntry[],
    status: 'ready',
  ): Promise<void> {
    const column = <Key extends keyof NewEntry>(key: Key) => entries.map((entry) => entry[key]);
    await manager.query(
      `INSERT INTO folds (owner_id, session_id, branch_id, status, from_seq, to_seq, from_at, to_at, text, tokens, made_by)
       SELECT $1, $2, $3, $4, u.* FROM unnest(
         $5::int[], $6::int[], $7::timestamptz[], $8::timestamptz[], $9::text[], $10::int[], $11::text[]) u`,
      [
        head.ownerId,
        head.id,
        head.branchId,
        status,
        column('fromSeq'),
        column('toSeq'),
        column('fromAt'),
        column('toAt'),
        column('text'),
        column('tokens'),
        column('madeBy'),
      ],
    );
  }

  private async changed(manager: EntityManager, branchId: string): Promise<void> {
    await manager.query(
      `WITH folded AS (
         SELECT coalesce(max(to_seq), 0) AS seq FROM folds WHERE branch_id = $1 AND status = 'standing'
       )
       UPDATE branches SET chronicle = chronicle + 1, revision = revision + 1,
         folded_seq = (SELECT seq FROM folded),
         folded_messages = (SELECT count(*) ${STORY} AND m.seq <= (SELECT seq FROM folded) AND m.content <> '')
       WHERE id = $1`,
      [branchId],
    );
  }
}
