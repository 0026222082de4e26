import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { readReceipt } from '../../context/read-receipt.js';
import { PreparedStatements } from '../../database/prepared.js';
import { Presence } from '../../database/presence.js';
import type { MessageStatus } from '../../contracts/message.js';
import type { Receipt } from '../../contracts/receipt.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { TurnStatus } from '../story/turn.entity.js';
import type { StartedTurn } from './turn-starts.repository.js';

/** How a turn ends, as it is to be stored. */
export interface TurnEnd {
  status: Exclude<TurnStatus, 'queued' | 'running'>;
  messageStatus: Exclude<MessageStatus, 'streaming'>;
  /** Null: what was kept of it so far stands. */
  text: string | null;
  tokens: number;
  receipt: Receipt | null;
  error: { code: string; message: string } | null;
  sent: SentRequest | null;
}

/** A turn that has not ended. */
export interface OpenTurn {
  id: string;
  ownerId: string;
  sessionId: string;
  /** It waits, otherwise. */
  running: boolean;
  /** By this process. */
  mine: boolean;
  /** The process that ran it is gone. */
  dead: boolean;
}

export const NOT_STORED =
  'The database refused to store this reply; the log of the server says why. Have it written anew.';

/** What a turn sent, as far as it cannot be read from the story: enough to rebuild every byte. */
export interface SentRequest {
  /** Of all ahead of the tail. */
  bytes: number;
  hash: Buffer;
  prefixId: string;
  afterSeq: number;
  uptoSeq: number;
  tail: string;
}

/** Turns in the database once they have begun: how they stand, and how they end. */
@Injectable()
export class TurnRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
    private readonly presence: Presence,
  ) {}

  /**
   * The reply, its receipt, and what was sent, in one statement.
   * @returns whether the turn was running until now
   */
  async finish(snapshot: SessionSnapshot, turn: StartedTurn, end: TurnEnd): Promise<boolean> {
    const [ended] = await this.statements.query<{ id: string }>(
      'finish-turn',
      `WITH turn AS (
         UPDATE turns SET status = $2, receipt = $3, error = $4, finished_at = now(), holder = NULL,
           opening_id = $12, after_seq = $13, upto_seq = $14, base = $15, tail = $16, sent_hash = $11
         WHERE id = $1 AND status = 'running' RETURNING id
       ), reply AS (
         UPDATE messages SET content = coalesce($6, content), tokens = $7, status = $8
         WHERE id = $5 AND status = 'streaming'
       ), session AS (
         UPDATE sessions SET updated_at = now(),
           sent_bytes = coalesce($10, sent_bytes), sent_hash = coalesce($11, sent_hash),
           moved_by = CASE WHEN $10::bigint IS NULL THEN moved_by END
         WHERE id = $9 AND EXISTS (SELECT FROM turn)
       )
       SELECT id FROM turn`,
      [
        turn.turnId,
        end.status,
        end.receipt,
        end.error,
        turn.replyId,
        end.text,
        end.tokens,
        end.messageStatus,
        snapshot.id,
        end.sent?.bytes ?? null,
        end.sent?.hash ?? null,
        end.sent?.prefixId ?? null,
        end.sent?.afterSeq ?? null,
        end.sent?.uptoSeq ?? null,
        turn.kind === 'continue' ? turn.base : null,
        end.sent?.tail ?? null,
      ],
    );
    return ended !== undefined;
  }

  /** Ends a turn that nobody works on, with as little as can be stored; what had come of its reply stays. */
  async giveUp(turnId: string, status: 'queued' | 'running'): Promise<void> {
    await this.database.query(
      `WITH turn AS (
         UPDATE turns SET status = 'failed', error = $2, holder = NULL, finished_at = now()
         WHERE id = $1 AND status = $3 RETURNING id
       )
       UPDATE messages SET status = 'failed' WHERE turn_id = (SELECT id FROM turn) AND status = 'streaming'`,
      [turnId, { code: 'reply_not_stored', message: NOT_STORED }, status],
    );
  }

  /** All turns that have not ended, whoever runs them. */
  async openTurns(): Promise<OpenTurn[]> {
    return this.statements.query<OpenTurn>(
      'open-turns',
      `SELECT id, owner_id AS "ownerId", session_id AS "sessionId", true AS running, holder = $1 AS mine,
         CASE WHEN holder = $1 THEN false ELSE NOT process_is_alive(holder) END AS dead
       FROM turns WHERE status = 'running'
       UNION ALL
       SELECT id, owner_id, session_id, false, false, false FROM turns WHERE status = 'queued'`,
      [this.presence.number],
    );
  }

  /** Turns that this process runs go by its number, which is another after a lost connection. */
  async adopt(turnIds: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE turns SET holder = $1 WHERE id = ANY($2) AND status = 'running' AND holder <> $1`,
      [this.presence.number, turnIds],
    );
  }

  /** Marks what dead processes were writing as interrupted; what had come stays. */
  async abandonDead(): Promise<void> {
    await this.database.query(`
      WITH dead AS (
        UPDATE turns SET status = 'interrupted', holder = NULL, finished_at = now()
        WHERE status = 'running' AND NOT process_is_alive(holder) RETURNING id
      )
      UPDATE messages SET status = 'interrupted' WHERE status = 'streaming' AND turn_id IN (SELECT id FROM dead)`);
  }

  async find(
    ownerId: string,
    turnId: string,
  ): Promise<{
    sessionId: string;
    status: TurnStatus;
    receipt: Receipt | null;
    error: { code: string; message: string } | null;
  } | null> {
    const [row] = await this.database.query<
      {
        sessionId: string;
        status: TurnStatus;
        receipt: Receipt | null;
        error: { code: string; message: string } | null;
      }[]
    >(`SELECT session_id AS "sessionId", status, receipt, error FROM turns WHERE owner_id = $1 AND id = $2`, [
      ownerId,
      turnId,
    ]);
    return row ? { ...row, receipt: row.receipt && readReceipt(row.receipt) } : null;
  }
}
