import { fencedMessageSql } from '../../context/quoting/fence.js';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { PinnedMessage } from '../../context/parts/pins.js';
import { MESSAGE_TOKENS, type MessageRun, type PromptMessage } from '../../context/request/transcript.js';
import type { MessageRole } from '../../contracts/message.js';
import { FROM_PINS, FROM_STORY } from '../story/from-story.js';

/** The pictures of a message, in their order. */
const SHOWN = 'FROM unnest(m.pictures) WITH ORDINALITY AS o (id, n) JOIN session_pictures p ON p.id = o.id';
/** What they weigh. */
export const PICTURE_TOKENS = `CASE WHEN m.pictures = '{}' THEN 0 ELSE (
  SELECT coalesce(sum(p.tokens), 0)::int FROM session_pictures p WHERE p.id = ANY (m.pictures)) END`;
/** Messages that the database puts together at once, and of how many tokens, about: an answer of one piece holds everybody up. */
const RUN = 512;
const RUN_TOKENS = 1_000_000;
/** Fewer than these are one run whatever they are. */
const FEW = 8;

/** Messages as a prompt needs them, in the order of the story. Callers have made sure that the branch is the owner's. */
@Injectable()
export class PromptMessagesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * What a transcript is made of: all between two numbers, `after` left out and `upTo` taken in, but nothing from a
   * reply on that is still being written: what follows it can only be added after it. The database puts the fragments
   * together, as `Transcript.fragment` does: a thousand rows of text would be a thousand times as much to tidy away.
   * Of each text's JSON a quotation mark is cut off only where a message goes on: it is the dearest part of this.
   */
  async runs(branchId: string, after: number, upTo: number, dated: boolean): Promise<MessageRun[]> {
    const count = upTo - after;
    const each = count > FEW ? (await this.tokens(branchId, after, upTo, false)) / count : 0;
    const run = Math.max(1, Math.min(RUN, Math.floor(RUN_TOKENS / Math.max(1, each))));
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
       CROSS JOIN generate_series(($2 + 1) / ${run}, last.seq / ${run}) n
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
             -- Where either speaker is unknown, the two are one.
             before <> role OR speaker_before <> speaker AS begins, after <> role OR speaker_after <> speaker AS ends
           FROM (
             SELECT m.seq, m.role, m.member_id AS speaker, m.label, m.tokens, 
               to_json(CASE WHEN $4 THEN m.label ELSE '' END || (${fencedMessageSql('m.content')}))::text AS json,
               lag(m.role) OVER story AS before, lead(m.role) OVER story AS after,
               lag(m.member_id) OVER story AS speaker_before, lead(m.member_id) OVER story AS speaker_after
             ${FROM_STORY} AND m.content <> ''
               AND m.seq BETWEEN greatest($2 + 1, n * ${run}) AND least(last.seq, n * ${run} + ${run - 1})
             WINDOW story AS (ORDER BY m.seq)
           ) neighbours ORDER BY seq
         ) joined
       ) run
       ORDER BY n`,
      [branchId, after, upTo, dated],
    );
  }

  /** What the messages of `runs` weigh in a transcript, without reading them. */
  async tokens(branchId: string, after: number, upTo: number, sees: boolean): Promise<number> {
    const [row] = await this.database.query<{ tokens: number }[]>(
      `SELECT coalesce(sum(m.tokens + ${MESSAGE_TOKENS}${sees ? ` + ${PICTURE_TOKENS}` : ''}), 0)::float8 AS tokens ${FROM_STORY} AND m.content <> ''
         AND m.seq > $2 AND m.seq <= least($3::int,
           (SELECT min(seq) - 1 FROM messages WHERE branch_id = $1 AND status = 'streaming'))`,
      [branchId, after, upTo],
    );
    return row?.tokens ?? 0;
  }

  /** The numbers of messages that show pictures, with how many each shows. */
  async showing(branchId: string, after: number, upTo: number): Promise<{ seq: number; count: number }[]> {
    return this.database.query(
      `SELECT m.seq, cardinality(m.pictures)::int AS count ${FROM_STORY} AND m.pictures <> '{}' AND m.content <> ''
         AND m.seq > $2 AND m.seq <= $3 ORDER BY m.seq`,
      [branchId, after, upTo],
    );
  }

  /** These messages with their pictures, but nothing behind a reply that is being written. */
  async withPictures(branchId: string, seqs: readonly number[]): Promise<PromptMessage[]> {
    const rows = await this.database.query<(PromptMessage & { sent: Buffer[] | null; weights: number[] })[]>(
      `SELECT m.seq, m.role, m.member_id AS speaker, m.label, m.content, m.tokens,
         (SELECT array_agg(p.sent ORDER BY o.n) ${SHOWN}) AS sent, (SELECT array_agg(p.tokens ORDER BY o.n) ${SHOWN}) AS weights
       ${FROM_STORY} AND m.seq = ANY ($2) AND m.seq <= coalesce(
           (SELECT min(seq) - 1 FROM messages WHERE branch_id = $1 AND status = 'streaming'), 2147483647)
       ORDER BY m.seq`,
      [branchId, seqs],
    );
    return rows.map(({ sent, weights, ...message }) => ({
      ...message,
      pictures: (sent ?? []).map((bytes, n) => ({
        url: `data:image/jpeg;base64,${bytes.toString('base64')}`,
        tokens: weights[n]!,
      })),
    }));
  }

  /** The same messages, those without text among them, so many at most, each by itself. */
  async page(branchId: string, after: number, upTo: number, limit: number): Promise<PromptMessage[]> {
    return this.database.query<PromptMessage[]>(
      `SELECT m.seq, m.role, m.member_id AS speaker, m.label, m.content, m.tokens ${FROM_STORY}
         AND m.seq > $2 AND m.seq <= least($3,
           (SELECT min(seq) - 1 FROM messages WHERE branch_id = $1 AND status = 'streaming'))
       ORDER BY m.seq LIMIT $4`,
      [branchId, after, upTo, limit],
    );
  }

  /** The last so many messages up to a number, the newest first. */
  async recent(
    branchId: string,
    upTo: number,
    limit: number,
  ): Promise<{ seq: number; role: MessageRole; content: string }[]> {
    return this.database.query(
      `SELECT m.seq, m.role, m.content ${FROM_STORY} AND m.seq <= $2 ORDER BY m.seq DESC LIMIT $3`,
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

  /** When the first message after a number was said; null where there is none. */
  async timeOfNext(branchId: string, seq: number): Promise<Date | null> {
    const [row] = await this.database.query<{ at: Date }[]>(
      `SELECT m.created_at AS at ${FROM_STORY} AND m.seq > $2 AND m.content <> '' ORDER BY m.seq LIMIT 1`,
      [branchId, seq],
    );
    return row?.at ?? null;
  }

  /** The same as the context needs it: these numbers, or all up to one. */
  async pinned(
    branchId: string,
    which: { seqs: readonly number[] } | { upTo: number },
  ): Promise<(PinnedMessage & { role: MessageRole })[]> {
    return this.database.query(
      `SELECT m.seq, m.role, m.speaker, m.content, m.created_at AS at, pin.created_at AS "pinnedAt" ${FROM_PINS}
         AND ($2::int[] IS NULL OR m.seq = ANY ($2)) AND m.seq <= $3 ORDER BY m.seq`,
      'seqs' in which ? [branchId, which.seqs, 2147483647] : [branchId, null, which.upTo],
    );
  }

  /** What the user said last up to a number: all since the reply before. */
  async asked(branchId: string, upTo: number): Promise<string> {
    const rows = await this.database.query<{ role: MessageRole; content: string }[]>(
      `SELECT m.role, m.content ${FROM_STORY} AND m.seq <= $2 ORDER BY m.seq DESC LIMIT 12`,
      [branchId, upTo],
    );
    const from = rows.findIndex(({ role }) => role === 'user');
    if (from < 0) return '';
    const newest = rows.slice(from);
    const end = newest.findIndex(({ role }) => role !== 'user');
    return newest
      .slice(0, end < 0 ? undefined : end)
      .reverse()
      .map(({ content }) => content)
      .join('\n');
  }

  /** The date that the story's last labelled message carries; empty where none does. */
  async lastLabel(branchId: string): Promise<string> {
    const [row] = await this.database.query<{ label: string }[]>(
      `SELECT m.label ${FROM_STORY} AND m.label <> '' ORDER BY m.seq DESC LIMIT 1`,
      [branchId],
    );
    return row?.label ?? '';
  }
}
