import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { BudgetReached } from '../../connections/spending/background-calls.js';
import type { WorkProgress } from '../../contracts/memory.js';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import type { BackgroundPurpose, ReachedLimit } from '../../contracts/spending.js';
import { describe } from '../../http/problem.filter.js';
import { HALT_MS, within } from '../../process/deadline.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import { type BranchEntry, ChronicleRepository, type NewEntry } from './chronicle.repository.js';
import { DueEntriesRepository } from './due-entries.repository.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { lengthOf } from './fold-plan.js';
import { splitLong } from './long-entries.js';
import { FoldsService } from './folds.service.js';

/** How often a budget that was reached is looked at: it may have been raised, or its day be over. */
const LOOK_EVERY_MS = 5000;
/** A model that fails so often in a row is asked no more. */
const MOST_FAILURES = 2;

/** Entries of a session that are being written. */
interface DueJob extends WorkProgress {
  stop: AbortController;
  ended: Promise<void>;
  /** What came while it was running is done after it. */
  again: boolean;
}

/** Why the entries of a session that are due are not being written. */
type Hindrance = { refused: BudgetReached } | { problem: ProblemCode };

/**
 * Has the model write entries anew in the background, one after another, the newest first: those that were made in haste
 * because a message changed, because a budget was reached, or because they are many and somebody has started it. What is
 * written comes to stand at the end, or when it is stopped, so that the prefix moves once.
 */
@Injectable()
export class DueEntriesService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DueEntriesService.name);
  private readonly jobs = new Map<string, DueJob>();
  private readonly hindrances = new Map<string, Hindrance & { ownerId: string }>();
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly dueStore: DueEntriesRepository,
    private readonly store: ChronicleRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly folds: FoldsService,
    private readonly writer: ChronicleEntryWriter,
  ) {}

  /** Whether entries are being written in a session, by this process. */
  inSession(sessionId: string): boolean {
    return this.jobs.has(sessionId);
  }

  progress(sessionId: string): WorkProgress | null {
    const job = this.jobs.get(sessionId);
    return job?.total ? { done: job.done, total: job.total } : null;
  }

  /** Why what is due in a session waits. */
  hindrance(sessionId: string): { reached: ReachedLimit | null; problem: ProblemCode | null } {
    const found = this.hindrances.get(sessionId);
    return {
      reached: found && 'refused' in found ? found.refused.reached : null,
      problem: found && 'problem' in found ? found.problem : null,
    };
  }

  /** Begins with what is due, or goes on with it. */
  writeSoon(ownerId: string, sessionId: string): void {
    if (this.closing.signal.aborted) return;
    const running = this.jobs.get(sessionId);
    if (running) {
      running.again = true;
      return;
    }
    const job: DueJob = {
      done: 0,
      total: 0,
      stop: new AbortController(),
      ended: Promise.resolve(),
      again: false,
    };
    this.jobs.set(sessionId, job);
    this.hindrances.delete(sessionId);
    job.ended = this.run(ownerId, sessionId, job)
      .catch((error: unknown) => {
        if (!this.closing.signal.aborted && !job.stop.signal.aborted)
          this.logger.error(`Entries were not written anew: ${describe(error)}`);
      })
      .then(async () => {
        // Whoever waits for it finds what was written standing.
        await this.takeIn(ownerId, sessionId);
        this.jobs.delete(sessionId);
        if (job.again && !job.stop.signal.aborted) this.writeSoon(ownerId, sessionId);
      });
  }

  /** Asks no further; what is finished is kept. */
  async stop(ownerId: string, sessionId: string): Promise<void> {
    await this.dueStore.stop(ownerId, sessionId);
    this.hindrances.delete(sessionId);
    const job = this.jobs.get(sessionId);
    if (!job) return;
    job.stop.abort(new Error('stopped'));
    await job.ended;
    // An entry that was just being divided.
    await this.dueStore.stop(ownerId, sessionId);
  }

  /** What a stop or a kill left to be written anew. */
  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    for (const { ownerId, sessionId } of await this.dueStore.sessions()) this.writeSoon(ownerId, sessionId);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort(new Error('Keepsake is being stopped.'));
    await within(HALT_MS, Promise.all([...this.jobs.values()].map(({ ended }) => ended)));
  }

  /**
   * An entry of the same messages, by the model.
   *
   * @returns the entry, null where nothing is left to say, and the story's fingerprint before it was written
   * @throws Problem model_needed, budget_reached, `model_…`; the signal's reason
   */
  async writeAnew(
    snapshot: SessionSnapshot,
    { branchId, fromSeq, toSeq, started }: BranchEntry,
    purpose: BackgroundPurpose,
    signal: AbortSignal,
  ): Promise<{ entry: NewEntry | null; print: string }> {
    const [means, standing, print] = await Promise.all([
      this.folds.budget(snapshot),
      this.store.standing(branchId),
      this.messages.fingerprint(branchId, toSeq),
    ]);
    const before = standing.findLast((entry) => entry.toSeq < fromSeq)?.text ?? '';
    const stretch = await this.messages.stretch(branchId, { fromSeq, toSeq }, before);
    if (!stretch.past.length) return { entry: null, print };
    // Many together have a share of the chronicle's room.
    const most = started ? lengthOf(means, standing.length) : means.budget.entry / means.factor;
    const entry = await this.writer.writeByModel(snapshot, stretch, most, purpose, signal);
    return { entry, print };
  }

  private async run(ownerId: string, sessionId: string, job: DueJob): Promise<void> {
    await this.folds.ended(sessionId);
    await this.takeIn(ownerId, sessionId);
    let entries = await this.dueStore.due(sessionId);
    if (!entries.length) return;
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const signal = AbortSignal.any([this.closing.signal, job.stop.signal]);
    const { dueStore, messages, writer } = this;
    const means = await this.folds.budget(snapshot);
    if (await splitLong({ dueStore, messages, writer }, snapshot, entries, means, signal))
      entries = await this.dueStore.due(sessionId);
    const due = groups(entries);
    job.total = due.length;
    let failures = 0;
    for (const alike of due) {
      try {
        const purpose = alike[0]!.started ? 'import' : 'rewrite';
        const { entry, print } = await this.writeAnew(snapshot, alike[0]!, purpose, signal);
        await (entry ? this.dueStore.keep(alike, entry, print) : this.store.rewrite(alike, null, print));
        failures = 0;
        job.done++;
      } catch (error) {
        if (signal.aborted) return;
        // It stays due, for the next change or the next start.
        if (error instanceof BudgetReached) {
          this.hindrances.set(sessionId, { ownerId, refused: error });
          return;
        }
        this.logger.warn(`The model did not write an entry anew: ${describe(error)}`);
        const problem = error instanceof Problem ? error.code : 'internal';
        if (problem !== 'model_needed') this.hindrances.set(sessionId, { ownerId, problem });
        if (++failures === MOST_FAILURES) return;
      }
    }
  }

  private async takeIn(ownerId: string, sessionId: string): Promise<void> {
    try {
      await this.folds.applyReady(await this.snapshots.read(ownerId, sessionId));
    } catch (error) {
      if (!this.closing.signal.aborted)
        this.logger.warn(`What was written anew waits for the next turn: ${describe(error)}`);
    }
  }

  /** Goes on where a budget was reached and is not any more. */
  private async look(): Promise<void> {
    for (const [sessionId, found] of this.hindrances) {
      if (!('refused' in found) || this.jobs.has(sessionId)) continue;
      try {
        const reached = await this.writer.reached(found.refused);
        if (reached) found.refused = new BudgetReached(reached, found.refused.work, found.refused.expected);
        else this.writeSoon(found.ownerId, sessionId);
      } catch (error) {
        this.logger.warn(`A budget could not be looked at: ${describe(error)}`);
      }
    }
  }
}

/** Entries that were copied from branch to branch stand for the same messages, and say the same. */
export function groups(entries: readonly BranchEntry[]): BranchEntry[][] {
  const alike = new Map<string, BranchEntry[]>();
  for (const entry of entries) {
    const key = `${entry.fromSeq}-${entry.toSeq} ${entry.text}`;
    alike.set(key, [...(alike.get(key) ?? []), entry]);
  }
  return [...alike.values()];
}
