import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import {
  type BranchEntry,
  chronicleChanged,
  ENTRY,
  insertEntries,
  type NewEntry,
  type StandingEntry,
} from './chronicle.repository.js';
import { fingerprintOf } from './foldable-messages.repository.js';

/** Entries that stand and that the model is to write anew. */
@Injectable()
export class DueEntriesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Of a session, the newest first. */
  async due(sessionId: string): Promise<BranchEntry[]> {
    return this.database.query<BranchEntry[]>(
      `SELECT ${ENTRY}, branch_id AS "branchId" FROM folds
       WHERE session_id = $1 AND due AND status = 'standing' ORDER BY to_seq DESC, created_at, id`,
      [sessionId],
    );
  }

  /** Sessions that have such entries. */
  async sessions(): Promise<{ ownerId: string; sessionId: string }[]> {
    return this.database.query(
      `SELECT DISTINCT owner_id AS "ownerId", session_id AS "sessionId" FROM folds WHERE due AND status = 'standing'`,
    );
  }

  /**
   * What the model wrote in place of entries waits until no turn runs. Nothing is kept where their messages, or what is
   * to become of the entries, have changed meanwhile.
   *
   * @param alike entries that stand for the same messages, one a branch
   * @param print the story's fingerprint when it was written
   */
  async keep(alike: readonly BranchEntry[], entry: NewEntry, print: string): Promise<void> {
    const { branchId, toSeq } = alike[0]!;
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = ANY($1) ORDER BY id FOR UPDATE', [
        alike.map((one) => one.branchId),
      ]);
      if ((await fingerprintOf(manager, branchId, toSeq)) !== print) return;
      await manager.query(
        `WITH written AS (
           UPDATE folds SET due = false, started = false WHERE id = ANY($1) AND status = 'standing' AND due RETURNING *)
         INSERT INTO folds (owner_id, session_id, branch_id, status, from_seq, to_seq, from_at, to_at, text, tokens, made_by, indexed)
         SELECT owner_id, session_id, branch_id, 'ready', from_seq, to_seq, from_at, to_at, $2, $3, $4, $5 FROM written w
         WHERE NOT EXISTS (SELECT FROM folds r WHERE r.branch_id = w.branch_id AND r.status = 'ready'
           AND r.from_seq <= w.to_seq AND r.to_seq >= w.from_seq)`,
        [alike.map(({ id }) => id), entry.text, entry.tokens, entry.madeBy, entry.indexed ?? false],
      );
    });
  }

  /** Entries that a model or a person wrote and whose messages have no words to be found by yet, the newest first. */
  async unindexed({ ownerId, branchId }: SessionSnapshot): Promise<BranchEntry[]> {
    return this.database.query<BranchEntry[]>(
      `SELECT ${ENTRY}, branch_id AS "branchId" FROM folds
       WHERE owner_id = $1 AND branch_id = $2 AND status = 'standing' AND made_by <> 'extract' AND NOT indexed
       ORDER BY to_seq DESC`,
      [ownerId, branchId],
    );
  }

  async markIndexed({ ownerId }: SessionSnapshot, { id }: StandingEntry): Promise<void> {
    await this.database.query('UPDATE folds SET indexed = true WHERE id = $1 AND owner_id = $2', [
      id,
      ownerId,
    ]);
  }

  /** Lets the model write some entries of the open branch anew. */
  async start({ ownerId, branchId }: SessionSnapshot, ids: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE folds SET due = true, started = true
       WHERE owner_id = $1 AND branch_id = $2 AND id = ANY($3) AND status = 'standing' AND made_by = 'extract'`,
      [ownerId, branchId, ids],
    );
  }

  /** No entry of a session is due any more. */
  async stop(ownerId: string, sessionId: string): Promise<void> {
    await this.database.query(
      'UPDATE folds SET due = false, started = false WHERE owner_id = $1 AND session_id = $2 AND due',
      [ownerId, sessionId],
    );
  }

  /** Puts several entries in place of one that stands for all their messages, unless it has changed. */
  async split(snapshot: SessionSnapshot, entry: StandingEntry, pieces: readonly NewEntry[]): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [snapshot.branchId]);
      const [, gone] = await manager.query<[unknown, number]>(
        `DELETE FROM folds WHERE id = $1 AND owner_id = $2 AND status = 'standing' AND text = $3`,
        [entry.id, snapshot.ownerId, entry.text],
      );
      if (!gone) return;
      await insertEntries(manager, snapshot, pieces, 'standing');
      await chronicleChanged(manager, [snapshot.branchId]);
    });
  }
}
