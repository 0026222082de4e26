import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { TurnView } from '../../../contracts/turn.js';
import type { TurnKind } from '../../story/turn.entity.js';

/** A turn that has sent something. */
interface SentTurnRow {
  id: string;
  kind: TurnKind;
  status: TurnView['status'];
  created_at: Date;
  receipt: unknown;
}

/** What a turn's request is rebuilt from, besides its messages. */
export interface SentRequestRow {
  branch_id: string;
  receipt: unknown;
  after_seq: number;
  upto_seq: number;
  base: string | null;
  tail: string;
  sent_hash: Buffer;
  text: string;
  chronicle_at: number;
  chronicle_end: number | null;
  frame_at: number | null;
  rules_at: number | null;
  tokens: number;
  dated: boolean;
  scripts: unknown;
}

/** What turns keep of what they sent. */
@Injectable()
export class SentRequestsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Turns with a receipt, newest first. @param before a turn's cursor */
  turns(ownerId: string, sessionId: string, before: string | null, limit: number): Promise<SentTurnRow[]> {
    return this.database.query<SentTurnRow[]>(
      `SELECT id, kind, status, created_at, receipt FROM turns
       WHERE owner_id = $1 AND session_id = $2 AND receipt IS NOT NULL
         AND ($3::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM turns WHERE id = $3 AND owner_id = $1))
       ORDER BY created_at DESC, id DESC LIMIT $4`,
      [ownerId, sessionId, before, limit],
    );
  }

  /** Of a turn that has sent something, all of which is still on record. */
  async find(ownerId: string, sessionId: string, turnId: string): Promise<SentRequestRow | undefined> {
    const [row] = await this.database.query<SentRequestRow[]>(
      `SELECT t.branch_id, t.receipt, t.after_seq, t.upto_seq, t.base, t.tail, t.sent_hash,
         prefix.text, prefix.chronicle_at, prefix.chronicle_end, prefix.frame_at, prefix.rules_at, prefix.tokens, prefix.dated, prefix.scripts
       FROM turns t JOIN prompt_prefixes prefix ON prefix.id = t.prompt_prefix_id
       WHERE t.owner_id = $1 AND t.session_id = $2 AND t.id = $3 AND t.receipt IS NOT NULL
         AND num_nulls(t.after_seq, t.upto_seq, t.tail, t.sent_hash) = 0`,
      [ownerId, sessionId, turnId],
    );
    return row;
  }
}
