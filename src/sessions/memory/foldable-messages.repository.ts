import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { LEAD, type Stretch } from '../../context/chronicle/entry-prompts.js';
import { type PastMessage, READ } from '../../context/chronicle/extractive-entry.js';
import type { FoldableMessage, SeqRange } from '../../context/chronicle/fold-planning.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { MESSAGE_TOKENS } from '../../context/request/transcript.js';
import { PICTURE_TOKENS } from '../prompt/prompt-messages.repository.js';
import { FROM_STORY } from '../story/from-story.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

/** Messages that are read at once: the numbers of them, and their texts. An answer of many rows holds everybody up. */
const PAGE = 1000;
const TEXTS = 128;

/** What the messages of a range weigh. */
export interface RangeWeight {
  messages: number;
  /** As they cost in a request. */
  tokens: number;
}

/** The messages that folds weigh and are made of. */
@Injectable()
export class FoldableMessagesRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly models: ConnectedModels,
  ) {}

  /** Messages after a number, and up to one, as a fold weighs them, oldest first. */
  async foldable(
    snapshot: SessionSnapshot,
    after = snapshot.foldedSeq,
    upTo = snapshot.lastSeq,
  ): Promise<FoldableMessage[]> {
    const cost = await this.cost(snapshot);
    return inPages({ fromSeq: after + 1, toSeq: upTo }, PAGE, ({ fromSeq, toSeq }) =>
      this.database.query<FoldableMessage[]>(
        `SELECT m.seq, m.role, ${cost} AS tokens, extract(epoch FROM m.created_at)::float8 * 1000 AS at ${FROM_STORY}
           AND m.seq BETWEEN $2 AND $3 AND m.content <> '' ORDER BY m.seq`,
        [snapshot.branchId, fromSeq, toSeq],
      ),
    );
  }

  /** What the messages of each range weigh, without reading them. */
  async weights(snapshot: SessionSnapshot, ranges: readonly SeqRange[]): Promise<RangeWeight[]> {
    return this.database.query<RangeWeight[]>(
      `SELECT w.* FROM unnest($2::int[], $3::int[]) WITH ORDINALITY r (from_seq, to_seq, n)
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS messages, coalesce(sum(${await this.cost(snapshot)}), 0)::float8 AS tokens
         ${FROM_STORY} AND m.seq BETWEEN r.from_seq AND r.to_seq AND m.content <> ''
       ) w
       ORDER BY r.n`,
      [snapshot.branchId, ranges.map(({ fromSeq }) => fromSeq), ranges.map(({ toSeq }) => toSeq)],
    );
  }

  /** As much of the messages of a range as an entry of the words themselves is made of. */
  async beginnings(
    branchId: string,
    fromSeq: number,
    toSeq: number,
    manager = this.database.manager,
  ): Promise<PastMessage[]> {
    return this.texts(branchId, { fromSeq, toSeq }, `left(m.content, ${READ})`, manager);
  }

  /** What a model writes an entry of a range of. @param before the text of the entry before it */
  async stretch(branchId: string, { fromSeq, toSeq }: SeqRange, before: string): Promise<Stretch> {
    const range = { fromSeq: fromSeq - LEAD, toSeq };
    const all = await this.texts(branchId, range, 'm.content', this.database.manager);
    const at = all.findIndex(({ seq }) => seq >= fromSeq);
    return { before, lead: all.slice(0, at < 0 ? 0 : at), past: at < 0 ? [] : all.slice(at) };
  }

  private texts(
    branchId: string,
    range: SeqRange,
    content: string,
    manager: EntityManager,
  ): Promise<PastMessage[]> {
    return inPages(range, TEXTS, ({ fromSeq, toSeq }) =>
      manager.query<PastMessage[]>(
        `SELECT m.id, m.seq, m.role, m.speaker, ${content} AS content, m.created_at AS at ${FROM_STORY}
           AND m.seq BETWEEN $2 AND $3 AND m.content <> '' ORDER BY m.seq`,
        [branchId, fromSeq, toSeq],
      ),
    );
  }

  /** A message's tokens in SQL, as whoever talks is sent it. */
  private async cost(snapshot: SessionSnapshot): Promise<string> {
    const { model } = await this.models.talking(snapshot);
    const { sees } = await model.card();
    return `m.tokens + ${MESSAGE_TOKENS}${sees ? ` + ${PICTURE_TOKENS}` : ''}`;
  }

  /** What messages say from the entry on that stands for a number, up to another number. */
  async whole(
    branchId: string,
    seq: number,
    toSeq: number,
    manager: EntityManager,
  ): Promise<{ seq: number; speaker: string; content: string }[]> {
    return manager.query(
      `SELECT m.seq, m.speaker, m.content ${FROM_STORY} AND m.seq <= $3 AND m.content <> ''
         AND m.seq >= (SELECT coalesce(max(f.from_seq), $2) FROM folds f
           WHERE f.branch_id = $1 AND f.status = 'standing' AND f.from_seq <= $2)
       ORDER BY m.seq`,
      [branchId, seq, toSeq],
    );
  }

  /** As `fingerprintOf`. */
  async fingerprint(branchId: string, toSeq: number): Promise<string> {
    return fingerprintOf(this.database.manager, branchId, toSeq);
  }
}

/** What is read of a range, some numbers at a time. */
async function inPages<Row>(
  { fromSeq, toSeq }: SeqRange,
  page: number,
  read: (range: SeqRange) => Promise<Row[]>,
): Promise<Row[]> {
  const pages: Row[][] = [];
  for (let from = fromSeq; from <= toSeq; from += page)
    pages.push(await read({ fromSeq: from, toSeq: Math.min(toSeq, from + page - 1) }));
  return pages.flat();
}

/**
 * A story up to a number as one value: another one when any message has changed. An entry is written of its messages
 * and of the entry before it, which was written of the one before.
 */
export async function fingerprintOf(
  manager: EntityManager,
  branchId: string,
  toSeq: number,
): Promise<string> {
  const [{ print }] = await manager.query<[{ print: string }]>(
    `SELECT md5(string_agg(concat_ws(':', m.id, m.tokens), ' ' ORDER BY m.seq)) AS print
     ${FROM_STORY} AND m.seq <= $2`,
    [branchId, toSeq],
  );
  return print;
}
