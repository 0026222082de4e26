import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { readReceipt } from '../../context/request/read-receipt.js';
import type { SearchTerms } from '../../context/recall/search-terms.js';
import { DatabaseTraits } from '../../database/database-checks.js';
import type { DatedMessage } from '../../context/recall/personal-days.js';
import type {
  MessageRole,
  MessageStatus,
  MessagesView,
  MessageVersion,
  MessageView,
} from '../../contracts/message.js';
import type { Page } from '../../contracts/paging.js';
import { FROM_PINS, FROM_STORY } from './from-story.js';

interface MessageRow {
  id: string;
  session_id: string;
  seq: number;
  role: MessageRole;
  speaker: string;
  content: string;
  created_at: Date;
  turn_id: string | null;
  status: MessageStatus;
  swipes: number;
  version: number;
  pinned: boolean;
  raw: string | null;
  /** Why it failed, where it did. */
  failure: string | null;
  /** As it is stored. */
  receipt: unknown;
}

function viewOfMessage(row: MessageRow): MessageView {
  const receipt = row.receipt === null ? null : readReceipt(row.receipt);
  return {
    id: row.id,
    sessionId: row.session_id,
    seq: row.seq,
    role: row.role,
    speaker: row.speaker,
    // Of one that failed and left nothing of its own, what came is shown, and not sent.
    content: row.status === 'failed' ? row.content || (row.raw ?? '') : row.content,
    createdAt: row.created_at.toISOString(),
    turnId: row.turn_id,
    status: row.status,
    swipes: row.swipes,
    version: row.version,
    ...(row.pinned ? { pinned: true as const } : {}),
    ...(row.raw !== null && row.content !== '' ? { raw: row.raw } : {}),
    ...(row.failure ? { failure: row.failure } : {}),
    ...(receipt ? { receipt } : {}),
  };
}

/** One of the versions at a place, with what another program's file said of it. */
export interface StoredVersion {
  role: MessageRole;
  speaker: string;
  content: string;
  chosen: boolean;
  createdAt: Date;
  extras: { line?: object; swipe?: object } | null;
}

const COLUMNS = `
  m.id, m.session_id, m.seq, m.role, m.speaker, m.content, m.created_at, m.turn_id, m.status, m.version, m.raw,
  (SELECT count(*)::int FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq) AS swipes,
  EXISTS (SELECT FROM pins p WHERE p.branch_id = m.branch_id AND p.seq = m.seq) AS pinned,
  CASE WHEN m.status = 'failed' THEN (SELECT error->>'code' FROM turns t WHERE t.id = m.turn_id) END AS failure,
  CASE WHEN m.role = 'assistant' THEN (SELECT receipt FROM turns t WHERE t.id = m.turn_id) END AS receipt`;

/** Messages as people see them, in the order of the story. Callers have made sure that the branch is the owner's. */
@Injectable()
export class MessageRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly traits: DatabaseTraits,
  ) {}

  /** A page from the newest (or from `before`) back, oldest first within it. */
  async page(branchId: string, before: number | null, limit: number): Promise<Page<MessageView>> {
    const rows = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} ${FROM_STORY} AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3`,
      [branchId, before ?? 2147483647, limit + 1],
    );
    const shown = rows.slice(0, limit).reverse();
    return {
      items: shown.map(viewOfMessage),
      ...(rows.length > limit ? { next: String(shown[0]!.seq) } : {}),
    };
  }

  /** A page around a number: it and what stands before it are one half. */
  async around(branchId: string, seq: number, limit: number): Promise<MessagesView> {
    const half = Math.ceil(limit / 2);
    const [before, after] = await Promise.all([
      this.page(branchId, seq + 1, half),
      this.following(branchId, seq, limit - half + 1),
    ]);
    const later = after.slice(0, limit - half);
    return {
      ...before,
      items: [...before.items, ...later],
      ...(after.length > later.length ? { later: String(later.at(-1)?.seq ?? seq) } : {}),
      around: seq,
    };
  }

  /** What follows a number. */
  async after(branchId: string, seq: number, limit: number): Promise<MessagesView> {
    const rows = await this.following(branchId, seq, limit + 1);
    const items = rows.slice(0, limit);
    return { items, ...(rows.length > limit ? { later: String(items.at(-1)!.seq) } : {}) };
  }

  /** The number of the first message said at a time or after it, or of the last one; 0 where there is none. */
  async since(branchId: string, at: Date): Promise<number> {
    const [row] = await this.database.query<[{ seq: number | null }]>(
      `SELECT coalesce(min(m.seq) FILTER (WHERE m.created_at >= $2), max(m.seq)) AS seq ${FROM_STORY}`,
      [branchId, at],
    );
    return row.seq ?? 0;
  }

  /** The first messages after a number. */
  async following(branchId: string, after: number, limit: number): Promise<MessageView[]> {
    const rows = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} ${FROM_STORY} AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
      [branchId, after, limit],
    );
    return rows.map(viewOfMessage);
  }

  async message(id: string): Promise<MessageView | null> {
    return (await this.messages([id]))[0] ?? null;
  }

  /** Some messages, in no order. */
  async messages(ids: readonly string[]): Promise<MessageView[]> {
    const rows = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} FROM messages m WHERE m.id = ANY ($1)`,
      [ids],
    );
    return rows.map(viewOfMessage);
  }

  /** What is pinned of a story and has text, in its order. */
  async pins(branchId: string): Promise<{ message: MessageView; pinnedAt: Date }[]> {
    const rows = await this.database.query<(MessageRow & { pinned_at: Date })[]>(
      `SELECT ${COLUMNS}, pin.created_at AS pinned_at ${FROM_PINS} ORDER BY m.seq`,
      [branchId],
    );
    return rows.map((row) => ({ message: viewOfMessage(row), pinnedAt: row.pinned_at }));
  }

  /** All versions of a message, of its own story's place, oldest first. */
  async versions(branchId: string, messageId: string): Promise<MessageVersion[]> {
    const rows = await this.database.query<(MessageRow & { chosen: boolean })[]>(
      `SELECT ${COLUMNS}, m.chosen FROM messages one
       JOIN branch_segments g ON g.branch_id = $1 AND g.of_branch_id = one.branch_id AND one.seq BETWEEN g.from_seq AND g.to_seq
       JOIN messages m ON m.branch_id = one.branch_id AND m.seq = one.seq
       WHERE one.id = $2 ORDER BY m.version`,
      [branchId, messageId],
    );
    return rows.map((row) => ({ ...viewOfMessage(row), chosen: row.chosen }));
  }

  /** The reply of a turn, newest version first. */
  async replyOf(turnId: string): Promise<MessageView | null> {
    const [row] = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} FROM messages m WHERE m.turn_id = $1 AND m.role = 'assistant' ORDER BY m.version DESC LIMIT 1`,
      [turnId],
    );
    return row ? viewOfMessage(row) : null;
  }

  /** All versions at a number of places after one, in the order of the story. */
  async places(branchId: string, after: number, limit: number): Promise<(StoredVersion & { seq: number })[]> {
    return this.database.query(
      `WITH places AS (SELECT m.branch_id, m.seq ${FROM_STORY} AND m.seq > $2 ORDER BY m.seq LIMIT $3)
       SELECT m.seq, m.role, m.speaker, m.content, m.chosen, m.created_at AS "createdAt", m.extras
       FROM places p JOIN messages m ON m.branch_id = p.branch_id AND m.seq = p.seq
       WHERE m.status <> 'streaming' ORDER BY m.seq, m.version`,
      [branchId, after, limit],
    );
  }

  /** What the user said that holds any of these words, in the order of the story; the newest where there is much. */
  async sayings(branchId: string, words: readonly string[]): Promise<DatedMessage[]> {
    const rows = await this.database.query<DatedMessage[]>(
      `SELECT m.content, m.created_at AS at ${FROM_STORY} AND m.role = 'user' AND m.content ${this.traits.folding} ILIKE ANY ($2::text[])
       ORDER BY m.seq DESC LIMIT 200`,
      [branchId, words.map((word) => `%${word}%`)],
    );
    return rows.reverse();
  }

  /** Messages that hold a text, or all words of a search within its times, newest first. Letter case does not count. */
  async search(
    branchId: string,
    text: string,
    terms: SearchTerms | null,
    before: number | null,
    limit: number,
  ): Promise<Page<MessageView>> {
    const pattern = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} ${FROM_STORY} AND m.seq < $2 AND (
         m.content ${this.traits.folding} ILIKE $3 OR (m.content ${this.traits.folding} ILIKE ALL ($4::text[]) AND EXISTS (
           SELECT FROM unnest($5::timestamptz[], $6::timestamptz[]) AS span (since, until)
           WHERE m.created_at >= span.since AND m.created_at < span.until)))
       ORDER BY m.seq DESC LIMIT $7`,
      [
        branchId,
        before ?? 2147483647,
        pattern(text),
        terms?.words.map(pattern) ?? [],
        terms?.spans.map(({ from }) => from) ?? [],
        terms?.spans.map(({ to }) => to) ?? [],
        limit + 1,
      ],
    );
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(viewOfMessage),
      ...(rows.length > limit ? { next: String(shown[shown.length - 1]!.seq) } : {}),
    };
  }
}
