import { Injectable } from '@nestjs/common';
import type { MessageView } from '../wire.js';
import { type SessionEvent, SessionEvents } from './session-events.js';
import { Story } from './story.service.js';
import { TurnStore } from './turn-store.js';
import { Turns } from './turns.service.js';

/** Something said, and what happens in its session until it is answered. */
export interface Said {
  message: MessageView;
  turnId: string;
  /** The last one is the turn's own `turn.finished` or `turn.failed`, unless whoever listens is gone before it. */
  events: AsyncGenerator<SessionEvent>;
}

/** Talking where one request waits for its reply. */
@Injectable()
export class Talk {
  constructor(
    private readonly turns: Turns,
    private readonly store: TurnStore,
    private readonly story: Story,
    private readonly events: SessionEvents,
  ) {}

  /**
   * @param gone ends the listening; the turn goes on
   * @throws Problem as `Turns.send`
   */
  async say(
    ownerId: string,
    sessionId: string,
    said: { text: string; clientId: string | null },
    gone: AbortSignal,
  ): Promise<Said> {
    // Listening begins before anything is said, or an event could be missed.
    const heard: SessionEvent[] = [];
    let wake = () => {};
    const deaf = this.events.onSession(sessionId, (event) => {
      heard.push(event);
      wake();
    });
    const leave = () => wake();
    gone.addEventListener('abort', leave);
    const end = () => {
      deaf();
      gone.removeEventListener('abort', leave);
    };
    try {
      const { message, turnId } = await this.turns.send(ownerId, sessionId, said);
      const ended = await this.ended(ownerId, turnId);
      if (ended) heard.splice(0, heard.length, ended);
      const events = (async function* () {
        try {
          while (!gone.aborted) {
            const event = heard.shift();
            if (!event) {
              await new Promise<void>((resolve) => (wake = resolve));
              continue;
            }
            yield event;
            if (isEndOf(event, turnId)) return;
          }
        } finally {
          end();
        }
      })();
      return { message, turnId, events };
    } catch (error) {
      end();
      throw error;
    }
  }

  /** How a turn ended that is over already, as the event that told it: the same `clientId` may come years later. */
  private async ended(ownerId: string, turnId: string): Promise<SessionEvent | null> {
    const turn = await this.store.turn(ownerId, turnId);
    if (!turn || turn.status === 'queued' || turn.status === 'running') return null;
    const { sessionId, receipt, error } = turn;
    const reply = await this.story.replyOf(turnId);
    if (!reply || !receipt || error) {
      const { code, message } = error ?? {
        code: 'turn_interrupted',
        message: 'The reply was interrupted before it began. Ask for it again.',
      };
      const partial = reply?.content ?? '';
      return {
        sessionId,
        name: 'turn.failed',
        body: { turnId, sessionId, code, message, retryable: true, partial },
      };
    }
    return { sessionId, name: 'turn.finished', body: { turnId, sessionId, message: reply, receipt } };
  }
}

function isEndOf(event: SessionEvent, turnId: string): boolean {
  return (event.name === 'turn.finished' || event.name === 'turn.failed') && event.body.turnId === turnId;
}
