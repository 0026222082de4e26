import { Injectable } from '@nestjs/common';
import { tokensTaken, withUsage } from '../../context/request/receipt.js';
import type { PromptMessage } from '../../context/request/transcript.js';
import { countTokens } from '../../access/keys/key-use.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { BackgroundCalls } from '../../connections/spending/background-calls.js';
import { type Finish, type Mark, WordlessReply } from '../../model/model.js';
import { Problem } from '../../contracts/problem.js';
import type { Receipt } from '../../contracts/receipt.js';
import { Calibrations } from '../prompt/calibrations.js';
import { ReplyManners } from '../prompt/reply-manners.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { type CleanedEvent, cleanedReply, refusedProblem } from './cleaned-reply.js';
import { PromptBuilder } from './prompt-builder.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { StartedTurn } from './turn-starts.repository.js';
import type { SentRequest } from './turn.repository.js';

/** What is known of a request, however its reply ends. */
export interface ReplyProgress {
  /** Another than before where room had to be made. */
  snapshot: SessionSnapshot;
  receipt: Receipt | null;
  sent: SentRequest | null;
  /** How the model's server says that the reply has ended. */
  finish: Finish | null;
}

/** What comes of a reply, or what is known of its request by now: what was sent and, at the end, what it took. */
export type ReplyEvent = Exclude<CleanedEvent, { type: 'end' }> | ({ type: 'progress' } & ReplyProgress);

/** A server may name a smaller window twice: as it was loaded, then as it is shared. */
const TRIES = 3;

/** Sends what the context says to the model, and gives its reply as it comes. */
@Injectable()
export class ReplyStreams {
  constructor(
    private readonly prompts: PromptBuilder,
    private readonly models: ConnectedModels,
    private readonly calibrations: Calibrations,
    private readonly manners: ReplyManners,
    private readonly snapshots: SessionSnapshots,
    private readonly calls: BackgroundCalls,
  ) {}

  /**
   * A request that the server refuses as too long is made anew, shorter, where its window turned out to be smaller than was
   * known; one that it refuses for its pictures, with their names in their place.
   *
   * @param known messages just stored, which the transcript need not read
   * @throws Problem, `model_refused` once all that was said is given; the signal's reason
   */
  async *stream(
    before: SessionSnapshot,
    turn: StartedTurn,
    known: readonly PromptMessage[],
    signal: AbortSignal,
  ): AsyncGenerator<ReplyEvent> {
    for (let tries = 1; ; tries++) {
      let window = 0;
      let shown = false;
      try {
        for await (const event of this.once(before, turn, known, signal)) {
          if (event.type === 'progress') {
            window = event.receipt?.window ?? 0;
            shown = (event.receipt?.pictures?.sent ?? 0) > 0;
          }
          yield event;
        }
        return;
      } catch (error) {
        if (!(error instanceof Problem) || tries === TRIES) throw error;
        const { model } = await this.models.talking(before);
        const card = await model.card();
        const isSmaller = error.code === 'model_context_too_long' && card.window < window;
        const isBlind = error.code === 'model_cannot_see' && shown && !card.sees;
        if (!isSmaller && !isBlind) throw error;
        before = await this.snapshots.readAgain(before);
      }
    }
  }

  private async *once(
    before: SessionSnapshot,
    turn: StartedTurn,
    known: readonly PromptMessage[],
    signal: AbortSignal,
  ): AsyncGenerator<ReplyEvent> {
    const base = turn.kind === 'continue' ? turn.base : undefined;
    const [request, manner] = await Promise.all([
      this.prompts.build(before, {
        turnId: turn.turnId,
        upTo: turn.replySeq - 1,
        known,
        ...(base === undefined ? {} : { base }),
      }),
      this.manners.of(before),
    ]);
    const { snapshot, transcript, composed, tail, receipt } = request;
    const mark = transcript.markSent();
    const sent: SentRequest = {
      ...mark,
      prefixId: snapshot.prefix.id,
      afterSeq: snapshot.foldedSeq,
      uptoSeq: turn.replySeq - 1,
      tail: tail.text,
    };
    yield { type: 'progress', snapshot, receipt, sent, finish: null };
    const prompt = {
      messages: composed.messages,
      maxTokens: Math.min(request.means.budget.reply, turn.sampling?.maxReplyTokens ?? Infinity),
      sampling: turn.sampling,
      cacheKey: snapshot.id,
      keptPrefix: {
        ...mark,
        prefixBytes: transcript.prefixBytes,
        lastTextFrom: transcript.lastTextFrom,
        beginsWith: (earlier: Mark) => transcript.beginsWith(earlier.bytes, earlier.hash),
      },
    };
    const { model, connection } = await this.models.talking(before);
    // What is stopped or breaks off was sent all the same.
    let taken = tokensTaken(receipt);
    try {
      for await (const event of cleanedReply(model.reply(prompt, signal), manner, base)) {
        if (event.type !== 'end') {
          yield event;
          continue;
        }
        const whole = withUsage(receipt, event.usage, event.over);
        taken = tokensTaken(whole);
        if (connection) void this.calls.turnTook(snapshot.ownerId, snapshot.id, connection.id, event.usage);
        yield { type: 'progress', snapshot, receipt: whole, sent, finish: event.finish };
        // Old tails that the server holds are counted by it, too, and would be learned as longer words.
        // So would be what each server counts a picture for.
        if (!whole.truncatedByServer && !event.over?.heldTailBytes && !receipt.pictures?.sent)
          await this.calibrations.learn(receipt.model, request.tokens, whole.promptTokensReported);
        if (event.refused) throw refusedProblem();
      }
    } catch (error) {
      // What was not said was paid for, too.
      if (error instanceof WordlessReply) {
        const { finish, usage } = error;
        yield { type: 'progress', snapshot, receipt: withUsage(receipt, usage), sent, finish };
      }
      throw error;
    } finally {
      countTokens(taken);
    }
  }
}
