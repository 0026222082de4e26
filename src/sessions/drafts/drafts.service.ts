import { Injectable } from '@nestjs/common';
import { tokensTaken, withUsage } from '../../context/request/receipt.js';
import { countTokens } from '../../access/keys/key-use.js';
import { BackgroundCalls } from '../../connections/spending/background-calls.js';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import type { Receipt } from '../../contracts/receipt.js';
import { ReplyManners } from '../prompt/reply-manners.js';
import { Admission } from '../turns/admission.js';
import { cleanedReply, refusedProblem } from '../turns/cleaned-reply.js';
import { PromptBuilder } from '../turns/prompt-builder.js';
import { MemoryService } from '../memory/memory.service.js';
import { TurnRunner } from '../turns/turn-runner.js';
import { turnRunning } from '../story/turn-running.js';

/** `anew`: what came before was no part of it. */
export type DraftEvent = { type: 'delta'; text: string; anew?: true } | { type: 'end'; receipt: Receipt };

/** A message of the user's that begins so, or what is asked about the conversation. */
type Ask = { begun: string } | { instruction: string };

/** A draft is as long as what people write, about. */
const DRAFT_TOKENS = 100;

/**
 * Writes the user's next message in their stead, as a draft that they may change and send, or not. It is no turn:
 * nothing is stored, and the request begins with the bytes of the last one, only its tail is another.
 */
@Injectable()
export class DraftsService {
  constructor(
    private readonly admission: Admission,
    private readonly memory: MemoryService,
    private readonly prompts: PromptBuilder,
    private readonly runner: TurnRunner,
    private readonly manners: ReplyManners,
    private readonly calls: BackgroundCalls,
  ) {}

  /**
   * @param begun how the message begins already; may be empty
   * @throws Problem not_found, model_needed, budget_reached, turn_running, too_much_waiting, context_too_long, `model_…`; the signal's reason
   */
  async *write(
    ownerId: string,
    sessionId: string,
    begun: string,
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent> {
    yield* this.held(ownerId, sessionId, { begun }, signal);
  }

  /**
   * Answers an instruction about the conversation, outside of its story: a summary, a picture's description.
   * @throws Problem as `write`, and empty_message
   */
  async *answerAside(
    ownerId: string,
    sessionId: string,
    instruction: string,
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent> {
    yield* this.held(ownerId, sessionId, { instruction }, signal);
  }

  private async *held(
    ownerId: string,
    sessionId: string,
    ask: Ask,
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent> {
    const leave = this.admission.hold(ownerId, sessionId);
    try {
      yield* this.writing(ownerId, sessionId, ask, signal);
    } finally {
      leave();
    }
  }

  private async *writing(
    ownerId: string,
    sessionId: string,
    ask: Ask,
    signal: AbortSignal,
  ): AsyncGenerator<DraftEvent> {
    const begun = 'begun' in ask ? ask.begun : '';
    const snapshot = await this.memory.settled(ownerId, sessionId);
    const card = await this.calls.card(snapshot);
    // Another may have been asked for instead.
    signal.throwIfAborted();
    if (!card.isLanguageModel) {
      throw new Problem(
        'model_needed',
        'The understudy is no language model and cannot write in your voice. Connect one in the settings, under Models.',
      );
    }
    if (this.runner.inSession(sessionId)) throw turnRunning();
    const request = await this.prompts.build(snapshot, {
      turnId: null,
      upTo: snapshot.lastSeq,
      known: [],
      ...('begun' in ask
        ? { draft: { begun: storable(begun).trim() } }
        : { next: await this.prompts.aside(snapshot, ask.instruction) }),
    });
    const { transcript, composed, receipt, means } = request;
    const prompt = {
      messages: composed.messages,
      maxTokens: means.budget.reply,
      cacheKey: snapshot.id,
      keptPrefix: transcript.keptPrefix(),
      showsPictures: transcript.pictures.sent > 0,
      aside: true,
    };
    const work = {
      ownerId,
      connectionId: snapshot.connectionId,
      purpose: 'draft' as const,
      subjectId: sessionId,
    };
    const expected = { in: receipt.promptTokensEstimated, out: DRAFT_TOKENS };
    let ended: Receipt = receipt;
    let empty = true;
    for await (const event of cleanedReply(
      this.calls.reply(work, prompt, expected, signal),
      'begun' in ask ? this.manners.ofDraft(snapshot) : await this.manners.of(snapshot),
      begun.trim() === '' ? undefined : begun,
    )) {
      if (event.type === 'end') {
        if (event.refused) throw refusedProblem();
        ended = withUsage(receipt, event.usage, event.over);
        countTokens(tokensTaken(ended));
      } else if (event.type === 'revised') {
        empty = event.text === '';
        yield { type: 'delta', text: event.text, anew: true };
      } else if (event.type === 'delta' && event.text) {
        empty = false;
        yield { type: 'delta', text: event.text };
      }
    }
    if (empty) {
      throw new Problem('model_empty', 'The model answered with nothing. Try again, or check the model.');
    }
    yield { type: 'end', receipt: ended };
  }
}
