import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { ChronicleEntryText } from '../../context/chronicle/chronicle.js';
import type { FoldView } from '../../contracts/memory.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { fingerprintOf } from './foldable-messages.repository.js';

/** An entry that stands, or is to. */
export interface StandingEntry extends ChronicleEntryText {
  id: string;
  tokens: number;
  madeBy: FoldView['madeBy'];
  createdAt: Date;
}

/** An entry and the branch that it stands on. */
export interface BranchEntry extends StandingEntry {
  branchId: string;
}

/** Where messages stand: the branches that hold them, and their number there. */
export interface MessagePlaces {
  branchIds: readonly string[];
  seq: number;
}

export type NewEntry = Omit<StandingEntry, 'id' | 'createdAt'>;

const ENTRY = `id, from_seq AS "fromSeq", to_seq AS "toSeq", from_at AS "fromAt", to_at AS "toAt", text, tokens,
  made_by AS "madeBy", created_at AS "createdAt"`;

/** Of an entry `f`: it stands for number $2 as one of the branches $1 has it, on whatever branch. */
const TELLS = `$2 BETWEEN f.from_seq AND f.to_seq AND EXISTS (
  SELECT FROM branch_segments g
  WHERE g.branch_id = f.branch_id AND g.of_branch_id = ANY($1) AND $2 BETWEEN g.from_seq AND g.to_seq)`;

/**
 * Folds in the database. Entries are written as `ready` and come to stand all at once, when no turn runs; whatever else
 * changes a chronicle drops those that are ready, so that one that is ready is always right.
 */
@Injectable()
export class ChronicleRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async standing(branchId: string): Promise<StandingEntry[]> {
    return this.database.query<StandingEntry[]>(
      `SELECT ${ENTRY} FROM folds WHERE branch_id = $1 AND status = 'standing' ORDER BY from_seq`,
      [branchId],
    );
  }

  /** Entries that stand for a place, on every branch that tells it; those of one branch and its copies are alike. */
  async standingFor(manager: EntityManager, places: MessagePlaces): Promise<BranchEntry[]> {
    return manager.query<BranchEntry[]>(
      `SELECT ${ENTRY}, branch_id AS "branchId" FROM folds f
       WHERE status = 'standing' AND ${TELLS} ORDER BY created_at, id`,
      [places.branchIds, places.seq],
    );
  }

  /** Entries of a session that the model is to write anew. */
  async due(sessionId: string): Promise<BranchEntry[]> {
    return this.database.query<BranchEntry[]>(
      `SELECT ${ENTRY}, branch_id AS "branchId" FROM folds
       WHERE session_id = $1 AND due AND status = 'standing' ORDER BY created_at, id`,
      [sessionId],
    );
  }

  /** Sessions that have such entries. */
  async sessionsDue(): Promise<{ ownerId: string; sessionId: string }[]> {
    return this.database.query(
      `SELECT DISTINCT owner_id AS "ownerId", session_id AS "sessionId" FROM folds WHERE due AND status = 'standing'`,
    );
  }

  /**
   * Keeps entries until no turn runs. Another process that was as quick keeps its own, and entries whose messages have
   * changed while they were written are dropped.
   *
   * @param made from what: a range, and its fingerprint then
   */
  async prepare(
    snapshot: SessionSnapshot,
    entries: readonly NewEntry[],
    made: { fromSeq: number; toSeq: number; print: string },
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      const state = await this.lock(manager, snapshot.branchId);
      if (state.chronicle !== snapshot.chronicle || state.ready) return;
      if ((await fingerprintOf(manager, snapshot.branchId, made.fromSeq, made.toSeq)) !== made.print) return;
      await this.insert(manager, snapshot, entries, 'ready');
    });
  }

  /**
   * Lets entries stand: those that are ready, or new ones at once. What was folded leaves the verbatim part.
   *
   * @param except a turn that may be running: the one that asks
   * @returns `changed`: the snapshot is to be read again; `busy`: a turn runs, it has to be done after it
   */
  async apply(
    snapshot: SessionSnapshot,
    entries: readonly NewEntry[] | null,
    except: string | null,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    return this.database.transaction(async (manager) => {
      const state = await this.lock(manager, snapshot.branchId);
      if (state.chronicle !== snapshot.chronicle) return 'changed';
      if (state.running && state.running !== except) return 'busy';
      if (entries) {
        await this.drop(manager, [snapshot.branchId]);
        await this.insert(manager, snapshot, entries, 'ready');
      } else if (!state.ready) return 'nothing';
      await manager.query(
        `UPDATE folds s SET status = 'replaced' WHERE s.branch_id = $1 AND s.status = 'standing' AND EXISTS (
           SELECT FROM folds r WHERE r.branch_id = $1 AND r.status = 'ready' AND r.from_seq <= s.to_seq AND r.to_seq >= s.from_seq)`,
        [snapshot.branchId],
      );
      await manager.query(`UPDATE folds SET status = 'standing' WHERE branch_id = $1 AND status = 'ready'`, [
        snapshot.branchId,
      ]);
      await this.changed(manager, [snapshot.branchId]);
      return 'changed';
    });
  }

  /**
   * Changes the text of entries that stand: one, and its copies on other branches.
   *
   * @param entry what they say from now on; null: nothing is left to say, they go
   * @param print the fingerprint of their range when it was made, if that may have changed: then nothing is rewritten
   */
  async rewrite(
    entries: readonly BranchEntry[],
    entry: Pick<NewEntry, 'text' | 'tokens' | 'madeBy'> | null,
    print?: string,
  ): Promise<void> {
    const branchIds = entries.map(({ branchId }) => branchId);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = ANY($1) ORDER BY id FOR UPDATE', [branchIds]);
      if (print !== undefined) {
        const { branchId, fromSeq, toSeq } = entries[0]!;
        if ((await fingerprintOf(manager, branchId, fromSeq, toSeq)) !== print) return;
      }
      await this.rewriteWithin(manager, entries, entry, false);
    });
  }

  /** The same within a transaction that holds the branches. @param due the model is to write them anew */
  async rewriteWithin(
    manager: EntityManager,
    entries: readonly BranchEntry[],
    entry: Pick<NewEntry, 'text' | 'tokens' | 'madeBy'> | null,
    due: boolean,
  ): Promise<void> {
    const ids = entries.map(({ id }) => id);
    const branchIds = entries.map(({ branchId }) => branchId);
    await (entry
      ? manager.query(
          `UPDATE folds SET text = $2, tokens = $3, made_by = $4, due = $5 WHERE id = ANY($1) AND status = 'standing'`,
          [ids, entry.text, entry.tokens, entry.madeBy, due],
        )
      : manager.query('DELETE FROM folds WHERE id = ANY($1)', [ids]));
    await this.drop(manager, branchIds);
    await this.changed(manager, branchIds);
  }

  /** Entries that wait and stand for a place that has changed are given up. */
  async dropFor(manager: EntityManager, places: MessagePlaces): Promise<void> {
    await manager.query(
      `DELETE FROM folds WHERE status = 'ready' AND branch_id IN (
         SELECT f.branch_id FROM folds f WHERE f.status = 'ready' AND ${TELLS})`,
      [places.branchIds, places.seq],
    );
  }

  /** Deletes entries of earlier days that stood for a message that is wiped. */
  async wipe(manager: EntityManager, places: MessagePlaces): Promise<void> {
    await manager.query(`DELETE FROM folds f WHERE f.status <> 'standing' AND ${TELLS}`, [
      places.branchIds,
      places.seq,
    ]);
  }

  /** Takes an entry back, and all after it: their messages stand word for word again. */
  async undo(snapshot: SessionSnapshot, fromSeq: number): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.lock(manager, snapshot.branchId);
      await manager.query(
        `UPDATE folds SET status = 'undone' WHERE branch_id = $1 AND status = 'standing' AND from_seq >= $2`,
        [snapshot.branchId, fromSeq],
      );
      await this.drop(manager, [snapshot.branchId]);
      await this.changed(manager, [snapshot.branchId]);
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

  private async drop(manager: EntityManager, branchIds: readonly string[]): Promise<void> {
    await manager.query(`DELETE FROM folds WHERE branch_id = ANY($1) AND status = 'ready'`, [branchIds]);
  }

  private async insert(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    entries: readonly NewEntry[],
    status: 'ready',
  ): Promise<void> {
    const column = <Key extends keyof NewEntry>(key: Key) => entries.map((entry) => entry[key]);
    await manager.query(
      `INSERT INTO folds (owner_id, session_id, branch_id, status, from_seq, to_seq, from_at, to_at, text, tokens, made_by)
       SELECT $1, $2, $3, $4, u.* FROM unnest(
         $5::int[], $6::int[], $7::timestamptz[], $8::timestamptz[], $9::text[], $10::int[], $11::text[]) u`,
      [
        snapshot.ownerId,
        snapshot.id,
        snapshot.branchId,
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

  private async changed(manager: EntityManager, branchIds: readonly string[]): Promise<void> {
    await manager.query(
      `UPDATE branches b SET chronicle = chronicle + 1, revision = revision + 1,
         folded_seq = folded.seq, folded_messages = folded.messages
       FROM (
         SELECT o.id, s.seq, (
           SELECT count(*) FROM branch_segments g
           JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
           WHERE g.branch_id = o.id AND m.seq <= s.seq AND m.content <> '') AS messages
         FROM branches o CROSS JOIN LATERAL (
           SELECT coalesce(max(f.to_seq), 0) AS seq FROM folds f WHERE f.branch_id = o.id AND f.status = 'standing'
         ) s
         WHERE o.id = ANY($1)
       ) folded
       WHERE b.id = folded.id`,
      [branchIds],
    );
  }
}
