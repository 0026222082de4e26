import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { readReceipt } from '../../context/request/read-receipt.js';
import type { SearchTerms } from '../../context/recall/question/search-terms.js';
import { DatabaseTraits } from '../../database/database-checks.js';
import type { DatedMessage } from '../../context/recall/question/personal-days.js';
import type { FinishReason } from '../../contracts/finish-reason.js';
import type {
  MessageRole,
  MessageStatus,
  MessagesView,
  MessageVia,
  MessageVersion,
  MessageView,
  PictureView,
} from '../../contracts/message.js';
import type { Page } from '../../contracts/paging.js';
import { withoutPictureMarks } from '../../context/quoting/picture-marks.js';
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
  /** Null: it shows none. */
  shown: PictureView[] | null;
  raw: string | null;
  via: MessageVia | null;
  thinking: string | null;
  finish_reason: FinishReason | null;
  /** Why it failed, where it did. */
  error: { code?: string; detail?: string } | null;
  /** As it is stored. */
  receipt: unknown;
}

function viewOfMessage(row: MessageRow): MessageView {
  const receipt = row.receipt === null ? null : readReceipt(row.receipt);
  const pictures = row.content === '' ? [] : (row.shown ?? []);
  const names = pictures.map(({ name }) => name);
  return {
    id: row.id,
    sessionId: row.session_id,
    seq: row.seq,
    role: row.role,
    speaker: row.speaker,
    // Of one that failed and left nothing of its own, what came is shown, and not sent.
    content:
      row.status === 'failed' ? row.content || (row.raw ?? '') : withoutPictureMarks(row.content, names),
    ...(pictures.length ? { pictures } : {}),
    createdAt: row.created_at.toISOString(),
    turnId: row.turn_id,
    status: row.status,
    swipes: row.swipes,
    version: row.version,
    ...(row.via ? { via: row.via } : {}),
    ...(row.pinned ? { pinned: true as const } : {}),
    ...(row.raw !== null && row.content !== '' ? { raw: row.raw } : {}),
    ...(row.thinking ? { thinking: row.thinking } : {}),
    ...(row.finish_reason ? { finishReason: row.finish_reason } : {}),
    ...(row.error?.code ? { failure: row.error.code } : {}),
    ...(row.error?.detail ? { failureDetail: row.error.detail } : {}),
    ...(receipt ? { receipt } : {}),
  };
}

/** One of the versions at a place, with what another program's file said of it. */
export interface StoredVersion {
  role: MessageRole;
  speaker: string;
  content: string;
  chosen: boolean;
  /** Ids of those that it shows. */
  pictures?: string[];
  createdAt: Date;
  extras: { line?: object; swipe?: object } | null;
}

const COLUMNS = `
  m.id, m.session_id, m.seq, m.role, m.speaker, m.content, m.created_at, m.turn_id, m.status, m.version, m.raw, m.via,
  m.thinking, m.finish_reason,
  CASE WHEN m.pictures <> '{}' THEN (SELECT json_agg(json_build_object('id', p.id, 'name', p.name, 'width', p.width,
    'height', p.height, 'tokens', p.tokens) ORDER BY o.n) FROM unnest(m.pictures) WITH ORDINALITY AS o (id, n)
    JOIN session_pictures p ON p.id = o.id) END AS shown,
  (SELECT count(*)::int FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq) AS swipes,
  EXISTS (SELECT FROM pins p WHERE p.branch_id = m.branch_id AND p.seq = m.seq) AS pinned,
  CASE WHEN m.status = 'failed' THEN (SELECT error FROM turns t WHERE t.id = m.turn_id) END AS error,
  CASE WHEN m.role = 'assistant' THEN (SELECT receipt FROM turns t WHERE t.id = m.turn_id) END AS receipt`;

/** Bytes of text on a page, but for its first message, which may be longer. */
const MOST_OF_PAGE = 2_000_000;

/** Of some messages in the order of the story, or back, those that fit a page, and how many there were. */
const fitting = (select: string, direction: 'ASC' | 'DESC') => `
  SELECT * FROM (
    SELECT p.*, count(*) OVER ()::int AS found,
      sum(octet_length(p.content) + coalesce(octet_length(p.raw), 0) + coalesce(octet_length(p.thinking), 0))
        OVER (ORDER BY p.seq ${direction} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM (${select} ORDER BY m.seq ${direction} LIMIT $3) p
  ) fitting WHERE coalesce(before, 0) < ${MOST_OF_PAGE} ORDER BY seq ${direction}`;

/** Messages as people see them, in the order of the story. Callers have made sure that the branch is the owner's. */
@Injectable()
export class MessageRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly traits: DatabaseTraits,
  ) {}

  /** A page from the newest (or from `before`) back, oldest first within it. */
  async page(branchId: string, before: number | null, limit: number): Promise<Page<MessageView>> {
    const select = `SELECT ${COLUMNS} ${FROM_STORY} AND m.seq < $2`;
    const { items, hasMore } = await this.fitting(select, 'DESC', limit, [branchId, before ?? 2147483647]);
    return { items: items.toReversed(), ...(hasMore ? { next: String(items.at(-1)!.seq) } : {}) };
  }

  /** A page around a number: it and what stands before it are one half. */
  async around(branchId: string, seq: number, limit: number): Promise<MessagesView> {
    const half = Math.ceil(limit / 2);
    const [before, after] = await Promise.all([
      this.page(branchId, seq + 1, half),
      this.after(branchId, seq, limit - half),
    ]);
    return { ...before, ...after, items: [...before.items, ...after.items], around: seq };
  }

  /** What follows a number. */
  async after(branchId: string, seq: number, limit: number): Promise<MessagesView> {
    const select = `SELECT ${COLUMNS} ${FROM_STORY} AND m.seq > $2`;
    const { items, hasMore } = await this.fitting(select, 'ASC', limit, [branchId, seq]);
    return { items, ...(hasMore ? { later: String(items.at(-1)?.seq ?? seq) } : {}) };
  }

  /** The number of the first message said at a time or after it, or of the last one; 0 where there is none. */
  async since(branchId: string, at: Date): Promise<number> {
    const [row] = await this.database.query<[{ seq: number | null }]>(
      `SELECT coalesce(min(m.seq) FILTER (WHERE m.created_at >= $2), max(m.seq)) AS seq ${FROM_STORY}`,
      [branchId, at],
    );
    return row.seq ?? 0;
  }

  async message(id: string): Promise<MessageView | null> {
    return (await this.messages([id]))[0] ?? null;
  }

  /** What stands in the place of what was sent to a session with a client's id. */
  async byClientId(sessionId: string, clientId: string): Promise<MessageView | null> {
    const rows = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} FROM messages said JOIN messages m ON m.branch_id = said.branch_id AND m.seq = said.seq AND m.chosen
       WHERE said.session_id = $1 AND said.client_id = $2 LIMIT 1`,
      [sessionId, clientId],
    );
    return rows[0] ? viewOfMessage(rows[0]) : null;
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
      `WITH page AS (
         SELECT m.branch_id, m.seq, octet_length(m.content) AS bytes ${FROM_STORY} AND m.seq > $2 ORDER BY m.seq LIMIT $3
       ), places AS (
         SELECT * FROM (
           SELECT p.*, sum(bytes) OVER (ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM page p
         ) fitting WHERE coalesce(before, 0) < ${MOST_OF_PAGE}
       )
       SELECT m.seq, m.role, m.speaker, m.content, m.chosen, m.created_at AS "createdAt", m.extras,
         m.pictures
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
    const select = `SELECT ${COLUMNS} ${FROM_STORY} AND m.seq < $2 AND (
         m.content ${this.traits.folding} ILIKE $4 OR (m.content ${this.traits.folding} ILIKE ALL ($5::text[]) AND EXISTS (
           SELECT FROM unnest($6::timestamptz[], $7::timestamptz[]) AS span (since, until)
           WHERE m.created_at >= span.since AND m.created_at < span.until)))`;
    const found = await this.fitting(
      select,
      'DESC',
      limit,
      [branchId, before ?? 2147483647],
      [
        pattern(text),
        terms?.words.map(pattern) ?? [],
        terms?.spans.map(({ from }) => from) ?? [],
        terms?.spans.map(({ to }) => to) ?? [],
      ],
    );
    const { items, hasMore } = found;
    return { items, ...(hasMore ? { next: String(items.at(-1)!.seq) } : {}) };
  }

  /** @param more beside the branch, a number of its story and the limit */
  private async fitting(
    select: string,
    direction: 'ASC' | 'DESC',
    limit: number,
    [branchId, seq]: [string, number],
    more: unknown[] = [],
  ): Promise<{ items: MessageView[]; hasMore: boolean }> {
    const rows = await this.database.query<(MessageRow & { found: number })[]>(fitting(select, direction), [
      branchId,
      seq,
      limit + 1,
      ...more,
    ]);
    const items = rows.slice(0, limit).map(viewOfMessage);
    return { items, hasMore: (rows[0]?.found ?? 0) > items.length };
  }

  /** Replies after a number that nobody has put back as the model wrote them, the first ones. */
  async uncleaned(
    branchId: string,
    after: number,
    limit: number,
  ): Promise<{ id: string; branchId: string; seq: number; before: string }[]> {
    return this.database.query(
      `SELECT m.id, m.branch_id AS "branchId", m.seq, m.content AS before ${FROM_STORY} AND m.seq > $2
         AND m.role = 'assistant' AND m.content <> '' AND m.status <> 'streaming'
         AND (m.seq > 1 OR m.turn_id IS NOT NULL)
         AND NOT EXISTS (SELECT FROM messages v
           WHERE v.branch_id = m.branch_id AND v.seq = m.seq AND v.raw = m.content)
       ORDER BY m.seq LIMIT $3`,
      [branchId, after, limit],
    );
  }
}
