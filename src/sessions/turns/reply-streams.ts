import { Injectable } from '@nestjs/common';
import { withUsage } from '../../context/request/receipt.js';
import type { PromptMessage } from '../../context/request/transcript.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import type { Mark } from '../../model/model.js';
import type { Receipt } from '../../contracts/receipt.js';
import { Calibrations } from '../prompt/calibrations.js';
import { ReplyManners } from '../prompt/reply-manners.js';
import { cleanedReply, refusedProblem } from './cleaned-reply.js';
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
}

/** Text of a reply, cleaned and as it came, or what is known of its request by now: what was sent and, at the end, what it took. */
export type ReplyEvent =
  { type: 'delta'; text: string; raw: string } | ({ type: 'progress' } & ReplyProgress);

/** Sends what the context says to the model, and gives its reply as it comes. */
@Injectable()
export class ReplyStreams {
  constructor(
    private readonly prompts: PromptBuilder,
    private readonly models: ConnectedModels,
    private readonly calibrations: Calibrations,
    private readonly manners: ReplyManners,
  ) {}

  /**
   * @param known messages just stored, which the transcript need not read
   * @throws Problem, `model_refused` once all that was said is given; the signal's reason
   */
  async *stream(
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
    yield { type: 'progress', snapshot, receipt, sent };
    const prompt = {
      messages: composed.messages,
      maxTokens: request.means.budget.reply,
      cacheKey: snapshot.id,
      keptPrefix: {
        ...mark,
        prefixBytes: transcript.prefixBytes,
        lastTextFrom: transcript.lastTextFrom,
        beginsWith: (earlier: Mark) => transcript.beginsWith(earlier.bytes, earlier.hash),
      },
    };
    const { model } = await this.models.talking(before);
    for await (const event of cleanedReply(model.reply(prompt, signal), manner, base)) {
      if (event.type === 'delta') {
        yield event;
        continue;
      }
      const whole = withUsage(receipt, event.usage, event.over);
      yield { type: 'progress', snapshot, receipt: whole, sent };
      // Old tails that the server holds are counted by it, too, and would be learned as longer words.
      if (!whole.truncatedByServer && !event.over?.heldTailBytes)
        await this.calibrations.learn(receipt.model, request.tokens, whole.promptTokensReported);
      if (event.finish === 'refused') throw refusedProblem();
    }
  }
}
