import { Injectable } from '@nestjs/common';
import { withUsage } from '../../context/receipt.js';
import type { PromptMessage } from '../../context/transcript.js';
import { type Mark, Model } from '../../model/model.js';
import type { Receipt } from '../../contracts/receipt.js';
import { Calibrations } from '../prompt/calibrations.js';
import { PromptBuilder } from './prompt-builder.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { SentRequest, StartedTurn } from './turn.repository.js';

/** What is known of a request, however its reply ends. */
export interface ReplyProgress {
  /** Another than before where room had to be made. */
  snapshot: SessionSnapshot;
  receipt: Receipt | null;
  sent: SentRequest | null;
}

/** Sends what the context says to the model, and gives its reply as it comes. */
@Injectable()
export class ReplyStreams {
  constructor(
    private readonly prompts: PromptBuilder,
    private readonly model: Model,
    private readonly calibrations: Calibrations,
  ) {}

  /**
   * @param known messages just stored, which the transcript need not read
   * @param sending is told what was sent and, at the end, what it took
   * @throws Problem; the signal's reason
   */
  async stream(
    turn: StartedTurn,
    known: readonly PromptMessage[],
    sending: ReplyProgress,
    signal: AbortSignal,
    say: (text: string) => void,
  ): Promise<void> {
    const request = await this.prompts.build(sending.snapshot, {
      turnId: turn.turnId,
      upTo: turn.replySeq - 1,
      known,
      ...(turn.kind === 'continue' ? { base: turn.base } : {}),
    });
    const { snapshot, transcript, composed, tail, receipt } = request;
    const mark = transcript.markSent();
    Object.assign(sending, {
      snapshot,
      receipt,
      sent: {
        ...mark,
        openingId: snapshot.prefix.id,
        afterSeq: snapshot.foldedSeq,
        uptoSeq: turn.replySeq - 1,
        tail: tail.text,
      },
    } satisfies ReplyProgress);
    const prompt = {
      messages: composed.messages,
      maxTokens: request.means.budget.reserve,
      cacheKey: snapshot.id,
      kept: {
        ...mark,
        openingBytes: transcript.openingBytes,
        lastTextFrom: transcript.lastTextFrom,
        beginsWith: (earlier: Mark) => transcript.beginsWith(earlier.bytes, earlier.hash),
      },
    };
    for await (const event of this.model.reply(prompt, signal)) {
      if (event.type === 'delta') {
        say(event.text);
        continue;
      }
      sending.receipt = withUsage(receipt, event.usage, event.over);
      // Old tails that the server holds are counted by it, too, and would be learned as longer words.
      if (!sending.receipt.truncatedByServer && !event.over?.heldTailBytes) {
        const { promptTokensReported } = sending.receipt;
        await this.calibrations.learn(receipt.model, request.tokens, promptTokensReported);
      }
    }
  }
}
