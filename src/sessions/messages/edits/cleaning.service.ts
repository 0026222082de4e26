import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ReplyCleaner } from '../../../context/replies/reply-cleaner.js';
import type { ReplyForms } from '../../../context/replies/reply-forms.js';
import type { CleaningView } from '../../../contracts/message.js';
import { SessionBus } from '../../bus/session-bus.js';
import { MemoryService } from '../../memory/memory.service.js';
import { STRETCH } from '../../prompt/recall/recall-index.repository.js';
import { ReplyManners } from '../../prompt/reply-manners.js';
import { Transcripts } from '../../prompt/transcripts.js';
import { MessageRepository } from '../../story/message.repository.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import {
  addCleanedVersions,
  type CleanedReply,
  keepSent,
  lockStory,
  markAllChanged,
} from './story-changes.repository.js';

/** Replies that are read at once, and changes that are shown before they are made. */
const PAGE = 200;
const SHOWN = 20;

interface Change extends CleanedReply {
  branchId: string;
  seq: number;
}

/**
 * Cleans the replies that a story holds already, as new ones are cleaned while they come. Each becomes a new version
 * on the branch that holds it, for all branches that share it; what stood there stays beside it and can be put back.
 */
@Injectable()
export class CleaningService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly memory: MemoryService,
    private readonly messages: MessageRepository,
    private readonly manners: ReplyManners,
    private readonly transcripts: Transcripts,
    private readonly bus: SessionBus,
  ) {}

  /** What would change. @throws Problem not_found */
  async preview(ownerId: string, sessionId: string): Promise<CleaningView> {
    const changes = await this.changes(await this.memory.settled(ownerId, sessionId));
    const items = changes
      .slice(0, SHOWN)
      .map(({ id, seq, before, after }) => ({ messageId: id, seq, before, after }));
    return { changes: changes.length, items };
  }

  /** @returns how many have changed. @throws Problem not_found, turn_running */
  async clean(ownerId: string, sessionId: string): Promise<{ changed: number }> {
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const changes = await this.changes(snapshot);
    if (!changes.length) return { changed: 0 };
    const changed = await this.store(snapshot, changes);
    const places = { branchIds: [...new Set(changes.map(({ branchId }) => branchId))] };
    // A stretch of the recall's index is forgotten once, however many of its messages have changed.
    for (const seq of new Set(changes.map((one) => one.seq - ((one.seq - 1) % STRETCH))))
      await this.bus.command({ sessionId, name: 'invalidate', body: { places: { ...places, seq } } });
    const { branchId } = snapshot;
    this.bus.publish({ sessionId, name: 'branch.opened', body: { sessionId, branchId } });
    return { changed };
  }

  /** Replies of the story that would come out otherwise; what somebody has put back is left as it is. */
  private async changes(snapshot: SessionSnapshot): Promise<Change[]> {
    const { forms } = await this.manners.of(snapshot);
    const found: Change[] = [];
    for (let after = 0; ;) {
      const page = await this.messages.uncleaned(snapshot.branchId, after, PAGE);
      for (const reply of page) {
        const cleaned = cleanedWhole(forms, reply.before);
        if (cleaned.trim() !== '' && cleaned !== reply.before) found.push({ ...reply, after: cleaned });
      }
      if (page.length < PAGE) return found;
      after = page.at(-1)!.seq;
    }
  }

  private async store(snapshot: SessionSnapshot, changes: readonly Change[]): Promise<number> {
    const first = changes[0]!.seq;
    const before =
      first > snapshot.foldedSeq + 1 ? (await this.transcripts.upTo(snapshot, first - 1)).markSent() : null;
    return this.database.transaction(async (manager) => {
      await lockStory(manager, snapshot.id);
      const made = await addCleanedVersions(manager, changes);
      // Entries of the chronicle stay: what was cleaned away is nothing that they would tell.
      await markAllChanged(manager, snapshot.id);
      await keepSent(manager, snapshot.id, before);
      return made;
    });
  }
}

function cleanedWhole(forms: ReplyForms, reply: string): string {
  const cleaner = new ReplyCleaner(forms);
  return cleaner.push(reply) + cleaner.end();
}
