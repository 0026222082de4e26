import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { readReceipt } from '../../context/read-receipt.js';
import { PreparedStatements } from '../../database/prepared.js';
import { Presence } from '../../database/presence.js';
import { Problem } from '../../contracts/problem.js';
import type { MessageStatus } from '../../contracts/message.js';
import type { MemberView } from '../../contracts/session.js';
import type { Receipt } from '../../contracts/receipt.js';
import { makeOwn } from '../story/message-places.js';
import { characterOf, type SessionSnapshot } from '../story/session-snapshot.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import { turnRunning } from '../story/turn-running.js';
import type { TurnKind, TurnStatus } from '../story/turn.entity.js';

/** A turn that this process is to run: its reply has its row and its number. */
export interface StartedTurn {
  turnId: string;
  kind: TurnKind;
  replyId: string;
  replySeq: number;
  /** What the reply begins with when an earlier one is carried on. */
  base: string;
  /** Which reply at its place it is, from 1. */
  version: number;
}

/** A turn that was started, and the snapshot as it is then. */
export interface TurnStart<Started = StartedTurn> {
  snapshot: SessionSnapshot;
  started: Started;
}

export interface Accepted {
  messageId: string;
  seq: number;
  turnId: string;
  /** Present when the turn begins at once. */
  started?: StartedTurn;
  /** The same `clientId` was there before: nothing was made. */
  twin: boolean;
}

export interface TurnEnd {
  status: Exclude<TurnStatus, 'queued' | 'running'>;
  messageStatus: Exclude<MessageStatus, 'streaming'>;
  /** Null: what was kept of it so far stands. */
  text: string | null;
  /** As the model wrote it, where that is not its text. */
  raw: string | null;
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
  openingId: string;
  afterSeq: number;
  uptoSeq: number;
  tail: string;
}

const ACCEPT = `SELECT * FROM accept_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`;

const ACCEPT_ALL = `SELECT * FROM accept_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

const FINISH = `SELECT * FROM finish_turn($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

/** A user's message as it is to be stored. */
interface NewMessage {
  clientId: string | null;
  /** Who says it. */
  member: MemberView;
  content: string;
  label: string;
  tokens: number;
}

interface AcceptedRow {
  verdict: 'started' | 'queued' | 'twin' | 'stale';
  message_id: string;
  message_seq: number;
  turn_id: string;
  last_seq: number;
}

interface State {
  last_seq: number;
  revision: number;
  running: string | null;
  alive: boolean | null;
  queued: string | null;
}

/**
 * The turns of sessions in the database: every step is one transaction that begins by locking the branch, so that
 * numbers are given out in order and a session has one writer, whichever process asks.
 */
@Injectable()
export class TurnRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
    private readonly presence: Presence,
  ) {}

  /**
   * Stores a user's messages in their order, each once. One that comes alone starts the turn that answers it unless
   * one runs; several share the turn that is queued, which is for `startQueued` then.
   * @returns what became of each, and the snapshot as it is then
   * @throws SessionChangedError when the snapshot is old
   */
  async accept(
    snapshot: SessionSnapshot,
    messages: readonly NewMessage[],
    at: Date,
  ): Promise<{ snapshot: SessionSnapshot; accepted: Accepted[] }> {
    const replyId = randomUUID();
    const rows =
      messages.length === 1
        ? await this.acceptOne(snapshot, messages[0]!, at, replyId)
        : await this.acceptAll(snapshot, messages, at);
    const last = rows.at(-1);
    if (!last || last.verdict === 'stale') throw new SessionChangedError();
    const accepted = rows.map((row): Accepted => ({
      messageId: row.message_id,
      seq: row.message_seq,
      turnId: row.turn_id,
      twin: row.verdict === 'twin',
      ...(row.verdict === 'started'
        ? {
            started: {
              turnId: row.turn_id,
              kind: 'reply' as const,
              replyId,
              replySeq: row.last_seq,
              base: '',
              version: 1,
            },
          }
        : {}),
    }));
    return { snapshot: { ...snapshot, lastSeq: last.last_seq }, accepted };
  }

  private acceptOne(
    snapshot: SessionSnapshot,
    message: NewMessage,
    at: Date,
    replyId: string,
  ): Promise<AcceptedRow[]> {
    return this.statements.query<AcceptedRow>('accept-message', ACCEPT, [
      snapshot.ownerId,
      snapshot.id,
      snapshot.branchId,
      snapshot.stamp,
      snapshot.kept ? snapshot.lastSeq : null,
      this.presence.number,
      randomUUID(),
      message.clientId,
      message.member.name,
      message.label,
      message.content,
      message.tokens,
      at,
      randomUUID(),
      replyId,
      snapshot.name,
      message.member.id,
      characterOf(snapshot).id,
    ]);
  }

  private acceptAll(
    snapshot: SessionSnapshot,
    messages: readonly NewMessage[],
    at: Date,
  ): Promise<AcceptedRow[]> {
    return this.statements.query<AcceptedRow>('accept-messages', ACCEPT_ALL, [
      snapshot.ownerId,
      snapshot.id,
      snapshot.branchId,
      snapshot.stamp,
      snapshot.kept ? snapshot.lastSeq : null,
      at,
      randomUUID(),
      messages.map(() => randomUUID()),
      messages.map(({ clientId }) => clientId),
      messages.map(({ label }) => label),
      messages.map(({ content }) => content),
      messages.map(({ tokens }) => tokens),
      messages.map(({ member }) => member.name),
      messages.map(({ member }) => member.id),
    ]);
  }

  /** Starts the queued turn of a session, if there is one and none runs. */
  async startQueued(read: SessionSnapshot): Promise<TurnStart<StartedTurn | null>> {
    return this.database.transaction(async (manager) => {
      const { snapshot, state } = await this.lock(manager, read);
      if (!state.queued || state.running) return { snapshot, started: null };
      return this.startReply(manager, snapshot, state.queued);
    });
  }

  /**
   * Another reply at the place of the last one, the last one carried on, or a first one to a message never answered.
   * @throws Problem turn_running, nothing_to_answer
   */
  async startRewrite(read: SessionSnapshot, kind: 'regenerate' | 'continue'): Promise<TurnStart> {
    return this.database.transaction(async (manager) => {
      const { snapshot, state } = await this.lock(manager, read);
      if (state.running || state.queued) {
        throw turnRunning();
      }
      const [last] = await manager.query<
        {
          id: string;
          branch_id: string;
          seq: number;
          role: string;
          content: string;
          turn_id: string | null;
          status: MessageStatus;
        }[]
      >(
        `SELECT m.id, m.branch_id, m.seq, m.role, m.content, m.turn_id, m.status
         FROM branch_segments g
         JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
         WHERE g.branch_id = $1 ORDER BY m.seq DESC LIMIT 1`,
        [snapshot.branchId],
      );
      if (last?.role === 'user') {
        const turnId = randomUUID();
        await this.insertTurn(manager, snapshot, turnId, 'reply');
        return this.startReply(manager, snapshot, turnId);
      }
      // A greeting was no answer to anything.
      const carriesOn = kind === 'continue';
      if (!last || last.turn_id === null || (carriesOn && last.content === '')) {
        throw new Problem(
          'nothing_to_answer',
          'There is no reply here that could be written anew: say something first.',
        );
      }
      // What another branch told stays there as it is.
      const place = { branchId: last.branch_id, seq: last.seq, messageId: last.id, status: last.status };
      const { messageId } = await makeOwn(manager, snapshot.branchId, place);
      const begun: Omit<StartedTurn, 'version'> = {
        turnId: randomUUID(),
        kind,
        replyId: randomUUID(),
        replySeq: last.seq,
        base: carriesOn ? last.content : '',
      };
      await this.insertTurn(manager, snapshot, begun.turnId, kind, messageId);
      await manager.query('UPDATE messages SET chosen = false WHERE id = $1', [messageId]);
      const [made] = await manager.query<[{ version: number }]>(
        `INSERT INTO messages (id, owner_id, session_id, branch_id, seq, version, role, speaker, content, tokens, status, turn_id, member_id)
         SELECT $1, $2, $3, $4, $5, max(version) + 1, 'assistant', $6, $7, 0, 'streaming', $8, $9
         FROM messages WHERE branch_id = $4 AND seq = $5 RETURNING version`,
        [
          begun.replyId,
          snapshot.ownerId,
          snapshot.id,
          snapshot.branchId,
          last.seq,
          snapshot.name,
          begun.base,
          begun.turnId,
          characterOf(snapshot).id,
        ],
      );
      await manager.query('UPDATE branches SET revision = revision + 1 WHERE id = $1', [snapshot.branchId]);
      return {
        snapshot: { ...snapshot, revision: snapshot.revision + 1 },
        started: { ...begun, version: made.version },
      };
    });
  }

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
        end.sent?.openingId ?? null,
        end.sent?.afterSeq ?? null,
        end.sent?.uptoSeq ?? null,
        turn.kind === 'continue' ? turn.base : null,
        end.sent?.tail ?? null,
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

  /** Holds the branch to the transaction's end. @returns how it stands, and the snapshot with its last number */
  private async lock(
    manager: EntityManager,
    snapshot: SessionSnapshot,
  ): Promise<{ snapshot: SessionSnapshot; state: State }> {
    // The lock first, and the state by a statement of its own: one that waited would not see what was committed since.
    await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [snapshot.branchId]);
    const [state] = await manager.query<[State?]>(
      `SELECT b.last_seq, b.revision, r.id AS running, r.holder = $3 OR process_is_alive(r.holder) AS alive, q.id AS queued
       FROM branches b
       LEFT JOIN turns r ON r.session_id = $1 AND r.status = 'running'
       LEFT JOIN turns q ON q.session_id = $1 AND q.status = 'queued'
       WHERE b.id = $2`,
      [snapshot.id, snapshot.branchId, this.presence.number],
    );
    // Whoever reads its snapshot anew is told where it was deleted meanwhile.
    if (state?.revision !== snapshot.revision) throw new SessionChangedError();
    if (state.running && !state.alive) {
      await manager.query(`SELECT end_turns(ARRAY[$1::uuid], 'interrupted', 'interrupted', NULL)`, [
        state.running,
      ]);
      state.running = null;
    }
    return { snapshot: { ...snapshot, lastSeq: state.last_seq }, state };
  }

  private async insertTurn(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    id: string,
    kind: TurnKind,
    replacedId: string | null = null,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO turns (id, owner_id, session_id, branch_id, kind, status, holder, replaced_id)
       VALUES ($1, $2, $3, $4, $5, 'running', $6, $7)`,
      [id, snapshot.ownerId, snapshot.id, snapshot.branchId, kind, this.presence.number, replacedId],
    );
  }

  private async startReply(
    manager: EntityManager,
    snapshot: SessionSnapshot,
    turnId: string,
  ): Promise<TurnStart> {
    const replyId = randomUUID();
    const replySeq = snapshot.lastSeq + 1;
    await manager.query(
      `WITH turn AS (UPDATE turns SET status = 'running', holder = $6 WHERE id = $1), reply AS (
         INSERT INTO messages (id, owner_id, session_id, branch_id, seq, role, speaker, content, tokens, status, turn_id, member_id)
         VALUES ($2, $3, $4, $5, $7, 'assistant', $8, '', 0, 'streaming', $1, $9)
       )
       UPDATE branches SET last_seq = $7 WHERE id = $5`,
      [
        turnId,
        replyId,
        snapshot.ownerId,
        snapshot.id,
        snapshot.branchId,
        this.presence.number,
        replySeq,
        snapshot.name,
        characterOf(snapshot).id,
      ],
    );
    return {
      snapshot: { ...snapshot, lastSeq: replySeq },
      started: { turnId, kind: 'reply', replyId, replySeq, base: '', version: 1 },
    };
  }
}
