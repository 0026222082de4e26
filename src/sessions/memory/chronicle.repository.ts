import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { ChronicleEntryText } from '../../context/chronicle/chronicle.js';
import type { SeqRange } from '../../context/chronicle/fold-planning.js';
import type { FoldView } from '../../contracts/memory.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { fingerprintOf } from './foldable-messages.repository.js';

/** An entry that stands, or is to. */
export interface StandingEntry extends ChronicleEntryText {
  id: string;
  tokens: number;
  madeBy: FoldView['madeBy'];
  createdAt: Date;
  /** The model is to write it anew; `started`: because a person, or the budget of an import, lets it. */
  due?: boolean;
  started?: boolean;
  /** Its messages have words to be found by. */
  indexed?: boolean;
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

export const ENTRY = `id, from_seq AS "fromSeq", to_seq AS "toSeq", from_at AS "fromAt", to_at AS "toAt", text, tokens,
  made_by AS "madeBy", created_at AS "createdAt", due, started, indexed`;

/** Of an entry `f` that is ready: one that stands tells of the same messages. */
export const IN_PLACE = `EXISTS (
  SELECT FROM folds s
  WHERE s.branch_id = f.branch_id AND s.status = 'standing' AND s.from_seq = f.from_seq AND s.to_seq = f.to_seq)`;

/** After all numbers. */
const LAST_SEQ = 2_147_483_647;

/**
 * Folds in the database. Entries are written as `ready` and come to stand all at once, when no turn runs. Whatever else
 * changes a chronicle drops those that are ready, unless one stands for the same messages as an entry that stays: so one
 * that is ready is always right, and few are written for nothing.
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

  /**
   * Keeps entries until no turn runs. Those whose messages have changed while they were written are dropped. Where the
   * chronicle has changed, those stay that now have an entry of the words themselves in their place.
   *
   * @param made up to where, and the story's fingerprint then
   */
  async prepare(
    snapshot: SessionSnapshot,
    entries: readonly NewEntry[],
    made: { toSeq: number; print: string },
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      const state = await lockBranch(manager, snapshot.branchId);
      if (state.ready) return;
      if ((await fingerprintOf(manager, snapshot.branchId, made.toSeq)) !== made.print) return;
      const kept =
        state.chronicle === snapshot.chronicle
          ? entries
          : await this.inPlaceOf(manager, snapshot.branchId, entries);
      await insertEntries(manager, snapshot, kept, 'ready');
    });
  }

  /**
   * Lets entries stand: those that are ready, or, where none are, new ones. What was folded leaves the verbatim part.
   *
   * @param except a turn that may be running: the one that asks
   * @param room in tokens, what may be sent
   * @returns `changed`: the snapshot is to be read again; `busy`: a turn runs, it has to be done after it
   */
  async apply(
    snapshot: SessionSnapshot,
    entries: readonly NewEntry[] | null,
    except: string | null,
    room: number,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    return this.database.transaction(async (manager) => {
      const state = await lockBranch(manager, snapshot.branchId);
      if (state.chronicle !== snapshot.chronicle) return 'changed';
      if (state.running && state.running !== except) return 'busy';
      // Those that are ready come first: they may be paid for.
      if (!state.ready) {
        if (!entries) return 'nothing';
        await insertEntries(manager, snapshot, entries, 'ready');
      }
      await manager.query(
        `UPDATE folds s SET status = 'replaced' WHERE s.branch_id = $1 AND s.status = 'standing' AND EXISTS (
           SELECT FROM folds r WHERE r.branch_id = $1 AND r.status = 'ready' AND r.from_seq <= s.to_seq AND r.to_seq >= s.from_seq)`,
        [snapshot.branchId],
      );
      await manager.query(`UPDATE folds SET status = 'standing' WHERE branch_id = $1 AND status = 'ready'`, [
        snapshot.branchId,
      ]);
      await chronicleChanged(manager, [snapshot.branchId]);
      // What rested stands again, or is told by another entry.
      await manager.query(
        `DELETE FROM folds f USING branches b
         WHERE b.id = $1 AND f.branch_id = $1 AND f.status = 'resting' AND f.from_seq <= b.folded_seq`,
        [snapshot.branchId],
      );
      await manager.query('UPDATE branches SET fold_room = $2 WHERE id = $1', [
        snapshot.branchId,
        Math.floor(room),
      ]);
      return 'changed';
    });
  }

  /**
   * Changes the text of entries that stand: one, and its copies on other branches.
   *
   * @param entry what they say from now on; null: nothing is left to say, they go
   * @param print the story's fingerprint when it was made, if that may have changed: then nothing is rewritten
   */
  async rewrite(
    entries: readonly BranchEntry[],
    entry: Pick<NewEntry, 'text' | 'tokens' | 'madeBy' | 'indexed'> | null,
    print?: string,
  ): Promise<void> {
    const branchIds = entries.map(({ branchId }) => branchId);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = ANY($1) ORDER BY id FOR UPDATE', [branchIds]);
      if (print !== undefined) {
        const { branchId, toSeq } = entries[0]!;
        if ((await fingerprintOf(manager, branchId, toSeq)) !== print) return;
      }
      await this.rewriteWithin(manager, entries, entry, false);
    });
  }

  /** The same within a transaction that holds the branches. @param due the model is to write them anew */
  async rewriteWithin(
    manager: EntityManager,
    entries: readonly BranchEntry[],
    entry: Pick<NewEntry, 'text' | 'tokens' | 'madeBy' | 'indexed'> | null,
    due: boolean,
  ): Promise<void> {
    const ids = entries.map(({ id }) => id);
    const branchIds = entries.map(({ branchId }) => branchId);
    await (entry
      ? manager.query(
          `UPDATE folds SET text = $2, tokens = $3, made_by = $4, due = $5, started = false, indexed = indexed OR $6
           WHERE id = ANY($1) AND status = 'standing'`,
          [ids, entry.text, entry.tokens, entry.madeBy, due, entry.indexed ?? false],
        )
      : manager.query('DELETE FROM folds WHERE id = ANY($1)', [ids]));
    const { fromSeq, toSeq } = entries[0]!;
    await this.drop(manager, branchIds, fromSeq, toSeq);
    await chronicleChanged(manager, branchIds);
  }

  /** Takes an entry back, and all after it: their messages stand word for word again. */
  async undo(snapshot: SessionSnapshot, fromSeq: number): Promise<void> {
    await this.database.transaction(async (manager) => {
      await lockBranch(manager, snapshot.branchId);
      await manager.query(
        `UPDATE folds SET status = 'undone' WHERE branch_id = $1 AND status = 'standing' AND from_seq >= $2`,
        [snapshot.branchId, fromSeq],
      );
      await this.drop(manager, [snapshot.branchId], fromSeq, LAST_SEQ);
      await chronicleChanged(manager, [snapshot.branchId]);
    });
  }

  /** Entries that rest and go on where the chronicle ends, up to a number. */
  async resting({ branchId, foldedSeq }: SessionSnapshot, upTo: number): Promise<StandingEntry[]> {
    const found = await this.database.query<StandingEntry[]>(
      `SELECT ${ENTRY} FROM folds
       WHERE branch_id = $1 AND status = 'resting' AND from_seq > $2 AND to_seq <= $3 ORDER BY from_seq`,
      [branchId, foldedSeq, upTo],
    );
    // Behind a gap, others' messages would be left out.
    const gap = found.findIndex((entry, n) => entry.fromSeq !== (n ? found[n - 1]!.toSeq : foldedSeq) + 1);
    return gap < 0 ? found : found.slice(0, gap);
  }

  /** Drops what is ready on branches, but what stands for other messages than some, in place of an entry. */
  private async drop(
    manager: EntityManager,
    branchIds: readonly string[],
    fromSeq: number,
    toSeq: number,
  ): Promise<void> {
    await manager.query(
      `DELETE FROM folds f WHERE branch_id = ANY($1) AND status = 'ready'
         AND (f.from_seq <= $3 AND f.to_seq >= $2 OR NOT ${IN_PLACE})`,
      [branchIds, fromSeq, toSeq],
    );
  }

  /** Those of some entries that stand for the same messages as an entry of the words themselves. */
  private async inPlaceOf(
    manager: EntityManager,
    branchId: string,
    entries: readonly NewEntry[],
  ): Promise<NewEntry[]> {
    const hasty = await manager.query<SeqRange[]>(
      `SELECT from_seq AS "fromSeq", to_seq AS "toSeq" FROM folds
       WHERE branch_id = $1 AND status = 'standing' AND made_by = 'extract'`,
      [branchId],
    );
    const places = new Set(hasty.map(({ fromSeq, toSeq }) => `${fromSeq}-${toSeq}`));
    return entries.filter(({ fromSeq, toSeq }) => places.has(`${fromSeq}-${toSeq}`));
  }
}

/** Holds a branch until the transaction ends. */
export async function lockBranch(
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

/** Stores entries of the open branch. */
export async function insertEntries(
  manager: EntityManager,
  { ownerId, id, branchId }: Pick<SessionSnapshot, 'ownerId' | 'id' | 'branchId'>,
  entries: readonly NewEntry[],
  status: 'ready' | 'standing',
): Promise<void> {
  const column = <Key extends keyof NewEntry>(key: Key) => entries.map((entry) => entry[key]);
  await manager.query(
    `INSERT INTO folds (owner_id, session_id, branch_id, status, from_seq, to_seq, from_at, to_at, text, tokens, made_by,
       due, started, indexed)
     SELECT $1, $2, $3, $4, u.* FROM unnest(
       $5::int[], $6::int[], $7::timestamptz[], $8::timestamptz[], $9::text[], $10::int[], $11::text[], $12::bool[],
       $13::bool[], $14::bool[]) u`,
    [
      ownerId,
      id,
      branchId,
      status,
      column('fromSeq'),
      column('toSeq'),
      column('fromAt'),
      column('toAt'),
      column('text'),
      column('tokens'),
      column('madeBy'),
      entries.map(({ due = false }) => due),
      entries.map(({ started = false }) => started),
      entries.map(({ indexed = false }) => indexed),
    ],
  );
}

/** The chronicle of branches is another one: whoever holds an old one is told so. */
export async function chronicleChanged(manager: EntityManager, branchIds: readonly string[]): Promise<void> {
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
