import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Problem } from '../contracts/problem.js';
import { describe, viewOf } from '../http/problem.filter.js';
import { HALT_MS, within } from '../process/deadline.js';
import { Attempts } from './jobs/attempts.js';
import type { Ingest } from './jobs/ingest.entity.js';
import { IngestSteps } from './steps/ingest-steps.js';
import { IngestStore } from './jobs/ingest-store.js';

/** How often the queue is looked at besides when something was put in: for what another process left. */
const LOOK_EVERY_MS = 5000;

/** What another choice mends: what was read and paid for is kept. */
const ASK_AGAIN = new Set(['budget_reached', 'not_yet_named', 'nothing_to_tell']);

/** Runs ingests one after another, each step stored before the next, so that a killed one goes on where it was. */
@Injectable()
export class IngestRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IngestRunner.name);
  private readonly closing = new AbortController();
  private current: { id: string; halt: AbortController } | null = null;
  private working: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: IngestStore,
    private readonly steps: IngestSteps,
    private readonly attempts: Attempts,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort(new Error('closing'));
    this.current?.halt.abort(new Error('closing'));
    if (this.working) await within(HALT_MS / 2, this.working);
  }

  /** Looks at the queue now. */
  wake(): void {
    if (this.closing.signal.aborted || this.working) return;
    this.working = this.work()
      .catch((error: unknown) =>
        this.logger.warn(`The queue of imports could not be read: ${describe(error)}`),
      )
      .finally(() => (this.working = null));
  }

  /** Ends the work on a job that was cancelled. */
  halt(id: string): void {
    if (this.current?.id === id)
      this.current.halt.abort(new Problem('conflict', 'This import was cancelled.'));
  }

  private async work(): Promise<void> {
    for (let ingest = await this.store.claim(); ingest; ingest = await this.store.claim()) {
      const halt = new AbortController();
      this.current = { id: ingest.id, halt };
      try {
        await this.attempts.begin(ingest);
        await this.steps.run(ingest, halt.signal);
      } catch (error) {
        // A closing server leaves the job as it is: the next one goes on with it.
        if (this.closing.signal.aborted) return await this.attempts.release(ingest);
        if (!halt.signal.aborted) await this.end(ingest, error);
      } finally {
        this.current = null;
      }
      this.attempts.forget(ingest);
      if (this.closing.signal.aborted) return;
    }
  }

  private async end(ingest: Ingest, error: unknown): Promise<void> {
    const { code, message } = viewOf(error);
    // What was made before stays, whatever became of writing it anew.
    if (ASK_AGAIN.has(code) || ingest.choice?.inPlaceOf) await this.store.ask(ingest, { code, message });
    else await this.store.fail(ingest, { code, message });
  }
}
