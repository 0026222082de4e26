import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Problem } from '../problem.js';
import { describe, viewOf } from '../problem.filter.js';
import type { Reading } from '../text/reading.js';
import type { CastMember } from '../wire.js';
import { castOf } from './cast.js';
import { CharacterMaker } from './character-maker.js';
import { DoubtfulFiles } from './doubtful-files.js';
import { flagsOf } from './flags.js';
import { HandedIn } from './handed-in.js';
import type { Ingest } from './ingest.entity.js';
import { IngestStore } from './ingest-store.js';
import { hasChosen, LinkedPages } from './linked-pages.js';
import { Readings } from './readings.js';

/** How often the queue is looked at besides when something was put in: for what another process left. */
const LOOK_EVERY_MS = 5000;

/** What another choice mends: what was read and paid for is kept. */
const ASK_AGAIN = new Set(['budget_reached', 'not_yet_named']);

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
    private readonly handedIn: HandedIn,
    private readonly doubtful: DoubtfulFiles,
    private readonly pages: LinkedPages,
    private readonly readings: Readings,
    private readonly maker: CharacterMaker,
  ) {}

  onApplicationBootstrap(): void {
    this.wake();
    this.timer = setInterval(() => this.wake(), LOOK_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort(new Error('closing'));
    this.current?.halt.abort(new Error('closing'));
    await this.working;
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
        await this.run(ingest, halt.signal);
      } catch (error) {
        // A closing server leaves the job as it is: the next one goes on with it.
        if (this.closing.signal.aborted) return;
        if (halt.signal.aborted) continue;
        if (error instanceof Problem && ASK_AGAIN.has(error.code)) await this.store.ask(ingest, told(error));
        else await this.store.fail(ingest, told(error));
      } finally {
        this.current = null;
      }
      if (this.closing.signal.aborted) return;
    }
  }

  private async run(ingest: Ingest, signal: AbortSignal): Promise<void> {
    if (ingest.step === 'fetch' || ingest.step === 'decode') {
      if (ingest.doubts.length && !hasChosen(ingest)) await this.doubtful.readAgain(ingest, signal);
      else if (!hasChosen(ingest)) await this.handedIn.takeIn(ingest, signal);
      if (hasChosen(ingest)) await this.pages.follow(ingest, signal);
    }
    const readings = await this.readings.of(ingest, signal);
    const wanted = () => wantedIn(ingest.wanted ?? '', castOf(readings).cast, readings);
    if (ingest.step === 'read') {
      const found = castOf(readings);
      if (ingest.wanted) wanted();
      // of a text in the wrong encoding nobody can be read
      else if (!found.cast.length && !ingest.doubts.length) {
        throw new Problem(
          'nobody_found',
          'Nobody was found who speaks or acts in this text. Give a name to make that character anyway.',
        );
      }
      const flags = flagsOf(readings, ingest.flags);
      await this.readings.keepOut(readings, flags);
      await this.store.advance(ingest, {
        ...found,
        flags,
        step: ingest.wanted ? 'write' : 'choose',
        progress: 0.5,
      });
      if (!ingest.wanted) {
        await this.store.advance(ingest, { status: 'needs_choice', message: '' });
        return;
      }
    }
    const chosen = ingest.choice?.names ?? [];
    await this.maker.make(ingest, chosen.length ? chosen : [wanted()], readings, signal);
  }
}

function told(error: unknown): { code: string; message: string } {
  const { code, message } = viewOf(error);
  return { code, message };
}

/** @throws Problem nobody_found when no source holds the name */
function wantedIn(wanted: string, cast: readonly CastMember[], readings: readonly Reading[]): string {
  const member = cast.find(({ name, aliases }) =>
    [name, ...aliases].some((one) => one.toLowerCase() === wanted.toLowerCase()),
  );
  if (member) return member.name;
  if (readings.some(({ text }) => text.includes(wanted))) return wanted;
  throw new Problem(
    'nobody_found',
    `“${wanted}” is not named in this text. Check the spelling, or leave the name out and choose from the cast.`,
  );
}
