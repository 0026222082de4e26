import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CutOffAnswer } from '../model/openai/fill.js';
import { type FillTask, Model } from '../model/model.js';
import { Problem } from '../contracts/problem.js';
import { estimateTokens } from '../text/search/tokens.js';
import { INSTRUCTIONS_VERSION } from './writing-words.js';
import { storableJson } from '../text/encoding/storable.js';

/** What a job has spent, and may. */
export interface Spending {
  ownerId: string;
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
const KEPT = '30 days';
/** A schema stands in the instructions as it is sent. */
const SCHEMA_TOKENS = 350;

/** What a question costs, in estimated tokens: read and written. */
export function priceOf(question: PaidQuestion<unknown>): { in: number; out: number } {
  return {
    in: estimateTokens(question.instructions) + SCHEMA_TOKENS + estimateTokens(question.material),
    out: question.answers,
  };
}

/** Asks the model, and never twice for the same: what was answered is kept, also when the process is killed. */
@Injectable()
export class PaidAnswers {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly model: Model,
  ) {}

  /**
   * @throws Problem budget_reached before a question that would pass what the job may spend; a CutOffAnswer, also one
   * that was kept; what the model throws
   */
  async ask<T>(question: PaidQuestion<T>, spending: Spending): Promise<T> {
    const { name } = await this.model.card();
    const hash = hashOf(name, question);
    const [[kept]] = await this.database.query<[{ answer: unknown }[], number]>(
      'UPDATE written_parts SET used_at = now() WHERE owner_id = $1 AND hash = $2 RETURNING answer',
      [spending.ownerId, hash],
    );
    if (kept?.answer === null) throw new CutOffAnswer(name);
    const known = kept && question.schema.safeParse(kept.answer);
    if (known?.success) return known.data;

    const price = priceOf(question);
    const expected = Math.ceil(price.in + price.out);
    if (spending.most !== null && spending.spent + expected > spending.most)
      throw overspent(spending, expected);
    const spend = async (tokens: number, answer: unknown) => {
      spending.spent += tokens;
      await spending.keep(spending.spent);
      await this.database.query(
        `INSERT INTO written_parts (owner_id, hash, answer) VALUES ($1, $2, $3)
         ON CONFLICT (owner_id, hash) DO UPDATE SET answer = excluded.answer, used_at = now()`,
        [spending.ownerId, hash, answer === null ? null : storableJson(answer)],
      );
    };
    try {
      const { value, usage } = await this.model.fill(question);
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
    const { name } = await this.model.card();
    const hashes = questions.map((question) => hashOf(name, question));
    const rows = await this.database.query<{ hash: Buffer }[]>(
      'SELECT hash FROM written_parts WHERE owner_id = $1 AND hash = ANY($2::bytea[])',
      [ownerId, hashes],
    );
    const known = new Set(rows.map(({ hash }) => hash.toString('hex')));
    return hashes.map((hash) => known.has(hash.toString('hex')));
  }

  /** Lets go of what nobody has asked for in a long time. */
  async shed(): Promise<void> {
    await this.database.query(`DELETE FROM written_parts WHERE used_at < now() - interval '${KEPT}'`);
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
