import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { withUsage } from '../context/receipt.js';
import { type Mark, Model, RETRYABLE } from '../model/model.js';
import { Problem, type ProblemCode } from '../problem.js';
import { describe, viewOf } from '../problem.filter.js';
import { storable } from '../text/clean.js';
import { estimateTokens } from '../text/tokens.js';
import type { MessageView, Receipt } from '../wire.js';
import { Calibrations } from './calibrations.js';
import { Contexts } from './contexts.js';
import { SessionEvents } from './session-events.js';
import type { SessionHead } from './session-head.js';
import { type Sent, type StartedTurn, type TurnEnd, TurnStore } from './turn-store.js';
import type { Told } from '../context/transcript.js';
import { Transcripts } from './transcripts.js';

/** How often what has come of a reply is kept. */
const KEEP_EVERY_MS = 800;
/** How long the end of a turn is tried to be stored while the database does not answer. */
const STORE_FOR_MS = 60_000;

interface Progress {
  receipt: Receipt | null;
  sent: Sent | null;
}

type Halt = 'stop' | 'shutdown';

interface Running {
  head: SessionHead;
  turn: StartedTurn;
  text: string;
  halt: AbortController;
  done: Promise<unknown>;
}

/** Runs turns: sends what the context says, streams the reply to whoever listens, and sees to it that it is kept. */
@Injectable()
export class TurnRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnRunner.name);
  private readonly running = new Map<string, Running>();
  private readonly following = new Set<Promise<unknown>>();
  private closing = false;

  constructor(
    private readonly model: Model,
    private readonly contexts: Contexts,
    private readonly transcripts: Transcripts,
    private readonly calibrations: Calibrations,
    private readonly events: SessionEvents,
    private readonly store: TurnStore,
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
    await Promise.all(this.following);
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
    const progress: Progress = { receipt: null, sent: null };
    let problem: Problem | null = null;
    const keeper = this.keepPartials(running);
    try {
      await this.stream(running, known, progress);
      if (running.text === turn.base) {
        throw new Problem('model_empty', 'The model answered with nothing. Try again, or check the model.');
      }
    } catch (error) {
      if (!halt.signal.aborted) problem = problemOf(error, this.logger);
    } finally {
      await keeper.end();
    }
    running.text = storable(running.text);
    const ending = endOf(halt.signal, problem);
    const tokens = estimateTokens(running.text);
    await this.untilStored(() =>
      this.store.finish(running.head, turn, {
        ...ending,
        text: running.text,
        tokens,
        receipt: progress.receipt,
        error: problem && { code: problem.code, message: problem.message },
        sent: progress.sent,
      }),
    );
    const told: Told = { seq: turn.replySeq, role: 'assistant', label: '', content: running.text, tokens };
    await this.transcripts.upTo(running.head, turn.replySeq, [told]);
    this.tellEnd(running, ending.messageStatus, progress.receipt, problem);
  }

  private async stream(running: Running, known: readonly Told[], progress: Progress): Promise<void> {
    const { turn, halt } = running;
    const request = await this.contexts.request(running.head, {
      turnId: turn.turnId,
      upTo: turn.replySeq - 1,
      known,
      ...(turn.kind === 'continue' ? { base: turn.base } : {}),
    });
    const { head, transcript, composed, tail, receipt } = request;
    running.head = head;
    progress.receipt = receipt;
    const mark = transcript.markSent();
    progress.sent = {
      ...mark,
      openingId: head.opening.id,
      afterSeq: head.foldedSeq,
      uptoSeq: turn.replySeq - 1,
      tail: tail.text,
    };
    const prompt = {
      messages: composed.messages,
      maxTokens: request.means.budget.reserve,
      cacheKey: head.id,
      kept: {
        ...mark,
        openingBytes: transcript.openingBytes,
        lastTextFrom: transcript.lastTextFrom,
        beginsWith: (earlier: Mark) => transcript.beginsWith(earlier.bytes, earlier.hash),
      },
    };
    for await (const event of this.model.reply(prompt, halt.signal)) {
      if (event.type === 'end') {
        progress.receipt = withUsage(receipt, event.usage, event.over);
        // Old tails that the server holds are counted by it, too, and would be learned as longer words.
        if (!progress.receipt.truncatedByServer && !event.over?.heldTailBytes) {
          const { promptTokensReported } = progress.receipt;
          await this.calibrations.learn(receipt.model, request.tokens, promptTokensReported);
        }
        continue;
      }
      const body = { turnId: turn.turnId, sessionId: head.id, offset: running.text.length, text: event.text };
      running.text += event.text;
      this.events.tell({ sessionId: head.id, name: 'turn.delta', body });
    }
  }

  /** Keeps what has come, at least once a second, one write at a time. */
  private keepPartials(running: Running): { end(): Promise<void> } {
    let kept = running.text;
    let writing = Promise.resolve();
    let busy = false;
    const timer = setInterval(() => {
      if (busy || running.text === kept) return;
      busy = true;
      kept = running.text;
      writing = this.store
        .keepPartial(running.turn.replyId, storable(kept))
        .catch((error: unknown) =>
          this.logger.warn(`A part of a reply could not be kept yet: ${describe(error)}`),
        )
        .finally(() => (busy = false));
    }, KEEP_EVERY_MS);
    return {
      end: () => {
        clearInterval(timer);
        return writing;
      },
    };
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
        problem ?? new Problem('model_failed', 'The turn ended before anything was sent.');
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
