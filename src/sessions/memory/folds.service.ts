import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { budgetOf } from '../../context/request/budget.js';
import {
  foldsFrom,
  joinedParts,
  planFold,
  planMerge,
  type SeqRange,
} from '../../context/chronicle/fold-planning.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { describe } from '../../http/problem.filter.js';
import { HALT_MS, within } from '../../process/deadline.js';
import { Calibrations } from '../prompt/calibrations.js';
import { type FoldPlan, foldPlan, lengthOf, type TokenBudget } from './fold-plan.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import { ChronicleRepository, type NewEntry, type StandingEntry } from './chronicle.repository.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { OlderIndexService } from './indexing/older-index.service.js';
import type { WorkProgress } from '../../contracts/memory.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';

/** A fold that is under way. */
interface FoldJob {
  plan: FoldPlan | null;
  stop: AbortController;
  ended: Promise<void>;
}

/**
 * Sees to it that history folds in time: in the background, before it is needed. Only where one step overruns the
 * window are entries made at once, of the words themselves; a later fold writes those anew. So is what would take many
 * requests that nobody asked for.
 */
@Injectable()
export class FoldsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(FoldsService.name);
  private readonly jobs = new Map<string, FoldJob>();
  private readonly closing = new AbortController();

  constructor(
    private readonly store: ChronicleRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly writer: ChronicleEntryWriter,
    private readonly models: ConnectedModels,
    private readonly calibrations: Calibrations,
    private readonly olderIndex: OlderIndexService,
  ) {}

  async budget(snapshot: SessionSnapshot): Promise<TokenBudget> {
    const { model } = await this.models.talking(snapshot);
    const card = await model.card();
    return {
      budget: budgetOf(card.window, snapshot.tokenBudget, card.mostReply, snapshot.recall),
      factor: await this.calibrations.factor(card.name),
    };
  }

  /** Whether an entry is being written in a session, by this process. */
  inSession(sessionId: string): boolean {
    return this.jobs.has(sessionId);
  }

  /** How many entries of a fold are written that the model writes; null where there is none. */
  progress(sessionId: string): WorkProgress | null {
    const plan = this.jobs.get(sessionId)?.plan;
    return plan?.byModel ? { done: plan.entries.length, total: plan.parts.length } : null;
  }

  /** Resolves when no fold is under way in a session. */
  async ended(sessionId: string): Promise<void> {
    await this.jobs.get(sessionId)?.ended;
  }

  /** Asks the model no further: what is finished is kept, the rest is made of the words themselves. */
  async stop(sessionId: string): Promise<void> {
    const job = this.jobs.get(sessionId);
    job?.stop.abort(new Error('stopped'));
    await job?.ended;
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
    const { budget, factor } = means;
    const from = foldsFrom(snapshot.prefix.tokens, snapshot.foldedSeq > 0, budget, factor);
    if (!asked && (snapshot.prefix.source || tokens < from)) return;
    if (this.jobs.has(snapshot.id)) return;
    const job: FoldJob = { plan: null, stop: new AbortController(), ended: Promise.resolve() };
    this.jobs.set(snapshot.id, job);
    job.ended = this.fold(snapshot, tokens, means, job, asked)
      .then((ready) => {
        this.jobs.delete(snapshot.id);
        if (!ready || this.closing.signal.aborted) return;
        then();
        this.olderIndex.indexSoon(snapshot);
      })
      .catch((error: unknown) => {
        this.jobs.delete(snapshot.id);
        if (!this.closing.signal.aborted) this.logger.error(`A fold failed: ${describe(error)}`);
      });
  }

  /** Lets entries that are ready stand, unless a turn runs. @returns whether the snapshot is to be read again */
  async applyReady(snapshot: SessionSnapshot): Promise<boolean> {
    if (!snapshot.foldReady) return false;
    const { budget } = await this.budget(snapshot);
    return (await this.store.apply(snapshot, null, null, budget.room)) === 'changed';
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
    if (toSeq === null) {
      const standing = await this.store.standing(snapshot.branchId);
      const coarse = await this.coarser(snapshot, standing, [], { budget, factor }, false);
      return coarse.length ? this.store.apply(snapshot, coarse, turnId, budget.room) : 'nothing';
    }
    const plan = this.jobs.get(snapshot.id)?.plan;
    // What is being written comes to stand in the same places, once it is.
    const rested = plan?.rested ?? (await this.store.resting(snapshot, toSeq));
    const entries = [...rested, ...(plan?.entries ?? [])];
    const parts = plan?.parts.slice(plan.entries.length) ?? [];
    const from = (plan ? plan.toSeq : (entries.at(-1)?.toSeq ?? snapshot.foldedSeq)) + 1;
    if (from <= toSeq) parts.push({ fromSeq: from, toSeq });
    for (const part of parts) {
      const past = await this.messages.beginnings(snapshot.branchId, part.fromSeq, part.toSeq);
      if (past.length)
        entries.push(await this.writer.writeOfWords(snapshot, past, plan?.each ?? budget.entry / factor));
    }
    const standing = plan?.kept ?? (await this.store.standing(snapshot.branchId));
    const coarse = await this.coarser(snapshot, standing, entries, { budget, factor }, false);
    return this.store.apply(snapshot, [...coarse, ...entries], turnId, budget.room);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('Keepsake is being stopped.'));
    await within(HALT_MS, Promise.all([...this.jobs.values()].map(({ ended }) => ended)));
  }

  /** @returns whether entries are ready */
  private async fold(
    snapshot: SessionSnapshot,
    tokens: number,
    means: TokenBudget,
    job: FoldJob,
    asked: boolean,
  ): Promise<boolean> {
    const plan = await this.plan(snapshot, tokens, means);
    if (!plan) return false;
    const print = await this.messages.fingerprint(snapshot.branchId, plan.toSeq);
    const hasModel = await this.writer.hasModel(snapshot);
    const started = hasModel && !plan.byModel && (asked || (await this.writer.mayImport(snapshot)));
    // The model reads each part; the words themselves are drawn from fewer and longer ones.
    if (!plan.byModel && !started) {
      plan.parts = joinedParts(plan.parts, means.budget);
      plan.each = lengthOf(means, plan.parts.length);
    }
    job.plan = plan;
    for (const part of plan.parts) {
      const entry = await this.entryOf(snapshot, plan, part, job.stop.signal);
      if (entry) plan.entries.push(started ? { ...entry, due: true, started } : entry);
    }
    const byModel = plan.byModel && !job.stop.signal.aborted;
    const entries = [...plan.rested, ...plan.entries];
    const coarse = await this.coarser(snapshot, plan.kept, entries, means, byModel);
    await this.store.prepare(snapshot, [...coarse, ...entries], { ...plan, print });
    return true;
  }

  /** The entry of a part; null where nothing is said in it. */
  private async entryOf(
    snapshot: SessionSnapshot,
    plan: FoldPlan,
    part: SeqRange,
    stop: AbortSignal,
  ): Promise<NewEntry | null> {
    const { branchId } = snapshot;
    if (plan.byModel && !stop.aborted) {
      const before =
        plan.entries.at(-1) ?? plan.rested.at(-1) ?? plan.kept.findLast(({ toSeq }) => toSeq < part.fromSeq);
      const stretch = await this.messages.stretch(branchId, part, before?.text ?? '');
      if (!stretch.past.length) return null;
      try {
        const signal = AbortSignal.any([this.closing.signal, stop]);
        return await this.writer.write(snapshot, stretch, plan.each, signal);
      } catch (error) {
        if (!stop.aborted) throw error;
      }
    }
    const past = await this.messages.beginnings(branchId, part.fromSeq, part.toSeq);
    return past.length ? this.writer.writeOfWords(snapshot, past, plan.each) : null;
  }

  /** As `foldPlan`. */
  plan(snapshot: SessionSnapshot, tokens: number, means: TokenBudget): Promise<FoldPlan | null> {
    return foldPlan(
      { store: this.store, messages: this.messages, writer: this.writer },
      snapshot,
      tokens,
      means,
    );
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
      entries.length ? all.findIndex((entry) => entries.includes(entry as NewEntry)) : all.length,
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
