import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import type { MessageView } from '../../contracts/message.js';
import type { Receipt } from '../../contracts/receipt.js';
import { mayPass } from '../../http/problem.filter.js';
import type { Sampling } from '../../model/model.js';
import { type AcceptedMessage, Admission, type IncomingMessage } from './admission.js';
import { type SessionEvent, SessionBus } from '../bus/session-bus.js';
import { MessageRepository } from '../story/message.repository.js';
import { TurnRepository } from './turn.repository.js';
import { TurnWatch } from './turn-watch.js';
import { TurnsService } from './turns.service.js';

/** A turn, and what happens in its session until it ends. */
export interface StartedReply {
  turnId: string;
  /** The last one is the turn's own `turn.finished` or `turn.failed`, unless whoever listens is gone before it. */
  events: AsyncGenerator<SessionEvent>;
  /**
   * Hears all of these to their end instead.
   * @param hear is called with those of this turn
   * @returns the reply once it is whole; null when whoever listens is gone before it
   * @throws Problem why there is none
   */
  whole: (hear?: (event: SessionEvent) => void) => Promise<WholeReply | null>;
}

export interface WholeReply {
  reply: MessageView;
  receipt: Receipt;
}

/** How a turn stands that nothing is heard of: how it ended as the event that said so, which may be years ago. */
type State = SessionEvent | 'open' | 'gone';

/** After waits that double up to this, a database is given up. */
const LONGEST_PAUSE_MS = 6400;

/** Talking where one request waits for its reply. */
@Injectable()
export class TalkService {
  /** Turns that are being looked up. */
  private readonly looking = new Map<string, Promise<State>>();

  constructor(
    private readonly turns: TurnsService,
    private readonly admission: Admission,
    private readonly watch: TurnWatch,
    private readonly store: TurnRepository,
    private readonly messages: MessageRepository,
    private readonly bus: SessionBus,
  ) {}

  /**
   * @param incoming by whom: the persona, where no member is named
   * @param every event of the session is heard until then, or only the turn's end
   * @param gone ends the listening; the turn goes on
   * @throws Problem as `TurnsService.send`
   */
  async say(
    ownerId: string,
    sessionId: string,
    incoming: IncomingMessage,
    every: boolean,
    gone: AbortSignal,
  ): Promise<StartedReply & Pick<AcceptedMessage, 'message' | 'twin'>> {
    const begin = () => this.turns.send(ownerId, sessionId, incoming);
    const { begun, reply } = await this.listen(ownerId, sessionId, begin, every, gone);
    return { ...reply, message: begun.message, twin: begun.twin };
  }

  /**
   * Has the last reply written anew or carried on, or the last message answered that never was.
   * @param ask what it is to be written by, and how
   * @throws Problem as `TurnsService.rewriteLastReply`
   */
  async rewrite(
    ownerId: string,
    sessionId: string,
    kind: 'regenerate' | 'continue',
    ask: { connectionId?: string | undefined; sampling?: Sampling | undefined },
    every: boolean,
    gone: AbortSignal,
  ): Promise<StartedReply> {
    const { connectionId, sampling } = ask;
    const begin = () => this.turns.rewriteLastReply(ownerId, sessionId, kind, connectionId, sampling);
    return (await this.listen(ownerId, sessionId, begin, every, gone)).reply;
  }

  private async listen<Begun extends { turnId: string; twin?: boolean }>(
    ownerId: string,
    sessionId: string,
    begin: () => Promise<Begun>,
    every: boolean,
    gone: AbortSignal,
  ): Promise<{ begun: Begun; reply: StartedReply }> {
    // Listening begins before anything is said, or an event could be missed.
    const heard: SessionEvent[] = [];
    let wake = () => {};
    const stop = [
      this.admission.hold(ownerId, sessionId),
      this.bus.subscribe(sessionId, (event) => {
        if (!every && !isEnd(event)) return;
        heard.push(event);
        wake();
      }),
    ];
    const end = () => stop.forEach((each) => each());
    try {
      const begun = await begin();
      const { turnId, twin } = begun;
      // What was said before may have been answered before anybody listened.
      const state = twin ? await this.look(ownerId, turnId) : 'open';
      if (typeof state !== 'string') heard.splice(0, heard.length, state);
      let over = false;
      const seen = this.watch.until(turnId, () => {
        over = true;
        // What this process has to tell of it comes first.
        this.bus.flush();
        wake();
      });
      const leave = () => wake();
      gone.addEventListener('abort', leave);
      stop.push(seen, () => gone.removeEventListener('abort', leave));
      const next = async () => {
        const event = heard.shift();
        if (event || !over) return event ?? null;
        const last = await this.over(ownerId, sessionId, turnId);
        // What was heard meanwhile knows better.
        return heard.shift() ?? last;
      };
      const events = (async function* () {
        try {
          while (!gone.aborted) {
            const event = await next();
            if (!event) {
              // Something may have come since it was looked for.
              if (!heard.length && !over && !gone.aborted)
                await new Promise<void>((resolve) => (wake = resolve));
              continue;
            }
            yield event;
            if (isEnd(event) && event.body.turnId === turnId) return;
          }
        } finally {
          end();
        }
      })();
      return { begun, reply: { turnId, events, whole: (hear) => wholeReply(turnId, events, hear) } };
    } catch (error) {
      end();
      throw error;
    }
  }

  /** How a turn ended that is heard of no more. */
  private async over(ownerId: string, sessionId: string, turnId: string): Promise<SessionEvent> {
    const state = await this.lookPatiently(ownerId, turnId);
    if (typeof state !== 'string') return state;
    const { code, message } =
      state === 'open'
        ? new Problem(
            'turn_running',
            'This reply takes too long to wait for. It is kept when it comes: ask later.',
          )
        : new Problem('not_found', 'This turn, or its conversation, was deleted before it was answered.');
    const body = { turnId, sessionId, code, message, retryable: false, partial: '' };
    return { sessionId, name: 'turn.failed', body };
  }

  /** Looks a turn up, again and again while the database is away: the turn may be going on. */
  private async lookPatiently(ownerId: string, turnId: string): Promise<State> {
    for (let pause = 100; ; pause *= 2) {
      try {
        return await this.look(ownerId, turnId);
      } catch (error) {
        if (!mayPass(error) || pause > LONGEST_PAUSE_MS) throw error;
        await sleep(pause);
      }
    }
  }

  /** Looks a turn up once for all who ask at the same time. */
  private look(ownerId: string, turnId: string): Promise<State> {
    const key = `${ownerId} ${turnId}`;
    const looking =
      this.looking.get(key) ?? this.stateOf(ownerId, turnId).finally(() => this.looking.delete(key));
    this.looking.set(key, looking);
    return looking;
  }

  private async stateOf(ownerId: string, turnId: string): Promise<State> {
    const turn = await this.store.find(ownerId, turnId);
    if (!turn) return 'gone';
    if (turn.status === 'queued' || turn.status === 'running') return 'open';
    const { sessionId, receipt, error } = turn;
    const reply = await this.messages.replyOf(turnId);
    if (!reply || !receipt || error) {
      const why = error ?? {
        code: 'turn_interrupted',
        message: 'The reply was interrupted before it began. Ask for it again.',
      };
      const partial = reply?.content ?? '';
      return {
        sessionId,
        name: 'turn.failed',
        body: { turnId, sessionId, ...why, retryable: true, partial },
      };
    }
    return { sessionId, name: 'turn.finished', body: { turnId, sessionId, message: reply, receipt } };
  }
}

async function wholeReply(
  turnId: string,
  events: AsyncIterable<SessionEvent>,
  hear: (event: SessionEvent) => void = () => undefined,
): Promise<WholeReply | null> {
  for await (const event of events) {
    if (!('turnId' in event.body) || event.body.turnId !== turnId) continue;
    hear(event);
    if (event.name === 'turn.failed') {
      const { code, message, detail } = event.body;
      throw new Problem(code as ProblemCode, message, detail ? { detail } : undefined);
    }
    if (event.name === 'turn.finished') return { reply: event.body.message, receipt: event.body.receipt };
  }
  return null;
}

function isEnd(
  event: SessionEvent,
): event is Extract<SessionEvent, { name: 'turn.finished' | 'turn.failed' }> {
  return event.name === 'turn.finished' || event.name === 'turn.failed';
}
