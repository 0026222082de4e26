import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { PreparedStatements } from '../../database/prepared.js';
import { ProcessLock } from '../../database/process-lock.js';
import type { Sampling } from '../../model/model.js';
import { Problem } from '../../contracts/problem.js';
import type { MessageStatus } from '../../contracts/message.js';
import { makeOwn } from '../story/message-places.repository.js';
import { characterOf, type SessionSnapshot } from '../story/session-snapshot.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import { turnRunning } from '../story/turn-running.js';
import type { TurnKind } from '../story/turn.entity.js';

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
  /** What whoever asked wants of it; a turn that waited for another has none. */
  sampling?: Sampling | undefined;
}

/** A turn that was started, and the snapshot as it is then. */
export interface TurnStart<Started = StartedTurn> {
  snapshot: SessionSnapshot;
  started: Started;
}

interface State {
  last_seq: number;
  revision: number;
  running: string | null;
  alive: boolean | null;
  queued: string | null;
}

/** The lock first, and the state by a statement of its own: one that waited would not see what was committed since. */
const LOCK = 'SELECT FROM branches WHERE id = $1 FOR UPDATE';
const STATE = `SELECT b.last_seq, b.revision, r.id AS running, r.holder = $3 OR process_is_alive(r.holder) AS alive, q.id AS queued
  FROM branches b
  LEFT JOIN turns r ON r.session_id = $1 AND r.status = 'running'
  LEFT JOIN turns q ON q.session_id = $1 AND q.status = 'queued'
  WHERE b.id = $2`;

/**
 * How turns begin in the database: every step is one transaction that locks the branch first, so that numbers are given
 * out in order and a session has one writer, whichever process asks.
 */
@Injectable()
export class TurnStartsRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
    private readonly processLock: ProcessLock,
  ) {}

  /** Starts the queued turn of a session, if there is one and none runs. */
  async startQueued(read: SessionSnapshot): Promise<TurnStart<StartedTurn | null>> {
    const found = await this.look(read);
    if (!found.state.queued && !hasDied(found.state)) return { snapshot: found.snapshot, started: null };
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
          note_once: string | null;
        }[]
      >(
        `SELECT m.id, m.branch_id, m.seq, m.role, m.content, m.turn_id, m.status, t.receipt->>'noteOnce' AS note_once
         FROM branch_segments g
         JOIN messages m ON m.branch_id = g.of_branch_id AND m.seq BETWEEN g.from_seq AND g.to_seq AND m.chosen
         LEFT JOIN turns t ON t.id = m.turn_id
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
      // What another branch holds stays there as it is.
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
        // What was said for that reply only is said for its next version, too.
        snapshot: {
          ...snapshot,
          revision: snapshot.revision + 1,
          noteOnce: snapshot.noteOnce || (last.note_once ?? ''),
        },
        started: { ...begun, version: made.version },
      };
    });
  }

  /**
   * How the branch stands once whoever stores a message in it meanwhile has done so, without a transaction: after most
   * turns nothing waits.
   */
  private async look(snapshot: SessionSnapshot): Promise<{ snapshot: SessionSnapshot; state: State }> {
    await this.statements.query('branch-let-go', LOCK, [snapshot.branchId]);
    const [state] = await this.statements.query<State>('branch-state', STATE, this.asked(snapshot));
    return asItStands(snapshot, state);
  }

  /** What `STATE` takes. */
  private asked({ id, branchId }: SessionSnapshot): unknown[] {
    return [id, branchId, this.processLock.number];
  }

  /** Holds the branch to the transaction's end. @returns how it stands, and the snapshot with its last number */
  private async lock(
    manager: EntityManager,
    snapshot: SessionSnapshot,
  ): Promise<{ snapshot: SessionSnapshot; state: State }> {
    await manager.query(LOCK, [snapshot.branchId]);
    const [found] = await manager.query<[State?]>(STATE, this.asked(snapshot));
    const held = asItStands(snapshot, found);
    const { state } = held;
    if (hasDied(state)) {
      await manager.query(`SELECT end_turns(ARRAY[$1::uuid], 'interrupted', 'interrupted', NULL)`, [
        state.running,
      ]);
      state.running = null;
    }
    return held;
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
      [id, snapshot.ownerId, snapshot.id, snapshot.branchId, kind, this.processLock.number, replacedId],
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
        this.processLock.number,
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

/** Whoever ran a turn is gone, and has not ended it. */
const hasDied = ({ running, alive }: State) => running !== null && !alive;

/** @throws SessionChangedError, also where it was deleted meanwhile: whoever reads its snapshot anew is told */
function asItStands(
  snapshot: SessionSnapshot,
  state: State | undefined,
): { snapshot: SessionSnapshot; state: State } {
  if (state?.revision !== snapshot.revision) throw new SessionChangedError();
  return { snapshot: { ...snapshot, lastSeq: state.last_seq }, state };
}
