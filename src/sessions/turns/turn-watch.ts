import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ProcessLock } from '../../database/process-lock.js';
import { Problem } from '../../contracts/problem.js';
import { describe, mayPass } from '../../http/problem.filter.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import { LONGEST_TURN_MS, TurnRunner } from './turn-runner.js';
import { type OpenTurn, TurnRepository } from './turn.repository.js';
import { TurnsService } from './turns.service.js';

/** How often the database is asked, while anything runs or is waited for, and else. */
const LOOK_EVERY_MS = 1000;
const LOOK_IDLE_MS = 10_000;
/** Whoever waits has its answer after this long: a turn that runs, the one that waits behind it, and some. */
const LONGEST_WAIT_MS = 2.5 * LONGEST_TURN_MS;

interface Waiter {
  turnId: string;
  until: number;
  over: () => void;
}

/**
 * Compares what is open in the database with what goes on in this process, by one question for all: turns that end
 * elsewhere or are deleted end here, turns that nobody works on any more are ended, and those that wait begin.
 */
@Injectable()
export class TurnWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnWatch.name);
  private readonly waiters = new Set<Waiter>();
  /** Turns that looked forsaken the last time: whoever works on one may only not have got to it yet. */
  private forsaken = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private idle = false;
  private number = this.processLock.number;
  private closing = false;

  constructor(
    private readonly store: TurnRepository,
    private readonly runner: TurnRunner,
    private readonly turns: TurnsService,
    private readonly processLock: ProcessLock,
  ) {}

  /**
   * @param over called once when the turn has ended or is gone, or has been waited for too long
   * @returns what ends the waiting
   */
  until(turnId: string, over: () => void): () => void {
    const waiter = { turnId, until: performance.now() + LONGEST_WAIT_MS, over };
    this.waiters.add(waiter);
    if (this.idle) this.later();
    return () => this.waiters.delete(waiter);
  }

  /** What a killed process left: its replies are marked, and turns that waited begin. */
  async onApplicationBootstrap(): Promise<void> {
    await this.store.abandonDead();
    const open = await this.store.openTurns();
    await this.settle(forsakenOf(open, new Set()).filter(({ running }) => !running));
    this.later();
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    clearTimeout(this.timer);
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.closing) return;
    this.idle = !this.waiters.size && !this.forsaken.size && !this.runner.turnIds().length;
    this.timer = setTimeout(() => void this.look(), this.idle ? LOOK_IDLE_MS : LOOK_EVERY_MS).unref();
  }

  private async look(): Promise<void> {
    try {
      await this.compare();
    } catch (error) {
      this.logger.warn(`It could not be seen how turns stand: ${describe(error)}`);
    }
    const now = performance.now();
    for (const waiter of this.waiters) if (waiter.until < now) this.end(waiter);
    this.later();
  }

  private async compare(): Promise<void> {
    // Known before the question: what begins meanwhile is not missed in its answer.
    const waiters = [...this.waiters];
    const running = this.runner.turnIds();
    if (this.number !== this.processLock.number) {
      await this.store.adopt(running);
      this.number = this.processLock.number;
    }
    const open = await this.store.openTurns();
    const ids = new Set(open.map(({ id }) => id));
    for (const waiter of waiters) if (!ids.has(waiter.turnId)) this.end(waiter);
    for (const id of running) if (!ids.has(id)) this.runner.halt(id, gone());
    if (open.some(({ dead }) => dead)) await this.store.abandonDead();
    const forsaken = forsakenOf(open, new Set(this.runner.turnIds()));
    const again = forsaken.filter(({ id }) => this.forsaken.has(id));
    this.forsaken = new Set(forsaken.map(({ id }) => id));
    await this.settle(again);
  }

  /** Begins turns that wait for nothing, and gives up those that cannot begin, or that nobody runs. */
  private async settle(forsaken: readonly OpenTurn[]): Promise<void> {
    for (const { id, ownerId, sessionId, running } of forsaken) {
      try {
        if (running) await this.store.giveUp(id, 'running');
        else await this.turns.next(ownerId, sessionId);
      } catch (error) {
        this.logger.error(`A turn that nobody works on could not go on: ${describe(error)}`);
        if (running || error instanceof SessionChangedError || mayPass(error)) continue;
        await this.store.giveUp(id, 'queued').catch(() => undefined);
      }
    }
  }

  private end(waiter: Waiter): void {
    if (this.waiters.delete(waiter)) waiter.over();
  }
}

/** @param here turns that this process works on */
function forsakenOf(open: readonly OpenTurn[], here: ReadonlySet<string>): OpenTurn[] {
  const busy = new Set(open.filter(({ running }) => running).map(({ sessionId }) => sessionId));
  return open.filter(({ id, running, mine, sessionId }) =>
    running ? mine && !here.has(id) : !busy.has(sessionId),
  );
}

const gone = () => new Problem('not_found', 'This turn, or its conversation, was deleted.');
