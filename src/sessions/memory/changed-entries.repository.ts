import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type BranchEntry, ENTRY, IN_PLACE, type MessagePlaces } from './chronicle.repository.js';

/** Of an entry `f`: its branch has number $2 as one of the branches $1 has it. */
const HAS_PLACE = `EXISTS (
  SELECT FROM branch_segments g
  WHERE g.branch_id = f.branch_id AND g.of_branch_id = ANY($1) AND $2 BETWEEN g.from_seq AND g.to_seq)`;
/** And it stands for it. */
const TELLS = `$2 BETWEEN f.from_seq AND f.to_seq AND ${HAS_PLACE}`;

/** Which entries a change of the story concerns, within the transaction that makes it. */
@Injectable()
export class ChangedEntriesRepository {
  /** Entries that stand for a place, on every branch that tells it; those of one branch and its copies are alike. */
  async standingFor(manager: EntityManager, places: MessagePlaces): Promise<BranchEntry[]> {
    return manager.query<BranchEntry[]>(
      `SELECT ${ENTRY}, branch_id AS "branchId" FROM folds f
       WHERE status = 'standing' AND ${TELLS} ORDER BY created_at, id`,
      [places.branchIds, places.seq],
    );
  }

  /**
   * Entries that stand after a place and were written, not quoted, on every branch that tells it, in order; `told`: with
   * what is ready in their place.
   * @param byPerson whether those count that a person has corrected
   */
  async writtenAfter(
    manager: EntityManager,
    places: MessagePlaces,
    byPerson: boolean,
  ): Promise<(BranchEntry & { told: string })[]> {
    return manager.query(
      `SELECT ${ENTRY}, branch_id AS "branchId", told FROM folds f CROSS JOIN LATERAL (
         SELECT string_agg(w.text, E'\n') AS told FROM folds w
         WHERE w.branch_id = f.branch_id AND w.from_seq = f.from_seq AND w.to_seq = f.to_seq
           AND w.status IN ('standing', 'ready') AND (w.made_by = 'model' OR w.made_by = 'person' AND $3)
       ) written
       WHERE status = 'standing' AND from_seq > $2 AND ${HAS_PLACE} AND told IS NOT NULL ORDER BY from_seq`,
      [places.branchIds, places.seq, byPerson],
    );
  }

  /** Entries that wait and stand for a place that has changed are given up, and those that rest and may tell of it. */
  async dropFor(manager: EntityManager, places: MessagePlaces): Promise<void> {
    await manager.query(`DELETE FROM folds f WHERE status = 'resting' AND to_seq >= $2 AND ${HAS_PLACE}`, [
      places.branchIds,
      places.seq,
    ]);
    await manager.query(
      `DELETE FROM folds f WHERE status = 'ready' AND (${TELLS} OR NOT ${IN_PLACE}) AND branch_id IN (
         SELECT f.branch_id FROM folds f WHERE f.status = 'ready' AND ${TELLS})`,
      [places.branchIds, places.seq],
    );
  }

  /** Deletes entries of earlier days that stood for a message that is wiped, or came after it and may repeat it. */
  async wipe(manager: EntityManager, places: MessagePlaces): Promise<void> {
    await manager.query(
      `DELETE FROM folds f WHERE f.status IN ('replaced', 'undone', 'resting') AND f.to_seq >= $2 AND ${HAS_PLACE}
         OR f.status = 'ready' AND ${TELLS}`,
      [places.branchIds, places.seq],
    );
  }
}
