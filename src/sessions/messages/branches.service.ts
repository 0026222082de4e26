import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import { oneLine } from '../../text/prose/one-line.js';
import type { BranchView } from '../../contracts/branch.js';
import { MemoryService } from '../memory/memory.service.js';
import { SessionBus } from '../bus/session-bus.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { Transcripts } from '../prompt/transcripts.js';
import { BranchesRepository } from './branches.repository.js';
import { markChanged, refuseWhileTurnRuns } from './edits/story-changes.repository.js';

/** UTF-16 units of a branch's last message that the map shows. */
const LAST_LINE = 120;

/** The ways that a session's story went: begun, opened, named, deleted. One of them is open at a time. */
@Injectable()
export class BranchesService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly branches: BranchesRepository,
    private readonly snapshots: SessionSnapshots,
    private readonly memory: MemoryService,
    private readonly transcripts: Transcripts,
    private readonly bus: SessionBus,
  ) {}

  /** The map: every branch, the oldest first, and where each left its parent. */
  async map(ownerId: string, sessionId: string): Promise<{ items: BranchView[] }> {
    const { branchId } = await this.snapshots.read(ownerId, sessionId);
    const rows = await this.branches.all(sessionId);
    return {
      items: rows.map(({ at, ...row }) => ({
        ...row,
        lastLine: oneLine(row.lastLine, LAST_LINE),
        current: row.id === branchId,
        createdAt: at.toISOString(),
      })),
    };
  }

  /**
   * Begins another way that the story goes, after a message, and opens it. What is folded up to there stays so.
   * @throws Problem not_found, turn_running
   */
  async begin(
    ownerId: string,
    sessionId: string,
    messageId: string,
    title: string,
  ): Promise<{ items: BranchView[] }> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const seq = await this.branches.seqOf(snapshot.branchId, messageId);
    if (seq === undefined)
      throw new Problem('not_found', 'There is no such message in the story as it stands.');
    await this.leave(snapshot, seq, async (manager) => {
      const id = randomUUID();
      const branch = { id, parentId: snapshot.branchId, fromSeq: seq, title: storable(title).trim() };
      await this.branches.add(manager, sessionId, branch);
      return id;
    });
    return this.map(ownerId, sessionId);
  }

  /**
   * Goes on where another branch stands.
   * @throws Problem not_found, turn_running
   */
  async open(ownerId: string, sessionId: string, branchId: string): Promise<{ items: BranchView[] }> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    await this.own(snapshot, branchId);
    if (branchId !== snapshot.branchId) {
      const shared = await this.branches.sharedSeq(snapshot.branchId, branchId);
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
    await this.branches.rename(branchId, storable(title).trim());
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
    if (!(await this.branches.delete(branchId))) {
      throw new Problem(
        'conflict',
        'Other branches come from this one and tell its messages. Delete those first.',
      );
    }
    return this.map(ownerId, sessionId);
  }

  private async own(snapshot: SessionSnapshot, branchId: string): Promise<void> {
    if (!(await this.branches.has(snapshot.id, branchId)))
      throw new Problem('not_found', 'There is no such branch in this conversation.');
  }

  /**
   * Goes from the open branch to another in one transaction, while no turn runs.
   * @param shared the last number that both have: all that was sent up to there stays a kept prefix
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
      await markChanged(manager, [snapshot.branchId]);
      await refuseWhileTurnRuns(manager, snapshot.id);
      const id = await to(manager);
      await this.branches.open(manager, snapshot.id, id, mark, snapshot.foldedSeq);
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
