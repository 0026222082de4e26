import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { ConnectedModels } from '../../../connections/connected-models.js';
import { BackgroundCalls, BudgetReached } from '../../../connections/spending/background-calls.js';
import { dividedInPassages } from '../../../context/recall/index/long-messages.js';
import {
  directionOf,
  type PassageVector,
  VectorBlock,
} from '../../../context/recall/vectors/vector-block.js';
import { Problem } from '../../../contracts/problem.js';
import { describe } from '../../../http/problem.filter.js';
import { RETRYABLE } from '../../../model/model.js';
import { HALT_MS, within } from '../../../process/deadline.js';
import { type BlockPlace, RecallVectorsRepository } from './recall-vectors.repository.js';

/** A story that vectors are made of. */
export interface VectorJob {
  ownerId: string;
  sessionId: string;
  branchId: string;
  /** Of messages before this number. */
  before: number;
}

/** Before a request that failed is tried again, in milliseconds; then it waits for another turn. */
const WAITS = [2_000, 15_000, 60_000];
/** After that, for so long at least, and twice as long each time. */
const REST = 60_000;
const LONGEST_REST = 3_600_000;

/**
 * Makes vectors of what recall looks through, where a connection is chosen for that: in the background, one story after
 * another, its newest messages first, within what the connection may spend.
 */
@Injectable()
export class VectorMaker implements BeforeApplicationShutdown {
  private readonly logger = new Logger(VectorMaker.name);
  private readonly closing = new AbortController();
  /** Sessions whose turn comes. */
  private readonly waiting = new Map<string, VectorJob>();
  private working: Promise<void> | null = null;
  /** When connections that failed are asked again, and how long they rested. */
  private readonly rests = new Map<string, { until: number; ms: number }>();

  constructor(
    private readonly vectors: RecallVectorsRepository,
    private readonly models: ConnectedModels,
    private readonly calls: BackgroundCalls,
  ) {}

  /** Makes what is missing; what a limit or a failure leaves is made after another turn. */
  makeSoon(job: VectorJob): void {
    if (this.closing.signal.aborted) return;
    this.waiting.set(job.sessionId, job);
    this.working ??= this.work().finally(() => (this.working = null));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('Keepsake is being stopped.'));
    if (this.working) await within(HALT_MS, this.working);
  }

  private async work(): Promise<void> {
    for (const [id, job] of this.waiting) {
      this.waiting.delete(id);
      if (this.closing.signal.aborted) return;
      try {
        await this.make(job);
      } catch (error) {
        if (!this.closing.signal.aborted && !(error instanceof BudgetReached))
          this.logger.warn(`Vectors of older messages were not made: ${describe(error)}`);
      }
    }
  }

  private async make(job: VectorJob): Promise<void> {
    const connected = await this.models.recall(job.ownerId);
    if (!connected) return;
    const { id } = connected.connection;
    const rest = this.rests.get(id);
    if (rest && Date.now() < rest.until) return;
    const { model } = connected.embedder;
    try {
      for (const place of await this.vectors.missing(job.branchId, job.before, model)) {
        this.closing.signal.throwIfAborted();
        await this.makeBlock(job, place);
        // Another may have been chosen meanwhile.
        if ((await this.models.recall(job.ownerId))?.embedder !== connected.embedder)
          return this.makeSoon(job);
      }
      this.rests.delete(id);
    } catch (error) {
      if (!this.closing.signal.aborted && !(error instanceof BudgetReached)) {
        const ms = Math.min(LONGEST_REST, rest ? 2 * rest.ms : REST);
        this.rests.set(id, { until: Date.now() + ms, ms });
      }
      throw error;
    }
  }

  private async makeBlock(job: VectorJob, place: BlockPlace): Promise<void> {
    const connected = await this.models.recall(job.ownerId);
    if (!connected) return;
    const block = await this.vectors.messages(place);
    const passages = block.messages.flatMap(({ seq, content }) =>
      dividedInPassages(content)
        .map(({ start, end }, part) => ({ seq, part, text: content.slice(start, end) }))
        .filter(({ text }) => text.trim() !== ''),
    );
    const made: PassageVector[] = [];
    let dimensions = 0;
    while (made.length < passages.length) {
      const rest = passages.slice(made.length);
      const { vectors } = await this.tried(() =>
        this.calls.embed(
          connected,
          job,
          rest.map(({ text }) => text),
          'passage',
          this.closing.signal,
        ),
      );
      dimensions ||= vectors[0]!.length;
      if (vectors[0]!.length !== dimensions)
        throw new Error('The embedding model changed its dimensions within a request');
      for (const [n, vector] of vectors.entries()) {
        const { seq, part } = rest[n]!;
        made.push({ seq, part, ...directionOf(vector) });
      }
    }
    await this.vectors.keep(place, block, connected.embedder.model, VectorBlock.of(made));
  }

  /** Asks again, later and later, where that may help. */
  private async tried<Result>(ask: () => Promise<Result>): Promise<Result> {
    for (let tries = 0; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        const wait = WAITS[tries];
        const mayPass = error instanceof Problem && RETRYABLE.has(error.code);
        if (!mayPass || wait === undefined || this.closing.signal.aborted) throw error;
        await sleep(wait, undefined, { signal: this.closing.signal });
      }
    }
  }
}
