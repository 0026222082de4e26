import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { LEAD, type Stretch } from '../../context/chronicle/entry-prompts.js';
import { type PastMessage, READ } from '../../context/chronicle/extractive-entry.js';
import type { FoldableMessage } from '../../context/chronicle/fold-planning.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { MESSAGE_TOKENS } from '../../context/request/transcript.js';
import { PICTURE_TOKENS } from '../prompt/prompt-messages.repository.js';
import { FROM_STORY } from '../story/from-story.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

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
    const { model } = await this.models.talking(snapshot);
    return this.database.query<FoldableMessage[]>(
      `SELECT m.seq, m.role, m.tokens + ${MESSAGE_TOKENS} + CASE WHEN $4 THEN ${PICTURE_TOKENS} ELSE 0 END AS tokens, m.created_at AS at ${FROM_STORY}
         AND m.seq > $2 AND m.seq <= $3 AND m.content <> '' ORDER BY m.seq`,
      [snapshot.branchId, after, upTo, (await model.card()).sees],
    );
  }

  /** As much of the messages of a range as an entry of the words themselves is made of. */
  async beginnings(
    branchId: string,
    fromSeq: number,
    toSeq: number,
    manager = this.database.manager,
  ): Promise<PastMessage[]> {
    return manager.query<PastMessage[]>(
      `SELECT m.id, m.seq, m.role, m.speaker, left(m.content, ${READ}) AS content, m.created_at AS at ${FROM_STORY}
         AND m.seq BETWEEN $2 AND $3 AND m.content <> '' ORDER BY m.seq`,
      [branchId, fromSeq, toSeq],
    );
  }

  /** What a model writes an entry of a range of. @param before the text of the entry before it */
  async stretch(
    branchId: string,
    { fromSeq, toSeq }: { fromSeq: number; toSeq: number },
    before: string,
  ): Promise<Stretch> {
    const all = await this.database.query<PastMessage[]>(
      `SELECT m.id, m.seq, m.role, m.speaker, m.content, m.created_at AS at ${FROM_STORY}
         AND m.seq BETWEEN $2 AND $3 AND m.content <> '' ORDER BY m.seq`,
      [branchId, fromSeq - LEAD, toSeq],
    );
    const at = all.findIndex(({ seq }) => seq >= fromSeq);
    return { before, lead: all.slice(0, at < 0 ? 0 : at), past: at < 0 ? [] : all.slice(at) };
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
