import { Injectable } from '@nestjs/common';
import { LINE_TOKENS, mostLines } from '../../context/chronicle/index-words.js';
import { requestsFor, type SeqRange } from '../../context/chronicle/fold-planning.js';
import type { MemoryWorkView } from '../../contracts/memory.js';
import { Problem } from '../../contracts/problem.js';
import type { WorkEstimate } from '../../contracts/spending.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import type { StandingEntry } from './chronicle.repository.js';
import { DueEntriesRepository } from './due-entries.repository.js';
import { DueEntriesService } from './due-entries.service.js';
import { FoldableMessagesRepository, type RangeWeight } from './foldable-messages.repository.js';
import { OlderIndexService } from './indexing/older-index.service.js';
import { lengthOf, readableTokens, type TokenBudget } from './fold-plan.js';
import { FoldsService } from './folds.service.js';

/** A stretch that the model would read. */
interface Unread extends RangeWeight {
  requests: number;
}

/** In estimated tokens: the instructions of one request, with its schema and what came before. */
const INSTRUCTIONS = 1500;

/** Older messages that only their own words stand for: what summarising them takes, and its start and stop. */
@Injectable()
export class OlderMessagesService {
  constructor(
    private readonly folds: FoldsService,
    private readonly messages: FoldableMessagesRepository,
    private readonly writer: ChronicleEntryWriter,
    private readonly due: DueEntriesService,
    private readonly dueStore: DueEntriesRepository,
    private readonly olderIndex: OlderIndexService,
  ) {}

  /**
   * @param standing the entries of the open branch
   * @param tokens estimated, of all that a request sends
   */
  async view(
    snapshot: SessionSnapshot,
    standing: readonly StandingEntry[],
    tokens: number,
  ): Promise<MemoryWorkView> {
    const means = await this.folds.budget(snapshot);
    const hasModel = await this.writer.hasModel(snapshot);
    const waiting = hasModel ? await this.unread(snapshot, standing.filter(isHasty), means) : [];
    const isWriting = this.due.inSession(snapshot.id) || this.folds.progress(snapshot.id) !== null;
    const plan = hasModel && !isWriting ? await this.folds.plan(snapshot, tokens, means) : null;
    const { reached, problem } = this.due.hindrance(snapshot.id);
    const isDue = standing.some((entry) => entry.due);
    const states: [MemoryWorkView['state'], boolean][] = [
      ['writing', isWriting],
      ['nothing', !waiting.length],
      ['budget_reached', isDue && reached !== null],
      ['failed', isDue && problem !== null],
    ];
    return {
      state: states.find(([, holds]) => holds)?.[0] ?? 'offered',
      messages: waiting.reduce((sum, { messages }) => sum + messages, 0),
      estimate: await this.estimate(snapshot, waiting, means, standing.length),
      connectionId: await this.writer.connectionId(snapshot),
      progress: this.due.progress(snapshot.id) ?? this.folds.progress(snapshot.id),
      reached: isDue ? reached : null,
      problem: isDue ? problem : null,
      now: plan && (await this.estimate(snapshot, await this.unread(snapshot, plan.parts, means), means, 1)),
    };
  }

  /**
   * Has the model summarise what only the words themselves stand for, the newest first.
   * @throws Problem model_needed
   */
  async start(snapshot: SessionSnapshot, standing: readonly StandingEntry[]): Promise<void> {
    if (!(await this.writer.hasModel(snapshot)))
      throw new Problem('model_needed', 'No language model is connected that could summarise messages.');
    await this.folds.ended(snapshot.id);
    const hasty = standing.filter(isHasty).map(({ id }) => id);
    await this.dueStore.start(snapshot, hasty);
    this.due.writeSoon(snapshot.ownerId, snapshot.id);
  }

  /** Asks the model no further; what is finished is kept. */
  async stop(snapshot: SessionSnapshot): Promise<void> {
    await Promise.all([this.folds.stop(snapshot.id), this.olderIndex.stop(snapshot.id)]);
    await this.due.stop(snapshot.ownerId, snapshot.id);
  }

  private async unread(
    snapshot: SessionSnapshot,
    ranges: readonly SeqRange[],
    means: TokenBudget,
  ): Promise<Unread[]> {
    if (!ranges.length) return [];
    const readable = await readableTokens(this.writer, snapshot, means);
    const weights = await this.messages.weights(snapshot, ranges);
    return weights.map((weight) => ({ ...weight, requests: requestsFor(weight.tokens, readable) }));
  }

  private async estimate(
    snapshot: SessionSnapshot,
    waiting: readonly Unread[],
    means: TokenBudget,
    entries: number,
  ): Promise<WorkEstimate> {
    const requests = waiting.reduce((sum, one) => sum + one.requests, 0);
    const read = waiting.reduce((sum, { tokens }) => sum + tokens, 0);
    const messages = waiting.reduce((sum, one) => sum + one.messages, 0);
    const lines = mostLines(messages / Math.max(1, requests), await this.writer.window(snapshot));
    const written = lengthOf(means, Math.max(requests, entries)) + lines * LINE_TOKENS;
    return this.writer.estimate(snapshot, requests, {
      in: (read + requests * INSTRUCTIONS) * means.factor,
      out: requests * written * means.factor,
    });
  }
}

/** Only its messages' own words stand for them. */
function isHasty({ madeBy }: StandingEntry): boolean {
  return madeBy === 'extract';
}
