import { Injectable, Logger } from '@nestjs/common';
import { describe } from '../../http/problem.filter.js';
import { DueEntriesService } from './due-entries.service.js';
import { FoldsService } from './folds.service.js';
import { UnfoldingService } from './unfolding.service.js';
import { PromptPrefixes } from '../prompt/prefix/prompt-prefixes.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { Transcripts } from '../prompt/transcripts.js';

/** So often a session is read anew for one who acts on it while it changes. */
const TRIES = 8;

/** Tends what a session keeps in its window: folds that are ready come to stand, and new ones begin in time. */
@Injectable()
export class MemoryService {
  private readonly logger = new Logger(MemoryService.name);

  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly transcripts: Transcripts,
    private readonly folds: FoldsService,
    private readonly prefixes: PromptPrefixes,
    private readonly due: DueEntriesService,
    private readonly unfolding: UnfoldingService,
  ) {}

  /**
   * A session's snapshot, folds that were ready taken in.
   *
   * @param turnConnectionId what answers one turn, in the place of the session's own connection
   * @throws Problem not_found
   */
  async settled(
    ownerId: string,
    sessionId: string,
    turnConnectionId: string | null = null,
  ): Promise<SessionSnapshot> {
    const snapshot = await this.snapshots.read(ownerId, sessionId, turnConnectionId);
    // What is written one after another comes to stand together.
    if (this.due.inSession(sessionId)) return snapshot;
    return snapshot.foldReady && (await this.folds.applyReady(snapshot))
      ? this.snapshots.readAgain(snapshot)
      : snapshot;
  }

  /** A session's snapshot as the last turn left it, which may be old, or else as it is. @throws Problem not_found */
  async recent(ownerId: string, sessionId: string): Promise<SessionSnapshot> {
    return this.snapshots.take(ownerId, sessionId) ?? this.settled(ownerId, sessionId);
  }

  /**
   * Acts on a session's snapshot, and tries again with a new one where the session has changed meanwhile.
   *
   * @param read how a snapshot is had; `tries` counts from 1
   */
  async withSnapshot<T>(
    read: (tries: number) => Promise<SessionSnapshot>,
    act: (snapshot: SessionSnapshot) => Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await act(await read(tries));
      } catch (error) {
        if (!(error instanceof SessionChangedError) || tries === TRIES) throw error;
      }
    }
  }

  /** Keeps a snapshot for the next message, which is spared reading it when nothing has changed until then. */
  keep(snapshot: SessionSnapshot): void {
    this.snapshots.keep(snapshot);
  }

  /**
   * Begins a fold in the background when it is time, and takes it in when it is ready, so that no turn has to.
   *
   * @param asked by a person: however full it is
   */
  async tend(snapshot: SessionSnapshot, asked = false): Promise<void> {
    if (asked && (await this.prefixes.withoutSource(snapshot, null)) === 'changed')
      snapshot = await this.snapshots.read(snapshot.ownerId, snapshot.id);
    const { tokens, lastSeq } = await this.transcripts.weight(snapshot);
    if (!asked && (await this.unfolding.unfold(snapshot, tokens))) {
      await this.transcripts.latest(await this.snapshots.readAgain(snapshot));
      return;
    }
    if (!this.due.inSession(snapshot.id))
      await this.folds.foldWhenDue(snapshot, tokens, () => this.takeIn(snapshot), asked);
    // A turn that has begun meanwhile keeps its own.
    if (lastSeq <= snapshot.lastSeq) this.snapshots.keep(snapshot);
  }

  private takeIn({ ownerId, id }: SessionSnapshot): void {
    const takenIn = async () => {
      const snapshot = await this.settled(ownerId, id);
      if (!snapshot.foldReady) await this.transcripts.latest(snapshot);
      this.due.writeSoon(ownerId, id);
    };
    takenIn().catch((error: unknown) =>
      this.logger.warn(`A fold waits for the next turn: ${describe(error)}`),
    );
  }
}
