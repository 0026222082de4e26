import { Injectable, Logger } from '@nestjs/common';
import { describe } from '../../http/problem.filter.js';
import { FoldsService } from './folds.service.js';
import { PromptPrefixes } from '../prompt/prompt-prefixes.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { Transcripts } from '../prompt/transcripts.js';

/** Tends what a session keeps in its window: folds that are ready come to stand, and new ones begin in time. */
@Injectable()
export class MemoryService {
  private readonly logger = new Logger(MemoryService.name);

  constructor(
    private readonly heads: SessionSnapshots,
    private readonly transcripts: Transcripts,
    private readonly folds: FoldsService,
    private readonly openings: PromptPrefixes,
  ) {}

  /** A session's snapshot, folds that were ready taken in. @throws Problem not_found */
  async settled(ownerId: string, sessionId: string): Promise<SessionSnapshot> {
    const head = await this.heads.read(ownerId, sessionId);
    return head.foldReady && (await this.folds.applyReady(head)) ? this.heads.read(ownerId, sessionId) : head;
  }

  /** A session's snapshot as the last turn left it, which may be old, or else as it is. @throws Problem not_found */
  async recent(ownerId: string, sessionId: string): Promise<SessionSnapshot> {
    return this.heads.take(ownerId, sessionId) ?? this.settled(ownerId, sessionId);
  }

  /** Keeps a snapshot for the next message, which is spared reading it when nothing has changed until then. */
  keep(head: SessionSnapshot): void {
    this.heads.keep(head);
  }

  /**
   * Begins a fold in the background when it is time, and takes it in when it is ready, so that no turn has to.
   *
   * @param asked by a person: however full it is
   */
  async tend(head: SessionSnapshot, asked = false): Promise<void> {
    if (asked && (await this.openings.withoutSource(head, null)) === 'changed')
      head = await this.heads.read(head.ownerId, head.id);
    const { tokens, lastSeq } = await this.transcripts.latest(head);
    await this.folds.foldWhenDue(head, tokens, () => this.takeIn(head), asked);
    // A turn that has begun meanwhile keeps its own.
    if (lastSeq <= head.lastSeq) this.heads.keep(head);
  }

  private takeIn({ ownerId, id }: SessionSnapshot): void {
    const told = async () => {
      const head = await this.settled(ownerId, id);
      if (!head.foldReady) await this.transcripts.latest(head);
    };
    told().catch((error: unknown) => this.logger.warn(`A fold waits for the next turn: ${describe(error)}`));
  }
}
