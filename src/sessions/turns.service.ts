import { Injectable } from '@nestjs/common';
import type { Told } from '../context/transcript.js';
import { Problem } from '../problem.js';
import type { MessageView } from '../wire.js';
import { Admission } from './admission.js';
import { Contexts } from './contexts.js';
import { SessionEvents } from './session-events.js';
import { Memory } from './memory.service.js';
import type { SessionHead } from './session-head.js';
import { StaleHead } from './stale-head.js';
import { TurnRunner } from './turn-runner.js';
import { TurnStore, type StartedTurn } from './turn-store.js';
import { Story } from './story.service.js';

const STALE_TRIES = 8;

/** What may be asked of a session's turns, by whatever door. A turn is the server's own job from here on. */
@Injectable()
export class Turns {
  constructor(
    private readonly admission: Admission,
    private readonly memory: Memory,
    private readonly story: Story,
    private readonly contexts: Contexts,
    private readonly store: TurnStore,
    private readonly runner: TurnRunner,
    private readonly events: SessionEvents,
  ) {}

  /**
   * Stores a user's message, once for a `clientId`, and sees to its answer.
   * @returns the message as stored, and the turn that will answer it
   * @throws Problem empty_message, not_found, context_too_long, too_much_waiting
   */
  async send(
    ownerId: string,
    sessionId: string,
    said: { text: string; clientId: string | null },
  ): Promise<{ message: MessageView; turnId: string }> {
    return this.admission.take(ownerId, sessionId, said.text, () => this.takeIn(ownerId, sessionId, said));
  }

  private async takeIn(
    ownerId: string,
    sessionId: string,
    said: { text: string; clientId: string | null },
  ): Promise<{ message: MessageView; turnId: string }> {
    const accept = async (read: SessionHead) => {
      const weighed = await this.contexts.weigh(read, said.text);
      const { content, label, tokens } = weighed.message;
      const { clientId } = said;
      const stored = { clientId, content, label, tokens, at: weighed.at };
      return { ...weighed, accepted: await this.store.accept(weighed.head, stored) };
    };
    const recent = this.memory.recent(ownerId, sessionId);
    const { head, message, at, accepted } = await this.fresh(ownerId, sessionId, accept, recent);
    const { turnId, messageId, seq, started } = accepted;
    if (accepted.twin) return { message: (await this.story.message(messageId))!, turnId };
    const view: MessageView = {
      id: messageId,
      sessionId,
      seq,
      role: 'user',
      speaker: head.persona.name,
      content: message.content,
      createdAt: at.toISOString(),
      turnId,
      status: 'complete',
      swipes: 1,
      version: 1,
    };
    this.events.tell({ sessionId, name: 'message.created', body: { message: view } });
    if (started) this.begin(head, started, [{ ...message, seq }]);
    else this.memory.keep({ ...head, lastAt: at });
    return { message: view, turnId };
  }

  async retell(
    ownerId: string,
    sessionId: string,
    kind: 'regenerate' | 'continue',
  ): Promise<{ turnId: string }> {
    const { head, started } = await this.fresh(ownerId, sessionId, async (read) => ({
      head: read,
      started: await this.store.retell(read, kind),
    }));
    this.begin(head, started, []);
    return { turnId: started.turnId };
  }

  /** @throws Problem not_found when no such turn of the owner's runs here */
  stop(ownerId: string, turnId: string): void {
    if (!this.runner.stop(ownerId, turnId)) {
      throw new Problem('not_found', 'This turn is not running: it has ended, or has not begun.');
    }
  }

  private begin(head: SessionHead, started: StartedTurn, known: readonly Told[]): void {
    this.runner.run(head, started, known, () => this.next(head.ownerId, head.id));
  }

  /** After a turn: a fold that is ready comes to stand, the turn that waits begins, or else a fold may begin. */
  async next(ownerId: string, sessionId: string): Promise<void> {
    const { head, started } = await this.fresh(ownerId, sessionId, async (read) => ({
      head: read,
      started: await this.store.startQueued(read),
    }));
    if (started) this.begin(head, started, []);
    else await this.memory.tend(head);
  }

  /** Does something with a session's head, and again with a new one where it was changed meanwhile. */
  private async fresh<T>(
    ownerId: string,
    sessionId: string,
    act: (head: SessionHead) => Promise<T>,
    first = this.memory.settled(ownerId, sessionId),
  ): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await act(await (tries === 1 ? first : this.memory.settled(ownerId, sessionId)));
      } catch (error) {
        if (!(error instanceof StaleHead) || tries === STALE_TRIES) throw error;
      }
    }
  }
}
