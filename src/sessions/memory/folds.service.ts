import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type Budget, budgetOf } from '../../context/budget.js';
import { type FoldableMessage, planFold, planMerge } from '../../context/chronicle/fold-planning.js';
import { Model } from '../../model/model.js';
import { describe } from '../../http/problem.filter.js';
import { HALT_MS, within } from '../../process/deadline.js';
import { Calibrations } from '../prompt/calibrations.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import { ChronicleRepository, type NewEntry, type StandingEntry } from './chronicle.repository.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

/** How much there is to spend, and what a model counts for an estimated token. */
export interface TokenBudget {
  budget: Budget;
  factor: number;
}

/**
 * Sees to it that history folds in time: in the background, before it is needed. Only where one step overruns the
 * window is an entry made at once, of the words themselves; a later fold writes those anew.
 */
@Injectable()
export class FoldsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(FoldsService.name);
  private readonly jobs = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(
    private readonly store: ChronicleRepository,
    private readonly writer: ChronicleEntryWriter,
    private readonly model: Model,
    private readonly calibrations: Calibrations,
  ) {}

  async budget(head: SessionSnapshot): Promise<TokenBudget> {
    const card = await this.model.card();
    return {
      budget: budgetOf(card.window, head.tokenBudget),
      factor: await this.calibrations.factor(card.name),
    };
  }

  /** Whether an entry is being written in a session, by this process. */
  inSession(sessionId: string): boolean {
    return this.jobs.has(sessionId);
  }

  /**
   * Begins a fold in the background when a session's request has become that full.
   *
   * @param tokens estimated, of all that it sends
   * @param then called when entries are ready
   * @param asked by a person: however full it is
   */
  async foldWhenDue(head: SessionSnapshot, tokens: number, then: () => void, asked = false): Promise<void> {
    if (this.jobs.has(head.id) || this.closing.signal.aborted) return;
    const means = await this.budget(head);
    // The source's text leaves first.
    if (!asked && (head.prefix.source || tokens * means.factor < means.budget.foldAt)) return;
    if (this.jobs.has(head.id)) return;
    const job = this.fold(head, tokens, means)
      .then((ready) => {
        this.jobs.delete(head.id);
        if (ready && !this.closing.signal.aborted) then();
      })
      .catch((error: unknown) => {
        this.jobs.delete(head.id);
        if (!this.closing.signal.aborted) this.logger.error(`A fold failed: ${describe(error)}`);
      });
    this.jobs.set(head.id, job);
  }

  /** Lets entries that are ready stand, unless a turn runs. @returns whether the snapshot is to be read again */
  async applyReady(head: SessionSnapshot): Promise<boolean> {
    return head.foldReady && (await this.store.apply(head, null, null)) === 'changed';
  }

  /**
   * Folds at once, so that a step that overruns the window can be sent.
   *
   * @param rest estimated, of all that is sent beside what was told word for word
   * @param turnId the turn that asks, when it runs already
   * @returns `changed`: the snapshot is to be read again; `busy`: another turn runs, it has to be done after it
   */
  async foldAtOnce(
    head: SessionSnapshot,
    rest: number,
    turnId: string | null,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    const { budget, factor } = await this.budget(head);
    const toSeq = planFold(await this.store.foldable(head), rest, budget, factor);
    if (toSeq === null) return 'nothing';
    const past = await this.store.past(head.branchId, head.foldedSeq + 1, toSeq);
    const entries = [await this.writer.extract(head, past, budget.entry / factor)];
    const standing = await this.store.standing(head.branchId);
    const coarse = await this.coarser(head, standing, entries, { budget, factor }, false);
    return this.store.apply(head, [...coarse, ...entries], turnId);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('Keepsake is being stopped.'));
    await within(HALT_MS, Promise.all(this.jobs.values()));
  }

  /** @returns whether entries are ready */
  private async fold(head: SessionSnapshot, tokens: number, means: TokenBudget): Promise<boolean> {
    const { budget, factor } = means;
    const messages = await this.store.foldable(head);
    const rest = tokens - messages.reduce((sum, message) => sum + message.tokens, 0);
    const toSeq = planFold(messages, rest, budget, factor);
    if (toSeq === null) return false;
    const standing = await this.store.standing(head.branchId);
    const isModel = (await this.model.card()).isLanguageModel;
    // What was made in haste is written anew along with what follows it.
    const lasting = standing.findLastIndex(({ madeBy }) => madeBy !== 'extract') + 1;
    const hasty = isModel ? standing.slice(lasting) : [];
    const from = hasty[0]?.fromSeq ?? head.foldedSeq + 1;
    const all = hasty.length ? await this.store.foldable(head, from - 1) : messages;
    const parts = partsOf(all, from, toSeq, budget.room / factor / 2);
    const each = Math.min(budget.entry, budget.chronicle / 2 / parts.length) / factor;
    const print = await this.store.fingerprint(head.branchId, from, toSeq);
    const entries: NewEntry[] = [];
    for (const part of parts) {
      const past = await this.store.past(head.branchId, part.fromSeq, part.toSeq);
      if (past.length) entries.push(await this.writer.write(head, past, each, this.closing.signal));
    }
    const kept = standing.filter((entry) => !hasty.includes(entry));
    const coarse = await this.coarser(head, kept, entries, means, true);
    await this.store.prepare(head, [...coarse, ...entries], { fromSeq: from, toSeq, print });
    return true;
  }

  /** When the chronicle outgrows its share, its oldest entries become one. */
  private async coarser(
    head: SessionSnapshot,
    standing: readonly StandingEntry[],
    entries: readonly NewEntry[],
    { budget, factor }: TokenBudget,
    byModel: boolean,
  ): Promise<NewEntry[]> {
    const all = [...standing, ...entries].sort((a, b) => a.fromSeq - b.fromSeq);
    const count = Math.min(
      planMerge(
        all.map((entry) => entry.tokens),
        budget,
        factor,
      ),
      // What has just been written stays as it is.
      all.findIndex((entry) => entries.includes(entry as NewEntry)),
    );
    if (count < 2) return [];
    const oldest = all.slice(0, count);
    const tokens = Math.min(
      (2 * budget.entry) / factor,
      oldest.reduce((sum, entry) => sum + entry.tokens, 0) / 3,
    );
    return [
      byModel
        ? await this.writer.merge(head, oldest, tokens, this.closing.signal)
        : this.writer.mergeAtOnce(oldest, tokens),
    ];
  }
}

/** A range in stretches that a model can read at once. */
function partsOf(
  messages: readonly FoldableMessage[],
  fromSeq: number,
  toSeq: number,
  tokens: number,
): { fromSeq: number; toSeq: number }[] {
  const parts: { fromSeq: number; toSeq: number }[] = [];
  let sum = 0;
  let from = fromSeq;
  for (const message of messages) {
    if (message.seq > toSeq) break;
    if (sum > 0 && sum + message.tokens > tokens) {
      parts.push({ fromSeq: from, toSeq: message.seq - 1 });
      from = message.seq;
      sum = 0;
    }
    sum += message.tokens;
  }
  return [...parts, { fromSeq: from, toSeq }];
}
