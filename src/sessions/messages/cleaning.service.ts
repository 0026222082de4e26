import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ReplyCleaner } from '../../context/replies/reply-cleaner.js';
import type { ReplyForms } from '../../context/replies/reply-forms.js';
import type { CleaningView } from '../../contracts/message.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { SessionBus } from '../bus/session-bus.js';
import { MemoryService } from '../memory/memory.service.js';
import { STRETCH } from '../prompt/recall-index.repository.js';
import { ReplyManners } from '../prompt/reply-manners.js';
import { Transcripts } from '../prompt/transcripts.js';
import { FROM_STORY } from '../story/from-story.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { turnRunning } from '../story/turn-running.js';

/** Replies that are read at once, and changes that are shown before they are made. */
const PAGE = 200;
const SHOWN = 20;

interface Change {
  id: string;
  branchId: string;
  seq: number;
  before: string;
  after: string;
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
      const page = await this.database.query<Omit<Change, 'after'>[]>(
        `SELECT m.id, m.branch_id AS "branchId", m.seq, m.content AS before ${FROM_STORY} AND m.seq > $2
           AND m.role = 'assistant' AND m.content <> '' AND m.status <> 'streaming'
           AND (m.seq > 1 OR m.turn_id IS NOT NULL)
           AND NOT EXISTS (SELECT FROM messages v
             WHERE v.branch_id = m.branch_id AND v.seq = m.seq AND v.raw = m.content)
         ORDER BY m.seq LIMIT ${PAGE}`,
        [snapshot.branchId, after],
      );
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
      await manager.query('SELECT FROM branches WHERE session_id = $1 ORDER BY id FOR UPDATE', [snapshot.id]);
      const [{ running }] = await manager.query<[{ running: boolean }]>(
        `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status IN ('running', 'queued')) AS running`,
        [snapshot.id],
      );
      if (running) throw turnRunning();
      // Those that were changed meanwhile are left as they are now.
      const [rows] = await manager.query<[{ id: string }[]]>(
        `UPDATE messages m SET chosen = false FROM unnest($1::uuid[], $2::text[]) AS c (id, before)
         WHERE m.id = c.id AND m.chosen AND m.content = c.before RETURNING m.id`,
        [changes.map(({ id }) => id), changes.map((change) => change.before)],
      );
      const ids = new Set(rows.map(({ id }) => id));
      const made = changes.filter(({ id }) => ids.has(id));
      await manager.query(
        `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, role, speaker, member_id, label, content, raw,
           tokens, status, turn_id, created_at)
         SELECT m.owner_id, m.session_id, m.branch_id, m.seq,
           (SELECT max(version) + 1 FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq),
           m.role, m.speaker, m.member_id, m.label, c.after, m.content, c.tokens, m.status, m.turn_id, m.created_at
         FROM unnest($1::uuid[], $2::text[], $3::int[]) AS c (id, after, tokens) JOIN messages m ON m.id = c.id`,
        [
          made.map(({ id }) => id),
          made.map(({ after }) => after),
          made.map(({ after }) => estimateTokens(after)),
        ],
      );
      // Entries of the chronicle stay: what was cleaned away is nothing that they would tell.
      await manager.query('UPDATE branches SET revision = revision + 1 WHERE session_id = $1', [snapshot.id]);
      if (before)
        await manager.query(
          `UPDATE sessions SET sent_bytes = $2, sent_hash = $3, moved_by = 'edit'
           WHERE id = $1 AND sent_hash IS NOT NULL AND sent_bytes > $2`,
          [snapshot.id, before.bytes, before.hash],
        );
      return made.length;
    });
  }
}

function cleanedWhole(forms: ReplyForms, reply: string): string {
  const cleaner = new ReplyCleaner(forms);
  return cleaner.push(reply) + cleaner.end();
}
