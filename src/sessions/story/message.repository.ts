import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { PinnedMessage } from '../../context/pins.js';
import { readReceipt } from '../../context/read-receipt.js';
import type { SearchTerms } from '../../context/recall/search-terms.js';
import { DatabaseTraits } from '../../database/database-checks.js';
import type { DatedMessage } from '../../context/recall/told-days.js';
import type { MessageRun } from '../../context/transcript.js';
import type {
  MessageRole,
  MessageStatus,
  MessagesView,
  MessageVersion,
  MessageView,
} from '../../contracts/message.js';
import type { Page } from '../../contracts/paging.js';

export interface MessageRow {
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

export function viewOfMessage(row: MessageRow): MessageView {
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

/** The way that a branch's story goes: an ordered range of the index for each of its segments. */
export const FROM_STORY = `
  FROM branch_segments g
  JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
  WHERE g.branch_id = $1`;

/** Messages that the database puts together at once. */
const RUN = 512;

const PINS = `
  FROM branch_segments g
  JOIN pins pin ON pin.branch_id = g.of_branch_id AND pin.seq BETWEEN g.from_seq AND g.to_seq
  JOIN messages m ON m.branch_id = pin.branch_id AND m.seq = pin.seq AND m.chosen
  WHERE g.branch_id = $1 AND m.content <> ''`;

const COLUMNS = `
  m.id, m.session_id, m.seq, m.role, m.speaker, m.content, m.created_at, m.turn_id, m.status, m.version, m.raw,
  (SELECT count(*)::int FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq) AS swipes,
  EXISTS (SELECT FROM pins p WHERE p.branch_id = m.branch_id AND p.seq = m.seq) AS pinned,
  CASE WHEN m.status = 'failed' THEN (SELECT error->>'code' FROM turns t WHERE t.id = m.turn_id) END AS failure,
  CASE WHEN m.role = 'assistant' THEN (SELECT receipt FROM turns t WHERE t.id = m.turn_id) END AS receipt`;

/** Reading what was said, in the order of the story. Callers have made sure that the branch is the owner's. */
@Injectable()
export class MessageRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly traits: DatabaseTraits,
  ) {}

  /**
   * What the context is told with: all between two numbers, `after` left out and `upTo` taken in, but nothing from a
   * reply on that is still being written: what follows it can only be told after it. The database puts the fragments
   * together, as `Transcript.fragment` does: a thousand rows of text would be a thousand times as much to tidy away.
   * Of each text's JSON a quotation mark is cut off only where a message goes on: it is the dearest part of this.
   */
  async runs(branchId: string, after: number, upTo: number): Promise<MessageRun[]> {
    return this.database.query<MessageRun[]>(
      `SELECT last.seq AS "lastSeq", run.*
       FROM (
         SELECT max(newest.seq) AS seq
         FROM branch_segments g CROSS JOIN LATERAL (
           SELECT m.seq FROM messages m
           WHERE m.branch_id = g.of_branch_id AND m.chosen
             AND m.seq BETWEEN greatest(g.from_seq, $2 + 1) AND least(g.to_seq, $3,
               (SELECT min(seq) - 1 FROM messages WHERE branch_id = $1 AND status = 'streaming'))
           ORDER BY m.seq DESC LIMIT 1
         ) newest
         WHERE g.branch_id = $1
       ) last
       CROSS JOIN generate_series(($2 + 1) / ${RUN}, last.seq / ${RUN}) n
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS messages, sum(tokens)::float8 AS tokens,
           (array_agg(role))[1] AS first, (array_agg(role))[count(*)::int] AS role,
           (array_agg(speaker))[1] AS "firstSpeaker", (array_agg(speaker))[count(*)::int] AS speaker,
           (array_agg(label) FILTER (WHERE label <> ''))[(count(*) FILTER (WHERE label <> ''))::int] AS label,
           string_agg(
             CASE WHEN before IS NULL THEN '' WHEN begins THEN ',{"role":"' || role || '","content":' ELSE '\\n\\n' END
             || CASE WHEN begins AND ends THEN json || '}'
                WHEN begins THEN substr(json, 1, length(json) - 1)
                WHEN ends THEN substr(json, 2) || '}'
                ELSE substr(json, 2, length(json) - 2) END, '') AS text
         FROM (
           SELECT role, speaker, label, tokens, json, before,
             -- Where either is nobody in particular, they are not said to be two.
             before <> role OR speaker_before <> speaker AS begins, after <> role OR speaker_after <> speaker AS ends
           FROM (
             SELECT m.seq, m.role, m.member_id AS speaker, m.label, m.tokens, to_json(m.label || m.content)::text AS json,
               lag(m.role) OVER story AS before, lead(m.role) OVER story AS after,
               lag(m.member_id) OVER story AS speaker_before, lead(m.member_id) OVER story AS speaker_after
             ${FROM_STORY} AND m.content <> ''
               AND m.seq BETWEEN greatest($2 + 1, n * ${RUN}) AND least(last.seq, n * ${RUN} + ${RUN - 1})
             WINDOW story AS (ORDER BY m.seq)
           ) neighbours ORDER BY seq
         ) told
       ) run
       ORDER BY n`,
      [branchId, after, upTo],
    );
  }

  /** The last so many messages up to a number, the newest first. */
  async recent(branchId: string, upTo: number, limit: number): Promise<{ seq: number; content: string }[]> {
    return this.database.query(
      `SELECT m.seq, m.content ${FROM_STORY} AND m.seq <= $2 ORDER BY m.seq DESC LIMIT $3`,
      [branchId, upTo, limit],
    );
  }

  /** The text of the last reply up to a number; empty where there is none. */
  async lastReply(branchId: string, upTo: number): Promise<string> {
    const [row] = await this.database.query<{ content: string }[]>(
      `SELECT m.content ${FROM_STORY} AND m.seq <= $2 AND m.role = 'assistant' ORDER BY m.seq DESC LIMIT 1`,
      [branchId, upTo],
    );
    return row?.content ?? '';
  }

  /** How often the character has spoken up to a number. */
  async replies(branchId: string, upTo: number): Promise<number> {
    const [row] = await this.database.query<{ count: number }[]>(
      `SELECT count(*)::int AS count ${FROM_STORY} AND m.seq <= $2 AND m.role = 'assistant'`,
      [branchId, upTo],
    );
    return row?.count ?? 0;
  }

  /** The greeting that a story begins with as it stands, whoever changed it; null where it begins otherwise. */
  async beginning(branchId: string): Promise<string | null> {
    const [row] = await this.database.query<{ content: string }[]>(
      `SELECT m.content ${FROM_STORY} AND m.seq = 1 AND m.role = 'assistant' AND m.turn_id IS NULL`,
      [branchId],
    );
    return row?.content ?? null;
  }

  /** The greeting that a story begins with, counted from 0; undefined where it begins otherwise or was changed. */
  async greeting(branchId: string): Promise<number | undefined> {
    const [row] = await this.database.query<{ index: number }[]>(
      `SELECT m.version - 1 AS index ${FROM_STORY} AND m.seq = 1 AND m.role = 'assistant' AND m.turn_id IS NULL
         AND m.created_at = (SELECT f.created_at FROM messages f
           WHERE f.branch_id = m.branch_id AND f.seq = 1 AND f.version = 1)`,
      [branchId],
    );
    return row?.index;
  }

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
      `SELECT ${COLUMNS}, pin.created_at AS pinned_at ${PINS} ORDER BY m.seq`,
      [branchId],
    );
    return rows.map((row) => ({ message: viewOfMessage(row), pinnedAt: row.pinned_at }));
  }

  /** The same as the context needs it: these numbers, or all up to one. */
  async pinned(
    branchId: string,
    which: { seqs: readonly number[] } | { upTo: number },
  ): Promise<PinnedMessage[]> {
    return this.database.query<PinnedMessage[]>(
      `SELECT m.seq, m.speaker, m.content, m.created_at AS at, pin.created_at AS "pinnedAt" ${PINS}
         AND ($2::int[] IS NULL OR m.seq = ANY ($2)) AND m.seq <= $3 ORDER BY m.seq`,
      'seqs' in which ? [branchId, which.seqs, 2147483647] : [branchId, null, which.upTo],
    );
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

  /** The chosen message of the story's end, whatever its state. */
  async last(branchId: string): Promise<MessageRow | null> {
    const [row] = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} ${FROM_STORY} ORDER BY m.seq DESC LIMIT 1`,
      [branchId],
    );
    return row ?? null;
  }

  /** What the user said last up to a number: all since the reply before. */
  async asked(branchId: string, upTo: number): Promise<string> {
    const rows = await this.database.query<{ role: MessageRole; content: string }[]>(
      `SELECT m.role, m.content ${FROM_STORY} AND m.seq <= $2 ORDER BY m.seq DESC LIMIT 12`,
      [branchId, upTo],
    );
    const from = rows.findIndex(({ role }) => role === 'user');
    if (from < 0) return '';
    const said = rows.slice(from);
    const end = said.findIndex(({ role }) => role !== 'user');
    return said
      .slice(0, end < 0 ? undefined : end)
      .reverse()
      .map(({ content }) => content)
      .join('\n');
  }

  /** The reply of a turn, newest version first. */
  async replyOf(turnId: string): Promise<MessageView | null> {
    const [row] = await this.database.query<MessageRow[]>(
      `SELECT ${COLUMNS} FROM messages m WHERE m.turn_id = $1 AND m.role = 'assistant' ORDER BY m.version DESC LIMIT 1`,
      [turnId],
    );
    return row ? viewOfMessage(row) : null;
  }

  /** The date that the story's last labelled message carries; empty where none does. */
  async lastLabel(branchId: string): Promise<string> {
    const [row] = await this.database.query<{ label: string }[]>(
      `SELECT m.label ${FROM_STORY} AND m.label <> '' ORDER BY m.seq DESC LIMIT 1`,
      [branchId],
    );
    return row?.label ?? '';
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
