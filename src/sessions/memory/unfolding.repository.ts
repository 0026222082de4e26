import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { chronicleChanged, lockBranch } from './chronicle.repository.js';

/** How entries come to rest when a larger window holds their messages. */
@Injectable()
export class UnfoldingRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** What could be sent when a branch last folded, in tokens; null where that was not written down. */
  async foldRoom(branchId: string): Promise<number | null> {
    const [row] = await this.database.query<{ room: number | null }[]>(
      'SELECT fold_room AS room FROM branches WHERE id = $1',
      [branchId],
    );
    return row?.room ?? null;
  }

  /**
   * Has an entry and all after it rest, so that their messages stand word for word, unless a turn runs.
   * @param fromSeq of that entry; null: there is no room for any, which need not be tried again
   * @returns whether there is another chronicle now
   */
  async unfold(snapshot: SessionSnapshot, fromSeq: number | null, room: number): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const { branchId } = snapshot;
      const state = await lockBranch(manager, branchId);
      if (state.chronicle !== snapshot.chronicle || state.running || state.ready) return false;
      await manager.query('UPDATE branches SET fold_room = $2 WHERE id = $1', [branchId, Math.floor(room)]);
      if (fromSeq === null) return false;
      await manager.query(
        `UPDATE folds SET status = 'resting', due = false, started = false
         WHERE branch_id = $1 AND status = 'standing' AND from_seq >= $2`,
        [branchId, fromSeq],
      );
      await chronicleChanged(manager, [branchId]);
      await manager.query('UPDATE branches SET unfolded = chronicle WHERE id = $1', [branchId]);
      return true;
    });
  }
}
