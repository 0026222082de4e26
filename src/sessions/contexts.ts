import { Injectable } from '@nestjs/common';
import { assertFits } from '../context/budget.js';
import { dayLabel } from '../context/label.js';
import { receiptOf } from '../context/receipt.js';
import { compose } from '../context/request.js';
import { renderTail } from '../context/tail.js';
import type { Told, Transcript } from '../context/transcript.js';
import { Model } from '../model/model.js';
import { Problem } from '../problem.js';
import { storable } from '../text/clean.js';
import { estimateTokens } from '../text/tokens.js';
import type { ContextView, ModelCard } from '../wire.js';
import { SessionHeads, type SessionHead } from './session-head.js';
import { Transcripts } from './transcripts.js';

/** A text as the message it would be now, and what would be sent with it. */
export interface Weighed {
  message: Omit<Told, 'seq'>;
  transcript: Transcript;
  tail: string;
  /** Of message and tail, estimated. */
  tokens: number;
  card: ModelCard;
}

/** What a text would send if it were said now. */
@Injectable()
export class Contexts {
  constructor(
    private readonly heads: SessionHeads,
    private readonly transcripts: Transcripts,
    private readonly model: Model,
  ) {}

  /** @throws Problem empty_message, context_too_long */
  async weigh(head: SessionHead, text: string): Promise<Weighed> {
    const content = storable(text);
    if (content.trim() === '') {
      throw new Problem('empty_message', 'An empty message cannot be sent: write something first.');
    }
    const [card, transcript] = await Promise.all([
      this.model.card(),
      this.transcripts.upTo(head, head.lastSeq),
    ]);
    const now = new Date();
    const label = dayLabel(now, head.timeZone, transcript.lastLabel);
    const tail = renderTail({ ...head, now, goOn: false });
    const message = { role: 'user' as const, label, content, tokens: estimateTokens(label + content) };
    const tokens = message.tokens + estimateTokens(tail);
    assertFits(transcript.tokens + tokens, card.window);
    return { message, transcript, tail, tokens, card };
  }

  /** The very request that a text would send now; nothing is stored. */
  async preview(ownerId: string, sessionId: string, text: string): Promise<ContextView> {
    const head = await this.heads.read(ownerId, sessionId);
    const { message, transcript, tail, tokens, card } = await this.weigh(head, text);
    const composed = compose(transcript, tail, message);
    const serialised = Buffer.concat(composed.messages).toString('utf8');
    return {
      request: { model: card.name, messages: JSON.parse(serialised) as ContextView['request']['messages'] },
      receipt: receiptOf({
        turnId: null,
        transcript,
        composed,
        sheetVersion: head.sheetVersion,
        model: card.name,
        window: card.window,
        moreTokens: tokens,
        moreMessages: 1,
        last: head.sentHash && { bytes: head.sentBytes, hash: head.sentHash },
        movedBy: head.movedBy,
      }),
    };
  }
}
