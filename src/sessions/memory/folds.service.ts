import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type Budget, budgetOf } from '../../context/request/budget.js';
import { type FoldableMessage, planFold, planMerge } from '../../context/chronicle/fold-planning.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { describe } from '../../http/problem.filter.js';
import { HALT_MS, within } from '../../process/deadline.js';
import { Calibrations } from '../prompt/calibrations.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import { ChronicleRepository, type NewEntry, type StandingEntry } from './chronicle.repository.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
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
    private readonly messages: FoldableMessagesRepository,
    private readonly writer: ChronicleEntryWriter,
    private readonly models: ConnectedModels,
    private readonly calibrations: Calibrations,
  ) {}

  async budget(snapshot: SessionSnapshot): Promise<TokenBudget> {
    const { model } = await this.models.talking(snapshot);
    const card = await model.card();
    return {
      budget: budgetOf(card.window, snapshot.tokenBudget, card.mostReply),
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
  async foldWhenDue(
    snapshot: SessionSnapshot,
    tokens: number,
    then: () => void,
    asked = false,
  ): Promise<void> {
    if (this.jobs.has(snapshot.id) || this.closing.signal.aborted) return;
    const means = await this.budget(snapshot);
    // The source's text leaves first.
    if (!asked && (snapshot.prefix.source || tokens * means.factor < means.budget.foldAt)) return;
    if (this.jobs.has(snapshot.id)) return;
    const job = this.fold(snapshot, tokens, means)
      .then((ready) => {
        this.jobs.delete(snapshot.id);
        if (ready && !this.closing.signal.aborted) then();
      })
      .catch((error: unknown) => {
        this.jobs.delete(snapshot.id);
        if (!this.closing.signal.aborted) this.logger.error(`A fold failed: ${describe(error)}`);
      });
    this.jobs.set(snapshot.id, job);
  }

  /** Lets entries that are ready stand, unless a turn runs. @returns whether the snapshot is to be read again */
  async applyReady(snapshot: SessionSnapshot): Promise<boolean> {
    return snapshot.foldReady && (await this.store.apply(snapshot, null, null)) === 'changed';
  }

  /**
   * Folds at once, so that a step that overruns the window can be sent.
   *
   * @param rest estimated, of all that is sent beside the messages themselves
   * @param turnId the turn that asks, when it runs already
   * @returns `changed`: the snapshot is to be read again; `busy`: another turn runs, it has to be done after it
   */
  async foldAtOnce(
    snapshot: SessionSnapshot,
    rest: number,
    turnId: string | null,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    const { budget, factor } = await this.budget(snapshot);
    const toSeq = planFold(await this.messages.foldable(snapshot), rest, budget, factor);
    if (toSeq === null) return 'nothing';
    const past = await this.messages.beginnings(snapshot.branchId, snapshot.foldedSeq + 1, toSeq);
    const entries = [await this.writer.extract(snapshot, past, budget.entry / factor)];
    const standing = await this.store.standing(snapshot.branchId);
    const coarse = await this.coarser(snapshot, standing, entries, { budget, factor }, false);
    return this.store.apply(snapshot, [...coarse, ...entries], turnId);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('Keepsake is being stopped.'));
    await within(HALT_MS, Promise.all(this.jobs.values()));
  }

  /** @returns whether entries are ready */
  private async fold(snapshot: SessionSnapshot, tokens: number, means: TokenBudget): Promise<boolean> {
    const { budget, factor } = means;
    const messages = await this.messages.foldable(snapshot);
    const rest = tokens - messages.reduce((sum, message) => sum + message.tokens, 0);
    const toSeq = planFold(messages, rest, budget, factor);
    if (toSeq === null) return false;
    const standing = await this.store.standing(snapshot.branchId);
    const isModel = await this.writer.hasModel(snapshot);
    // What was made in haste is written anew along with what follows it.
    const lasting = standing.findLastIndex(({ madeBy }) => madeBy !== 'extract') + 1;
    const hasty = isModel ? standing.slice(lasting) : [];
    const from = hasty[0]?.fromSeq ?? snapshot.foldedSeq + 1;
    const all = hasty.length ? await this.messages.foldable(snapshot, from - 1) : messages;
    // Who writes the entries may read less at once than who talks.
    const readable = Math.min(budget.room, await this.writer.window(snapshot));
    const parts = partsOf(all, from, toSeq, readable / factor / 2);
    const each = Math.min(budget.entry, budget.chronicle / 2 / parts.length) / factor;
    const print = await this.messages.fingerprint(snapshot.branchId, from, toSeq);
    const entries: NewEntry[] = [];
    for (const part of parts) {
      if (!isModel) {
        const past = await this.messages.beginnings(snapshot.branchId, part.fromSeq, part.toSeq);
        if (past.length) entries.push(await this.writer.extract(snapshot, past, each));
        continue;
      }
      const before = entries.at(-1) ?? standing.findLast(({ toSeq }) => toSeq < part.fromSeq);
      const stretch = await this.messages.stretch(snapshot.branchId, part, before?.text ?? '');
      if (stretch.past.length)
        entries.push(await this.writer.write(snapshot, stretch, each, this.closing.signal));
    }
    const kept = standing.filter((entry) => !hasty.includes(entry));
    const coarse = await this.coarser(snapshot, kept, entries, means, true);
    await this.store.prepare(snapshot, [...coarse, ...entries], { fromSeq: from, toSeq, print });
    return true;
  }

  /** When the chronicle outgrows its share, its oldest entries become one. */
  private async coarser(
    snapshot: SessionSnapshot,
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
        ? await this.writer.merge(snapshot, oldest, tokens, this.closing.signal)
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
