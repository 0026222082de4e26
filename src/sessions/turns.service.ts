import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Told } from '../context/transcript.js';
import { Problem } from '../problem.js';
import { describe } from '../problem.filter.js';
import type { MessageView } from '../wire.js';
import { Contexts } from './contexts.js';
import { SessionEvents } from './session-events.js';
import { SessionHeads, type SessionHead } from './session-head.js';
import { TurnRunner } from './turn-runner.js';
import { TurnStore, type StartedTurn } from './turn-store.js';
import { Story } from './story.service.js';

/** What may be asked of a session's turns, by whatever door. A turn is the server's own job from here on. */
@Injectable()
export class Turns implements OnApplicationBootstrap {
  private readonly logger = new Logger(Turns.name);

  constructor(
    private readonly heads: SessionHeads,
    private readonly story: Story,
    private readonly contexts: Contexts,
    private readonly store: TurnStore,
    private readonly runner: TurnRunner,
    private readonly events: SessionEvents,
  ) {}

  /** What a killed process left: its replies are marked, and turns that waited begin. */
  async onApplicationBootstrap(): Promise<void> {
    await this.store.abandonDead();
    for (const { ownerId, sessionId } of await this.store.waiting()) await this.next(ownerId, sessionId);
  }

  /**
   * Stores a user's message, once for a `clientId`, and sees to its answer.
   * @returns the message as stored, and the turn that will answer it
   * @throws Problem empty_message, not_found, context_too_long
   */
  async send(
    ownerId: string,
    sessionId: string,
    said: { text: string; clientId: string | null },
  ): Promise<{ message: MessageView; turnId: string }> {
    const head = await this.heads.read(ownerId, sessionId);
    const { message } = await this.contexts.weigh(head, said.text);
    const at = new Date();
    const accepted = await this.store.accept(head, {
      ...message,
      text: message.content,
      clientId: said.clientId,
      at,
    });
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
    };
    this.events.tell({ sessionId, name: 'message.created', body: { message: view } });
    if (started) this.begin(head, started, [{ ...message, seq }]);
    return { message: view, turnId };
  }

  async retell(
    ownerId: string,
    sessionId: string,
    kind: 'regenerate' | 'continue',
  ): Promise<{ turnId: string }> {
    const head = await this.heads.read(ownerId, sessionId);
    const started = await this.store.retell(head, kind);
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
    this.runner.run(head, started, known, () => {
      this.next(head.ownerId, head.id).catch((error: unknown) =>
        this.logger.error(`A turn that waited could not begin: ${describe(error)}`),
      );
    });
  }

  private async next(ownerId: string, sessionId: string): Promise<void> {
    const head = await this.heads.read(ownerId, sessionId);
    const started = await this.store.startQueued(head);
    if (started) this.begin(head, started, []);
  }
}
