import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { PromptMessage } from '../../context/request/transcript.js';
import { Problem } from '../../contracts/problem.js';
import { describe, mayPass } from '../../http/problem.filter.js';
import type { Sampling } from '../../model/model.js';
import { HALT_MS, within } from '../../process/deadline.js';
import { Admission, type IncomingMessage, type AcceptedMessage } from './admission.js';
import { MessageIntake } from './message-intake.js';
import { SessionBus } from '../bus/session-bus.js';
import { MemoryService } from '../memory/memory.service.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { TurnRunner } from './turn-runner.js';
import { type StartedTurn, TurnStartsRepository } from './turn-starts.repository.js';

/** What may be asked of a session's turns, by whatever door. A turn is the server's own job from here on. */
@Injectable()
export class TurnsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TurnsService.name);
  /** Turns that run here, each with what follows it. */
  private readonly following = new Set<Promise<unknown>>();

  constructor(
    private readonly admission: Admission,
    private readonly memory: MemoryService,
    private readonly intake: MessageIntake,
    private readonly starts: TurnStartsRepository,
    private readonly runner: TurnRunner,
    private readonly bus: SessionBus,
  ) {}

  /**
   * Stores a user's message, once for a `clientId`, and sees to its answer.
   * @returns the message as stored, and the turn that will answer it
   * @throws Problem empty_message, not_found, context_too_long, too_much_waiting
   */
  async send(ownerId: string, sessionId: string, incoming: IncomingMessage): Promise<AcceptedMessage> {
    return this.admission.take(ownerId, sessionId, incoming, (all) => this.takeIn(ownerId, sessionId, all));
  }

  private async takeIn(
    ownerId: string,
    sessionId: string,
    all: readonly IncomingMessage[],
  ): Promise<PromiseSettledResult<AcceptedMessage>[]> {
    try {
      const { snapshot, started, stored, outcomes } = await this.intake.takeIn(ownerId, sessionId, all);
      const sampling = all.find((one) => one.sampling)?.sampling;
      if (started) this.begin(snapshot, { ...started, sampling }, stored);
      else if (stored.length) this.wait(snapshot, stored);
      return outcomes;
    } catch (reason) {
      if (all.length === 1 || reason instanceof Problem || mayPass(reason))
        return all.map(() => ({ status: 'rejected', reason }));
      // One that the database refuses takes no other with it.
      const outcomes: PromiseSettledResult<AcceptedMessage>[] = [];
      for (const one of all) outcomes.push(...(await this.takeIn(ownerId, sessionId, [one])));
      return outcomes;
    }
  }

  /** Messages were stored for the turn that waits. */
  private wait(snapshot: SessionSnapshot, known: readonly PromptMessage[]): void {
    this.memory.keep(snapshot);
    const isFirst = this.admission.stored(
      snapshot.ownerId,
      snapshot.id,
      known.map(({ content }) => content),
    );
    // Nothing runs after which it would begin by itself; where this fails, `TurnWatch` sees to it.
    if (isFirst && !this.runner.inSession(snapshot.id))
      this.next(snapshot.ownerId, snapshot.id).catch(() => undefined);
  }

  /**
   * @param connectionId what answers, for this turn only; without it what answers the session
   * @param sampling what is wanted of the reply
   * @throws Problem not_found, turn_running, nothing_to_answer
   */
  async rewriteLastReply(
    ownerId: string,
    sessionId: string,
    kind: 'regenerate' | 'continue',
    connectionId?: string,
    sampling?: Sampling,
  ): Promise<{ turnId: string }> {
    const { snapshot, started } = await this.memory.withSnapshot(
      () => this.memory.settled(ownerId, sessionId, connectionId),
      (read) => this.starts.startRewrite(read, kind),
    );
    this.begin(snapshot, { ...started, sampling }, []);
    return { turnId: started.turnId };
  }

  /** The reply that is being written in a session here, with its text so far. */
  running(sessionId: string): ReturnType<TurnRunner['inSession']> {
    return this.runner.inSession(sessionId);
  }

  /** @throws Problem not_found when no such turn of the owner's runs here */
  stop(ownerId: string, turnId: string): void {
    if (!this.runner.stop(ownerId, turnId)) {
      throw new Problem('not_found', 'This turn is not running: it has ended, or has not begun.');
    }
  }

  private begin(snapshot: SessionSnapshot, started: StartedTurn, known: readonly PromptMessage[]): void {
    this.admission.called(snapshot.ownerId, snapshot.id);
    const following = this.carryOut(snapshot, started, known).finally(() => this.following.delete(following));
    this.following.add(following);
  }

  /** Runs a turn, and what follows it. Never throws. */
  private async carryOut(
    snapshot: SessionSnapshot,
    started: StartedTurn,
    known: readonly PromptMessage[],
  ): Promise<void> {
    try {
      if (await this.runner.run(snapshot, started, known)) await this.next(snapshot.ownerId, snapshot.id);
    } catch (error) {
      // The conversation was deleted in the meantime.
      if (error instanceof Problem && error.code === 'not_found') return;
      this.logger.error(`What follows a turn failed: ${describe(error)}`);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.runner.close();
    // What a database that hangs does not store is marked as interrupted at the next start.
    if (!(await within(HALT_MS, Promise.all(this.following))))
      this.logger.warn(`The ends of ${this.following.size} turns could not be stored in time.`);
    this.bus.flush();
  }

  /** After a turn: a fold that is ready comes to stand, the turn that waits begins, or else a fold may begin. */
  async next(ownerId: string, sessionId: string): Promise<void> {
    // Messages on their way in share the turn that waits.
    await this.admission.empty(ownerId, sessionId);
    this.admission.called(ownerId, sessionId);
    const { snapshot, started } = await this.memory.withSnapshot(
      () => this.memory.settled(ownerId, sessionId),
      (read) => this.starts.startQueued(read),
    );
    if (started) this.begin(snapshot, started, []);
    else await this.memory.tend(snapshot);
  }
}
