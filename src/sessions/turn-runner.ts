import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { RETRYABLE } from '../model/model.js';
import { Problem, type ProblemCode } from '../problem.js';
import { describe, viewOf } from '../problem.filter.js';
import { storable } from '../text/clean.js';
import { estimateTokens } from '../text/tokens.js';
import { HALT_MS, within } from '../within.js';
import type { MessageView, Receipt } from '../wire.js';
import { Partials } from './partials.js';
import { Replies, type Sending } from './replies.js';
import { SessionEvents } from './session-events.js';
import type { SessionHead } from './session-head.js';
import { type StartedTurn, type TurnEnd, TurnStore } from './turn-store.js';
import type { Told } from '../context/transcript.js';
import { Transcripts } from './transcripts.js';

/** How long the end of a turn is tried to be stored while the database does not answer. */
const STORE_FOR_MS = 60_000;

type Halt = 'stop' | 'shutdown';

interface Running {
  head: SessionHead;
  turn: StartedTurn;
  text: string;
  halt: AbortController;
  done: Promise<unknown>;
}

/** Runs turns: tells the reply to whoever listens as it comes, and sees to it that it is kept. */
@Injectable()
export class TurnRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnRunner.name);
  private readonly running = new Map<string, Running>();
  private readonly following = new Set<Promise<unknown>>();
  private closing = false;

  constructor(
    private readonly replies: Replies,
    private readonly transcripts: Transcripts,
    private readonly events: SessionEvents,
    private readonly store: TurnStore,
    private readonly partials: Partials,
  ) {}

  /** The reply that is being written in a session by this process, with its text so far. */
  inSession(sessionId: string): { turnId: string; messageId: string; text: string } | null {
    for (const { head, turn, text } of this.running.values()) {
      if (head.id === sessionId) return { turnId: turn.turnId, messageId: turn.replyId, text };
    }
    return null;
  }

  /** @returns its end, when the turn is the owner's and runs here */
  stop(ownerId: string, turnId: string): Promise<unknown> | null {
    const found = this.running.get(turnId);
    if (found?.head.ownerId !== ownerId) return null;
    found.halt.abort('stop' satisfies Halt);
    return found.done;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const { halt } of this.running.values()) halt.abort('shutdown' satisfies Halt);
    // What a database that hangs does not store is marked as interrupted at the next start.
    const all = Promise.all(this.following);
    if (!(await within(HALT_MS, all)))
      this.logger.warn(`The ends of ${this.running.size} turns could not be stored in time.`);
    this.events.flush();
  }

  /**
   * @param known messages just stored, which the transcript need not read
   * @param then what follows once the turn has ended and is stored
   */
  run(head: SessionHead, turn: StartedTurn, known: readonly Told[], then: () => Promise<void>): void {
    const running: Running = {
      head,
      turn,
      text: turn.base,
      halt: new AbortController(),
      done: Promise.resolve(),
    };
    this.running.set(turn.turnId, running);
    this.events.tell({
      sessionId: head.id,
      name: 'turn.started',
      body: { turnId: turn.turnId, sessionId: head.id, message: replyView(running, null, null) },
    });
    if (this.closing) running.halt.abort('shutdown' satisfies Halt);
    running.done = this.carryOut(running, known)
      .catch((error: unknown) => this.logger.error(`A turn's end could not be stored: ${describe(error)}`))
      .then(() => this.running.delete(turn.turnId));
    const following = running.done
      .then(() => (this.closing ? undefined : then()))
      .catch((error: unknown) => this.logger.error(`What follows a turn failed: ${describe(error)}`))
      .finally(() => this.following.delete(following));
    this.following.add(following);
  }

  private async carryOut(running: Running, known: readonly Told[]): Promise<void> {
    const { turn, halt } = running;
    const sending: Sending = { head: running.head, receipt: null, sent: null };
    let problem: Problem | null = null;
    const kept = this.partials.keep(turn.replyId, () => running.text);
    try {
      await this.replies.stream(turn, known, sending, halt.signal, (text) => this.say(running, text));
      if (running.text === turn.base) {
        throw new Problem('model_empty', 'The model answered with nothing. Try again, or check the model.');
      }
    } catch (error) {
      if (!halt.signal.aborted) problem = problemOf(error, this.logger);
    } finally {
      kept();
      running.head = sending.head;
    }
    running.text = storable(running.text);
    const ending = endOf(halt.signal, problem);
    const tokens = estimateTokens(running.text);
    await this.untilStored(() =>
      this.store.finish(running.head, turn, {
        ...ending,
        text: running.text,
        tokens,
        receipt: sending.receipt,
        error: problem && { code: problem.code, message: problem.message },
        sent: sending.sent,
      }),
    );
    const told: Told = { seq: turn.replySeq, role: 'assistant', label: '', content: running.text, tokens };
    await this.transcripts.upTo(running.head, turn.replySeq, [told]);
    this.tellEnd(running, ending.messageStatus, sending.receipt, problem);
  }

  private say(running: Running, text: string): void {
    const { head, turn } = running;
    const body = { turnId: turn.turnId, sessionId: head.id, offset: running.text.length, text };
    running.text += text;
    this.events.tell({ sessionId: head.id, name: 'turn.delta', body });
  }

  private async untilStored(store: () => Promise<void>): Promise<void> {
    for (let waited = 0, pause = 50; ; waited += pause, pause = Math.min(2 * pause, 2000)) {
      try {
        return await store();
      } catch (error) {
        if (waited >= STORE_FOR_MS) throw error;
        this.logger.warn(`The end of a turn could not be stored yet: ${describe(error)}`);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  private tellEnd(
    running: Running,
    status: TurnEnd['messageStatus'],
    receipt: Receipt | null,
    problem: Problem | null,
  ): void {
    const { head, turn, text } = running;
    const ids = { turnId: turn.turnId, sessionId: head.id };
    if (problem || !receipt) {
      const { code, message } =
        problem ??
        new Problem('turn_interrupted', 'The turn ended before anything was sent. Ask for it again.');
      const retryable = !problem || RETRYABLE.has(problem.code);
      this.events.tell({
        sessionId: head.id,
        name: 'turn.failed',
        body: { ...ids, code, message, retryable, partial: text },
      });
      return;
    }
    const message = replyView(running, status, receipt);
    this.events.tell({ sessionId: head.id, name: 'turn.finished', body: { ...ids, message, receipt } });
  }
}

function replyView(
  running: Running,
  status: MessageView['status'] | null,
  receipt: Receipt | null,
): MessageView {
  const { head, turn, text } = running;
  return {
    id: turn.replyId,
    sessionId: head.id,
    seq: turn.replySeq,
    role: 'assistant',
    speaker: head.name,
    content: text,
    createdAt: new Date().toISOString(),
    turnId: turn.turnId,
    status: status ?? 'streaming',
    swipes: turn.version,
    version: turn.version,
    ...(receipt ? { receipt } : {}),
  };
}

function problemOf(error: unknown, logger: Logger): Problem {
  if (error instanceof Problem) return error;
  logger.error(`A turn failed: ${describe(error)}`);
  const view = viewOf(error);
  return new Problem(view.code as ProblemCode, view.message);
}

function endOf(signal: AbortSignal, problem: Problem | null): Pick<TurnEnd, 'status' | 'messageStatus'> {
  if (problem) return { status: 'failed', messageStatus: 'failed' };
  if (!signal.aborted) return { status: 'finished', messageStatus: 'complete' };
  return signal.reason === 'stop'
    ? { status: 'stopped', messageStatus: 'stopped' }
    : { status: 'interrupted', messageStatus: 'interrupted' };
}
