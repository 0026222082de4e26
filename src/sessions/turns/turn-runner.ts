import { Injectable, Logger } from '@nestjs/common';
import { RETRYABLE } from '../../model/model.js';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import { describe, viewOf } from '../../http/problem.filter.js';
import { storable } from '../../text/encoding/storable.js';
import { estimateTokens } from '../../text/search/tokens.js';
import type { FinishReason } from '../../contracts/finish-reason.js';
import type { MessageView } from '../../contracts/message.js';
import type { RunningTurnView } from '../../contracts/sockets.js';
import { GrowingReply, type ReplyNews, secondsTo } from './growing-reply.js';
import { ReplyCheckpoints } from './reply-checkpoints.js';
import { ReplyStreams, type ReplyProgress } from './reply-streams.js';
import { type SessionEvent, SessionBus } from '../bus/session-bus.js';
import { characterOf, type SessionSnapshot } from '../story/session-snapshot.js';
import { type StoredEnd, TurnFinisher } from './turn-finisher.js';
import type { StartedTurn } from './turn-starts.repository.js';
import { errorOf, type TurnEnd } from './turn.repository.js';
import type { PromptMessage } from '../../context/request/transcript.js';
import { storedText } from '../prompt/scripts/stored-text.js';
import { Transcripts } from '../prompt/transcripts.js';

/** A turn ends after this long, whatever the model's server does: a local one may write for an hour. */
export const LONGEST_TURN_MS = 2 * 60 * 60_000;

/** Why a turn is ended before its time; a problem is its user's to know. */
type Halt = 'stop' | 'shutdown' | Problem;

interface RunningTurn {
  snapshot: SessionSnapshot;
  turn: StartedTurn;
  reply: GrowingReply;
  halt: AbortController;
  done: Promise<unknown>;
}

/** Runs turns: tells the reply to whoever listens as it comes, and sees to it that it is kept. */
@Injectable()
export class TurnRunner {
  private readonly logger = new Logger(TurnRunner.name);
  private readonly running = new Map<string, RunningTurn>();
  private closing = false;

  constructor(
    private readonly replies: ReplyStreams,
    private readonly transcripts: Transcripts,
    private readonly bus: SessionBus,
    private readonly finisher: TurnFinisher,
    private readonly checkpoints: ReplyCheckpoints,
  ) {
    bus.handle('stop', ({ sessionId }) => {
      const found = this.ofSession(sessionId);
      found?.halt.abort('stop' satisfies Halt);
      return found?.done;
    });
  }

  /** The reply that is being written in a session by this process, with its text so far. */
  inSession(sessionId: string): RunningTurnView | null {
    const found = this.ofSession(sessionId);
    if (!found) return null;
    const { text, thinking, thinkingMs, waiting } = found.reply;
    return {
      turnId: found.turn.turnId,
      messageId: found.turn.replyId,
      text,
      ...(thinking && { thinking, thinkingMs }),
      ...(waiting && { waiting: { ...waiting, seconds: secondsTo(waiting.until) } }),
    };
  }

  private ofSession(sessionId: string): RunningTurn | undefined {
    for (const running of this.running.values()) if (running.snapshot.id === sessionId) return running;
    return undefined;
  }

  /** Of the turns that run here. */
  turnIds(): string[] {
    return [...this.running.keys()];
  }

  /** Ends a turn that runs here. */
  halt(turnId: string, why: Halt): void {
    this.running.get(turnId)?.halt.abort(why);
  }

  /** @returns whether the turn is the owner's and runs here */
  stop(ownerId: string, turnId: string): boolean {
    const found = this.running.get(turnId);
    if (found?.snapshot.ownerId !== ownerId) return false;
    found.halt.abort('stop' satisfies Halt);
    return true;
  }

  /** Halts all that run here, and whatever is still begun. */
  close(): void {
    this.closing = true;
    for (const { halt } of this.running.values()) halt.abort('shutdown' satisfies Halt);
  }

  /**
   * @param known messages just stored, which the transcript need not read
   * @returns when the turn has ended and is stored: whether another may follow it here
   */
  async run(snapshot: SessionSnapshot, turn: StartedTurn, known: readonly PromptMessage[]): Promise<boolean> {
    const running: RunningTurn = {
      snapshot,
      turn,
      reply: new GrowingReply(turn.base),
      halt: new AbortController(),
      done: Promise.resolve(),
    };
    this.running.set(turn.turnId, running);
    this.bus.publish({
      sessionId: snapshot.id,
      name: 'turn.started',
      body: { turnId: turn.turnId, sessionId: snapshot.id, message: replyView(running, null) },
    });
    if (this.closing) running.halt.abort('shutdown' satisfies Halt);
    running.done = this.carryOut(running, known)
      .catch((error: unknown) => this.logger.error(`A turn's end could not be stored: ${describe(error)}`))
      .then(() => this.running.delete(turn.turnId));
    await running.done;
    return !this.closing;
  }

  private async carryOut(running: RunningTurn, known: readonly PromptMessage[]): Promise<void> {
    const { turn, halt, reply } = running;
    let progress: ReplyProgress = { snapshot: running.snapshot, receipt: null, sent: null, finish: null };
    let problem: Problem | null = null;
    const stopKeeping = this.checkpoints.keep(turn.replyId, reply);
    const late = setTimeout(() => halt.abort(tooLong() satisfies Halt), LONGEST_TURN_MS);
    try {
      for await (const event of this.replies.stream(running.snapshot, turn, known, halt.signal)) {
        if (event.type === 'progress') progress = event;
        else this.publishNews(running, reply.take(event));
      }
      if (!reply.hasMore) {
        throw new Problem('model_empty', 'The model answered with nothing. Try again, or check the model.');
      }
    } catch (error) {
      if (!halt.signal.aborted) problem = problemOf(error, this.logger);
      else if (halt.signal.reason instanceof Problem) problem = halt.signal.reason;
    } finally {
      stopKeeping();
      clearTimeout(late);
      running.snapshot = progress.snapshot;
    }
    const raw = storable(reply.raw);
    const came = reply.hasMore || reply.thinking !== '';
    const told = storable(reply.hasMore ? reply.text.slice(turn.base.length) : '');
    const { scripts } = running.snapshot.prefix;
    reply.text =
      problem?.code === 'model_refused' ? '' : turn.base + (await storedText(scripts, 'reply', told));
    const tokens = estimateTokens(reply.text);
    const finishReason = finishReasonOf(progress, problem, came, halt.signal);
    const whole: TurnEnd = {
      ...endOf(halt.signal, problem),
      text: reply.text,
      raw: raw === reply.text ? null : raw,
      thinking: reply.thinking || null,
      finishReason,
      tokens,
      receipt: progress.receipt && {
        ...progress.receipt,
        ...(finishReason && { finishReason }),
        ...(reply.thinking && { thinkingMs: reply.thinkingMs }),
      },
      error: problem && errorOf(problem),
      sent: progress.sent,
    };
    const end = await this.finisher.finish(running.snapshot, turn, whole, problem);
    await this.extendTranscript(running, end, tokens);
    this.publishEnd(running, end, raw);
  }

  /** The transcript goes on with the reply, unless the database has another text than was said. */
  private async extendTranscript(
    { snapshot, turn, reply: { text: content } }: RunningTurn,
    end: StoredEnd,
    tokens: number,
  ): Promise<void> {
    const speaker = characterOf(snapshot).id;
    const reply: PromptMessage = {
      seq: turn.replySeq,
      role: 'assistant',
      speaker,
      label: '',
      content,
      tokens,
    };
    const stale = { sessionId: snapshot.id, name: 'invalidate', body: {} } as const;
    try {
      if (end.isStored && !end.restored) await this.transcripts.upTo(snapshot, turn.replySeq, [reply]);
      else await this.bus.command(stale);
    } catch (error) {
      await this.bus.command(stale);
      this.logger.warn(`A transcript has to be read anew: ${describe(error)}`);
    }
  }

  private publishNews({ snapshot, turn }: RunningTurn, news: ReplyNews | null): void {
    if (!news) return;
    const ids = { turnId: turn.turnId, sessionId: snapshot.id };
    this.bus.publish({
      sessionId: snapshot.id,
      name: news.name,
      body: { ...ids, ...news.body },
    } as SessionEvent);
  }

  private publishEnd(running: RunningTurn, end: StoredEnd, raw: string): void {
    const { receipt, finishReason, problem, restored } = end;
    const { snapshot, turn, reply } = running;
    const ids = { turnId: turn.turnId, sessionId: snapshot.id };
    if (problem || !receipt) {
      const error = errorOf(
        problem ??
          new Problem('turn_interrupted', 'The turn ended before anything was sent. Ask for it again.'),
      );
      const retryable = !problem || RETRYABLE.has(problem.code);
      this.bus.publish({
        sessionId: snapshot.id,
        name: 'turn.failed',
        body: {
          ...ids,
          ...error,
          retryable,
          partial: reply.text || raw,
          ...(finishReason && { finishReason }),
        },
      });
      return this.publishRestored(restored);
    }
    const message = replyView(running, end);
    this.bus.publish({ sessionId: snapshot.id, name: 'turn.finished', body: { ...ids, message, receipt } });
    this.publishRestored(restored);
  }

  /** Another version stands where the reply was to be. */
  private publishRestored(message: MessageView | null): void {
    if (!message) return;
    const { sessionId } = message;
    this.bus.publish({ sessionId, name: 'message.changed', body: { sessionId, message } });
  }
}

/** @param end null: it is being written */
function replyView({ snapshot, turn, reply }: RunningTurn, end: StoredEnd | null): MessageView {
  return {
    id: turn.replyId,
    sessionId: snapshot.id,
    seq: turn.replySeq,
    role: 'assistant',
    speaker: snapshot.name,
    content: reply.text,
    createdAt: new Date().toISOString(),
    turnId: turn.turnId,
    status: end?.messageStatus ?? 'streaming',
    swipes: turn.version,
    version: turn.version,
    ...(end?.raw && { raw: end.raw }),
    ...(end?.thinking && { thinking: end.thinking }),
    ...(end?.finishReason && { finishReason: end.finishReason }),
    ...(end?.receipt && { receipt: end.receipt }),
  };
}

/** Where it broke off in the middle nobody said how it ended. */
function finishReasonOf(
  { finish }: ReplyProgress,
  problem: Problem | null,
  came: boolean,
  halt: AbortSignal,
): FinishReason | null {
  if (finish) return finish;
  if (problem) return came && problem.code !== 'model_empty' ? 'broken' : null;
  return halt.aborted ? null : 'stop';
}

const tooLong = () =>
  new Problem('model_failed', 'The reply was broken off: it was not complete after two hours.');

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
