import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CutOffAnswer } from '../model/openai/filling/fill.js';
import { ConnectedModels } from '../connections/connected-models.js';
import { BackgroundCalls, expectedOf } from '../connections/spending/background-calls.js';
import type { FillTask, Model } from '../model/model.js';
import { Problem } from '../contracts/problem.js';
import { INSTRUCTIONS_VERSION } from './writing-words.js';
import { WrittenPartsRepository } from './written-parts.repository.js';

/** What a job has spent, and may. */
export interface Spending {
  ownerId: string;
  ingestId: string;
  /** In tokens, read and written; null: no matter. */
  most: number | null;
  spent: number;
  /** Keeps what was spent. */
  keep(spent: number): Promise<void>;
}

/** A question to the model. */
export interface PaidQuestion<T> extends FillTask<T> {
  /** What its answer depends on besides its instructions, where that is not the whole material. */
  key?: string;
  /** Tokens that its answer takes, about. */
  answers: number;
}

/** Answers that nobody has asked for again are kept for so long. */
const KEPT_DAYS = 30;
/** What a question costs, in estimated tokens: read and written. */
export function priceOf(question: PaidQuestion<unknown>): Promise<{ in: number; out: number }> {
  return expectedOf(question, question.answers);
}

/** Asks the model, and never twice for the same: what was answered is kept, also when the process is killed. */
@Injectable()
export class PaidAnswers {
  constructor(
    private readonly parts: WrittenPartsRepository,
    private readonly models: ConnectedModels,
    private readonly calls: BackgroundCalls,
  ) {}

  /**
   * @throws Problem budget_reached before a question that would pass what the job, or its connection, may spend; a
   * CutOffAnswer, also one that was kept; what the model throws
   */
  async ask<T>(question: PaidQuestion<T>, spending: Spending): Promise<T> {
    const model = await this.modelOf(spending.ownerId);
    const { name } = await model.card();
    const hash = hashOf(name, question);
    const kept = await this.parts.use(spending.ownerId, hash);
    if (kept?.answer === null) throw new CutOffAnswer(name);
    const known = kept && question.schema.safeParse(kept.answer);
    if (known?.success) return known.data;

    const price = await priceOf(question);
    const expected = Math.ceil(price.in + price.out);
    if (spending.most !== null && spending.spent + expected > spending.most)
      throw overspent(spending, expected);
    const spend = async (tokens: number, answer: unknown) => {
      spending.spent += tokens;
      await spending.keep(spending.spent);
      await this.parts.keep(spending.ownerId, hash, answer);
    };
    try {
      const { ownerId, ingestId } = spending;
      const work = { ownerId, connectionId: null, purpose: 'sheet' as const, subjectId: ingestId };
      const { value, usage } = await this.calls.fill(work, question, question.answers);
      const reported = (usage.promptTokens ?? 0) + (usage.completionTokens ?? 0);
      await spend(reported || expected, value);
      return value;
    } catch (error) {
      if (error instanceof CutOffAnswer) await spend(Math.ceil(price.in) + (question.maxTokens ?? 0), null);
      throw error;
    }
  }

  /** Which of some questions are answered already. */
  async answered(ownerId: string, questions: readonly PaidQuestion<unknown>[]): Promise<boolean[]> {
    const { name } = await (await this.modelOf(ownerId)).card();
    const hashes = questions.map((question) => hashOf(name, question));
    const known = new Set((await this.parts.known(ownerId, hashes)).map((hash) => hash.toString('hex')));
    return hashes.map((hash) => known.has(hash.toString('hex')));
  }

  private async modelOf(ownerId: string): Promise<Model> {
    return (await this.models.background({ ownerId, connectionId: null })).model;
  }

  /** Lets go of what nobody has asked for in a long time. */
  async shed(): Promise<void> {
    await this.parts.shed(KEPT_DAYS);
  }
}

function hashOf(model: string, { name, instructions, material, key }: PaidQuestion<unknown>): Buffer {
  const asked = JSON.stringify([INSTRUCTIONS_VERSION, model, name, instructions, key ?? material]);
  return createHash('sha256').update(asked).digest();
}

function overspent({ most, spent }: Spending, expected: number): Problem {
  const amount = (tokens: number) => tokens.toLocaleString('en');
  return new Problem(
    'budget_reached',
    `The budget of ${amount(most!)} tokens does not reach: ${amount(spent)} are spent, and the next step needs about ${amount(expected)}. ` +
      'What was written so far is kept: choose again with a larger budget, and it goes on from there.',
  );
}
