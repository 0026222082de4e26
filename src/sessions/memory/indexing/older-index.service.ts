import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { BudgetReached } from '../../../connections/spending/background-calls.js';
import { describe } from '../../../http/problem.filter.js';
import { HALT_MS, within } from '../../../process/deadline.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { ChronicleEntryWriter } from '../chronicle-entry-writer.js';
import { DueEntriesRepository } from '../due-entries.repository.js';
import { FoldableMessagesRepository } from '../foldable-messages.repository.js';

interface IndexJob {
  stop: AbortController;
  ended: Promise<void>;
}

/**
 * Gives messages words to be found by whose entry was written when none were asked for: in the background, the newest
 * first, and only where somebody has set how much that may take. The chronicle stays as it is.
 */
@Injectable()
export class OlderIndexService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(OlderIndexService.name);
  private readonly jobs = new Map<string, IndexJob>();
  private readonly closing = new AbortController();

  constructor(
    private readonly entries: DueEntriesRepository,
    private readonly messages: FoldableMessagesRepository,
    private readonly writer: ChronicleEntryWriter,
  ) {}

  /** Begins, unless it is under way; what a limit or a failure leaves is tried again with the next fold. */
  indexSoon(snapshot: SessionSnapshot): void {
    if (this.closing.signal.aborted || this.jobs.has(snapshot.id)) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([this.closing.signal, stop.signal]);
    const ended = this.run(snapshot, signal)
      .catch((error: unknown) => {
        if (!signal.aborted && !(error instanceof BudgetReached))
          this.logger.warn(`Older messages were not indexed: ${describe(error)}`);
      })
      .then(() => {
        this.jobs.delete(snapshot.id);
      });
    this.jobs.set(snapshot.id, { stop, ended });
  }

  /** Asks no further. */
  async stop(sessionId: string): Promise<void> {
    const job = this.jobs.get(sessionId);
    job?.stop.abort(new Error('stopped'));
    await job?.ended;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort(new Error('Keepsake is being stopped.'));
    await within(HALT_MS, Promise.all([...this.jobs.values()].map(({ ended }) => ended)));
  }

  private async run(snapshot: SessionSnapshot, signal: AbortSignal): Promise<void> {
    const bare = await this.entries.unindexed(snapshot);
    if (!bare.length || !(await this.writer.hasModel(snapshot)) || !(await this.writer.mayImport(snapshot)))
      return;
    for (const entry of bare) {
      const { past } = await this.messages.stretch(entry.branchId, entry, '');
      if (past.length) await this.writer.index(snapshot, past, signal);
      await this.entries.markIndexed(snapshot, entry);
    }
  }
}
