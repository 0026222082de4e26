import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { readReceipt } from '../../context/request/read-receipt.js';
import { PreparedStatements } from '../../database/prepared.js';
import { ProcessLock } from '../../database/process-lock.js';
import type { FinishReason } from '../../contracts/finish-reason.js';
import type { MessageStatus } from '../../contracts/message.js';
import type { Problem } from '../../contracts/problem.js';
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
  /** As the model wrote it, where that is not its text. */
  raw: string | null;
  /** What the model thought; null where it did not, or nothing of it can be kept. */
  thinking: string | null;
  finishReason: FinishReason | null;
  tokens: number;
  receipt: Receipt | null;
  error: StoredError | null;
  sent: SentRequest | null;
}

/** Why a turn failed, as it is kept. */
export interface StoredError {
  code: string;
  message: string;
  /** What the model's server said of it. */
  detail?: string;
}

export const errorOf = ({ code, message, detail }: Problem): StoredError => ({
  code,
  message,
  ...(detail && { detail }),
});

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

const FINISH = `SELECT * FROM finish_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
  $18, $19)`;

/** Turns in the database once they have begun: how they stand, and how they end. */
@Injectable()
export class TurnRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
    private readonly processLock: ProcessLock,
  ) {}

  /**
   * The reply, its receipt, and what was sent, in one statement.
   * @returns whether the turn was running until now, and the message that stands in its reply's stead
   */
  async finish(
    snapshot: SessionSnapshot,
    turn: StartedTurn,
    end: TurnEnd,
  ): Promise<{ ended: boolean; restored: string | null }> {
    const [stored] = await this.statements.query<{ ended: boolean; restored: string | null }>(
      'finish-turn',
      FINISH,
      [
        turn.turnId,
        end.status,
        end.receipt,
        end.error,
        turn.replyId,
        end.text,
        end.raw,
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
        end.thinking,
        end.finishReason,
      ],
    );
    return stored!;
  }

  /** Ends a turn that nobody works on, with as little as can be stored; what had come of its reply stays. */
  async giveUp(turnId: string, status: 'queued' | 'running'): Promise<void> {
    await this.database.query(
      `SELECT end_turns(ARRAY(SELECT id FROM turns WHERE id = $1 AND status = $3 FOR UPDATE), 'failed', 'failed', $2)`,
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
      [this.processLock.number],
    );
  }

  /** Turns that this process runs go by its number, which is another after a lost connection. */
  async adopt(turnIds: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE turns SET holder = $1 WHERE id = ANY($2) AND status = 'running' AND holder <> $1`,
      [this.processLock.number, turnIds],
    );
  }

  /** Marks what dead processes were writing as interrupted; what had come stays. */
  async abandonDead(): Promise<void> {
    await this.database.query(
      `SELECT end_turns(ARRAY(SELECT id FROM turns WHERE status = 'running' AND NOT process_is_alive(holder) FOR UPDATE),
         'interrupted', 'interrupted', NULL)`,
    );
  }

  async find(
    ownerId: string,
    turnId: string,
  ): Promise<{
    sessionId: string;
    status: TurnStatus;
    receipt: Receipt | null;
    error: StoredError | null;
  } | null> {
    const [row] = await this.database.query<
      {
        sessionId: string;
        status: TurnStatus;
        receipt: Receipt | null;
        error: StoredError | null;
      }[]
    >(`SELECT session_id AS "sessionId", status, receipt, error FROM turns WHERE owner_id = $1 AND id = $2`, [
      ownerId,
      turnId,
    ]);
    return row ? { ...row, receipt: row.receipt && readReceipt(row.receipt) } : null;
  }
}
