import { Injectable, Logger } from '@nestjs/common';
import type { ModelCard } from '../../contracts/about.js';
import type { Price } from '../../contracts/connection.js';
import { Problem } from '../../contracts/problem.js';
import type {
  BackgroundPurpose,
  ReachedLimit,
  SpendingBudget,
  WorkEstimate,
} from '../../contracts/spending.js';
import { describe } from '../../http/problem.filter.js';
import type { FillTask, Prompt, ReplyEvent, Usage } from '../../model/model.js';
import type { Vectors } from '../../model/openai/embeddings/vectors-answer.js';
import { addUsage, NO_USAGE, priced } from '../../model/openai/replies/usage.js';
import { estimateTokens, tokensOf } from '../../text/search/tokens.js';
import { inSlices } from '../../text/search/slices.js';
import {
  type ConnectedEmbedder,
  type ConnectedModel,
  ConnectedModels,
  type ModelChoice,
} from '../connected-models.js';
import { type SpendingPlace, SpendingRepository, type Spent } from './spending.repository.js';

/** Whose background work it is, what it is for, and in which session or ingest. */
export interface BackgroundWork extends ModelChoice {
  purpose: BackgroundPurpose;
  subjectId: string;
}

/** In tokens, read and written, about. */
export interface Expected {
  in: number;
  out: number;
}

/** Background work waits: a limit of its connection is reached. */
export class BudgetReached extends Problem {
  constructor(
    readonly reached: ReachedLimit,
    /** What could not be asked, and what it takes. */
    readonly work: BackgroundWork,
    readonly expected: Expected,
  ) {
    const { what, limit, period } = reached;
    const amount = `${limit.toLocaleString('en')} ${what === 'money' ? '(money)' : what}`;
    const per = { perDay: 'a day', perMonth: 'a month', perImport: 'an import' }[period];
    super(
      'budget_reached',
      `The connection's limit of ${amount} ${per} is reached. What was written so far is kept: raise the limit, or wait, and it goes on from there.`,
    );
  }
}

/** A request that is written down before it is sent. */
interface Reservation {
  /** What the request took, in place of what was expected. @param requests that were sent; one, if not more */
  settle(usage: Usage | null, requests?: number): Promise<void>;
}

/** A schema stands in the instructions as it is sent. */
const SCHEMA_TOKENS = 350;

/**
 * The one way to ask a model for anything but the reply of a turn: what is asked is held against the budget of the
 * connection first, and written down.
 */
@Injectable()
export class BackgroundCalls {
  private readonly logger = new Logger(BackgroundCalls.name);

  constructor(
    private readonly models: ConnectedModels,
    private readonly spending: SpendingRepository,
  ) {}

  /**
   * Has the background's model fill a schema.
   *
   * @param out tokens that the answer takes, about
   * @throws BudgetReached before anything is sent; what the model throws
   */
  async fill<T>(work: BackgroundWork, task: FillTask<T>, out: number): Promise<{ value: T; usage: Usage }> {
    const connected = await this.models.background(work);
    const reservation = await this.reserve(connected, work, await expectedOf(task, out));
    const tried: Usage[] = [];
    try {
      return await connected.model.fill({ ...task, tried: (usage) => tried.push(usage) });
    } finally {
      await reservation.settle(tried.length ? tried.reduce(addUsage, NO_USAGE) : null, tried.length);
    }
  }

  /**
   * Has a reply written, by the background's model, or by who talks where that one cannot read as much, or see what is
   * shown.
   *
   * @param expected of the request
   * @throws BudgetReached before anything is sent; what the model throws
   */
  async *reply(
    work: BackgroundWork,
    prompt: Prompt,
    expected: Expected,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyEvent> {
    const background = await this.models.background(work);
    const { window, sees } = await background.model.card();
    const fits = expected.in + prompt.maxTokens <= window && (sees || !prompt.showsPictures);
    const connected = fits ? background : await this.models.talking(work);
    const reservation = await this.reserve(connected, work, expected);
    let took: Usage | null = null;
    try {
      for await (const event of connected.model.reply(prompt, signal)) {
        if (event.type === 'end') took = event.usage;
        yield event;
      }
    } finally {
      // One that broke off was paid for, too, and nobody tells how much.
      await reservation.settle(took ?? NO_USAGE);
    }
  }

  /**
   * Has vectors made of the next texts of a list, as many as one request takes.
   *
   * @param texts at least one; none is empty
   * @throws BudgetReached before anything is sent; what the embedder throws
   */
  async embed(
    { embedder, connection, price }: ConnectedEmbedder,
    of: { ownerId: string; sessionId: string },
    texts: readonly string[],
    kind: 'question' | 'passage',
    signal: AbortSignal,
  ): Promise<Vectors> {
    const { ownerId, sessionId } = of;
    const work = { ownerId, connectionId: connection.id, purpose: 'recall' as const, subjectId: sessionId };
    const next = embedder.next(texts);
    const expected = { in: next.reduce((sum, text) => sum + estimateTokens(text), 0), out: 0 };
    const reservation = await this.reserve({ connection, price }, work, expected);
    const tried: Usage[] = [];
    try {
      return await embedder.some(next, kind, signal, (promptTokens) =>
        tried.push({ promptTokens, cachedTokens: 0, completionTokens: promptTokens === null ? null : 0 }),
      );
    } finally {
      await reservation.settle(tried.length ? tried.reduce(addUsage, NO_USAGE) : null, tried.length);
    }
  }

  /** Which model works in the background. */
  async card(choice: ModelChoice): Promise<ModelCard> {
    return (await this.models.background(choice)).model.card();
  }

  /** @throws BudgetReached */
  private async reserve(
    { connection, price }: Pick<ConnectedModel, 'connection' | 'price'>,
    work: BackgroundWork,
    expected: Expected,
  ): Promise<Reservation> {
    // The extractive model costs nothing.
    if (!connection) return { settle: async () => {} };
    const now = new Date();
    const place = placeOf(work, connection.id);
    const before = spentOf(expected, price);
    const reached = await this.spending.reserve(place, before, now);
    if (reached) throw new BudgetReached(reached, work, expected);
    return {
      settle: async (usage, requests = 1) => {
        try {
          await this.spending.add(place, difference(before, usage, requests, price), now);
        } catch (error) {
          this.logger.warn(`What a request took was not written down: ${describe(error)}`);
        }
      },
    };
  }

  /** Writes down what the reply of a turn took. Turns are limited by nothing. */
  async turnTook(ownerId: string, sessionId: string, connectionId: string, usage: Usage): Promise<void> {
    await this.note({ ownerId, connectionId, purpose: 'turn', subjectId: sessionId }, tookOf(usage, 1));
  }

  /** The same of a test of a connection. @param took of each request that was answered */
  async testTook(
    ownerId: string,
    connectionId: string,
    took: readonly Usage[],
    price: Price | undefined,
  ): Promise<void> {
    if (took.length === 0) return;
    const usage = priced(took.reduce(addUsage, NO_USAGE), price);
    const place = { ownerId, connectionId, purpose: 'test' as const, subjectId: connectionId };
    await this.note(place, tookOf(usage, took.length));
  }

  private async note(place: SpendingPlace, spent: Spent): Promise<void> {
    try {
      await this.spending.add(place, spent, new Date());
    } catch (error) {
      this.logger.warn(`What a ${place.purpose} took was not written down: ${describe(error)}`);
    }
  }

  /** The limit that some more work would pass; null where it may go on. */
  async reached(work: BackgroundWork, expected: Expected): Promise<ReachedLimit | null> {
    const { connection, price } = await this.models.background(work);
    if (!connection) return null;
    const { requests, tokensIn, tokensOut, cost } = spentOf(expected, price);
    return this.spending.reached(
      placeOf(work, connection.id),
      { requests, tokens: tokensIn + tokensOut, money: cost ?? 0 },
      new Date(),
    );
  }

  /** What some requests would cost at the background's connection. */
  async estimate(choice: ModelChoice, requests: number, tokens: Expected): Promise<WorkEstimate> {
    const { price } = await this.models.background(choice);
    const { cost } = spentOf(tokens, price);
    return {
      requests,
      tokens: { in: Math.round(tokens.in), out: Math.round(tokens.out) },
      ...(cost === null ? {} : { cost }),
    };
  }

  /** The connection that works in the background; null where none does. */
  async connectionId(choice: ModelChoice): Promise<string | null> {
    return (await this.models.background(choice)).connection?.id ?? null;
  }

  /** How much an owner lets the background's connection spend. */
  async budget(choice: ModelChoice): Promise<SpendingBudget> {
    return (await this.models.background(choice)).budget;
  }
}

/** What a question takes, about, in estimated tokens. @param out of its answer */
export async function expectedOf(
  { instructions, material }: Pick<FillTask<unknown>, 'instructions' | 'material'>,
  out: number,
): Promise<Expected> {
  const asked = estimateTokens(instructions) + SCHEMA_TOKENS;
  return { in: asked + (await inSlices(tokensOf(material))), out };
}

function placeOf({ ownerId, purpose, subjectId }: BackgroundWork, connectionId: string): SpendingPlace {
  return { ownerId, connectionId, purpose, subjectId };
}

function spentOf(tokens: Expected, price: Price | null): Spent {
  const usage = { promptTokens: tokens.in, cachedTokens: 0, completionTokens: tokens.out };
  return tookOf(priced(usage, price ?? undefined), 1);
}

function tookOf({ promptTokens, cachedTokens, completionTokens, cost }: Usage, requests: number): Spent {
  const whole = (tokens: number | null) => Math.round(tokens ?? 0);
  return {
    requests,
    tokensIn: whole(promptTokens),
    tokensCached: whole(cachedTokens),
    tokensOut: whole(completionTokens),
    cost: cost ?? null,
  };
}

/** Where a server tells no usage of an answer, what was expected stands. */
function difference(before: Spent, usage: Usage | null, requests: number, price: Price | null): Spent {
  const sent = Math.max(1, requests);
  if (usage && usage.promptTokens === null && usage.completionTokens === null)
    return { requests: sent - 1, tokensIn: 0, tokensCached: 0, tokensOut: 0, cost: null };
  const none: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  const took = tookOf(usage ? priced(usage, price ?? undefined) : none, sent);
  return {
    requests: sent - before.requests,
    tokensIn: took.tokensIn - before.tokensIn,
    tokensCached: took.tokensCached,
    tokensOut: took.tokensOut - before.tokensOut,
    cost: took.cost === null && before.cost === null ? null : (took.cost ?? 0) - (before.cost ?? 0),
  };
}
