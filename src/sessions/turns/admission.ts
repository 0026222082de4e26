import { AsyncResource } from 'node:async_hooks';
import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { Problem } from '../../contracts/problem.js';
import { MOST_PICTURES, type MessageView, type MessageVia } from '../../contracts/message.js';
import { DatabaseWatch } from '../../database/database-watch.js';
import { mayPass } from '../../http/problem.filter.js';
import type { Sampling } from '../../model/model.js';

const MB = 1024 * 1024;
/** So many messages are taken in at once, each of another session: the pool has connections for what else there is. */
const AT_ONCE = 8;
/** What a message weighs beside its text, in bytes, and what a request does that waits for its reply. */
const MESSAGE = 1024;
const REQUEST = 32 * 1024;
/** What may wait of one owner, in bytes: five hundred conversations with a turn each always may. */
const LEAST_OF_OWNER = 32 * MB;
const MOST_OF_OWNER = 64 * MB;
/** So many are answered in one go: what follows an answer takes longer than to store a message. */
const ANSWERED_AT_ONCE = 20;
/** Seconds after which who was refused may ask again. */
const RETRY_AFTER = 2;

/** What was given up is known when it is sent again: so many messages, for so long. */
const MOST_GIVEN_UP = 1000;
const GIVEN_UP_MS = 10 * 60_000;

/** So many messages of one session are taken in together, and so much of them, in bytes. */
const MOST_TOGETHER = 500;
const MOST_BYTES_TOGETHER = MB;

/** Ids of pictures, each once. */
export const picturesSchema = z
  .array(z.uuid())
  .max(MOST_PICTURES)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each picture once');

export interface IncomingMessage {
  text: string;
  /** Ids of pictures of the session, in their order. */
  pictures?: readonly string[] | undefined;
  clientId: string | null;
  /** The member who says it; the persona when left out. */
  memberId?: string | undefined;
  /** What is wanted of the reply, where its turn begins with this. */
  sampling?: Sampling | undefined;
  /** By which bridge it came. */
  via?: MessageVia | undefined;
}

/** A message as it was stored, and the turn that will answer it. */
export interface AcceptedMessage {
  message: MessageView;
  turnId: string;
  /** It had been stored before, by the same `clientId`. */
  twin: boolean;
}

interface WaitingMessage {
  incoming: IncomingMessage;
  bytes: number;
  takeIn: (all: readonly IncomingMessage[]) => Promise<PromiseSettledResult<AcceptedMessage>[]>;
  resolve: (taken: AcceptedMessage) => void;
  reject: (reason: unknown) => void;
}

/** What waits in one session. */
interface WaitingLine {
  bytes: number;
  waiting: WaitingMessage[];
  /** Some of its messages are being taken in, or will be next. */
  called: boolean;
  /** Whoever waits until nothing is left to be taken in. */
  onEmpty: (() => void)[];
}

/**
 * Has messages taken in by session: whatever waits there when its turn comes, together and in order, the sessions by
 * turns, so that a flood in one delays no other and is answered by few replies. Bounds what waits, by session and by
 * owner.
 */
@Injectable()
export class Admission {
  private readonly mostOfOwner: number;
  private readonly mostOfSession: number;
  /** By owner and session: who asks in another's session waits in a line of their own. */
  private readonly lines = new Map<string, WaitingLine>();
  private readonly owners = new Map<string, number>();
  /** Bytes that are stored in a session and wait for its next turn to begin. */
  private readonly behind = new Map<string, number>();
  private readonly ready: WaitingLine[] = [];
  private active = 0;
  /** The ids of messages that came without one and were given up: they may be stored all the same. */
  private readonly givenUp = new LRUCache<string, string>({ max: MOST_GIVEN_UP, ttl: GIVEN_UP_MS });

  constructor(
    { memory }: Config,
    private readonly database: DatabaseWatch,
  ) {
    this.mostOfOwner = Math.min(Math.max(memory / 32, LEAST_OF_OWNER), MOST_OF_OWNER);
    this.mostOfSession = this.mostOfOwner / 8;
  }

  /**
   * Takes a message in when it is its session's turn, together with all that wait there by then. It is given up where the
   * database does not answer, and sent again it is the same one: what was stored after all is not stored twice.
   * @param takeIn is called for the first of them, and says of each what became of it
   * @throws Problem too_much_waiting; what a connection that was cut off would
   */
  async take(
    ownerId: string,
    sessionId: string,
    incoming: IncomingMessage,
    takeIn: WaitingMessage['takeIn'],
  ): Promise<AcceptedMessage> {
    const bytes = weightOf(incoming.text);
    const behind = this.behind.get(keyOf(ownerId, sessionId)) ?? 0;
    const leave = this.enter(ownerId, sessionId, bytes, behind);
    const line = this.lines.get(keyOf(ownerId, sessionId))!;
    const known = () => knownBy(ownerId, sessionId, incoming);
    const clientId =
      incoming.clientId ?? (this.givenUp.size ? this.givenUp.get(known()) : undefined) ?? randomUUID();
    let waiting!: WaitingMessage;
    const taken = new Promise<AcceptedMessage>((resolve, reject) => {
      // Whoever calls it, it is done for whom it was asked.
      const own = AsyncResource.bind(takeIn);
      waiting = { incoming: { ...incoming, clientId }, bytes, takeIn: own, resolve, reject };
      line.waiting.push(waiting);
      this.call(line);
    });
    // What is given up while it is being taken in still holds up its session.
    taken.then(leave, leave);
    try {
      const accepted = await this.database.whileItAnswers(taken);
      if (this.givenUp.size) this.givenUp.delete(known());
      return accepted;
    } catch (error) {
      if (incoming.clientId === null && mayPass(error)) this.givenUp.set(known(), clientId);
      const at = line.waiting.indexOf(waiting);
      if (at >= 0) line.waiting.splice(at, 1)[0]!.reject(error);
      throw error;
    }
  }

  /** Once nothing waits in a session to be taken in. */
  async empty(ownerId: string, sessionId: string): Promise<void> {
    const line = this.lines.get(keyOf(ownerId, sessionId));
    if (line?.called) await new Promise<void>((resolve) => line.onEmpty.push(resolve));
  }

  /**
   * Counts messages that were stored for a turn that waits; `called` has to follow.
   * @returns whether they are the first that wait for it
   */
  stored(ownerId: string, sessionId: string, texts: readonly string[]): boolean {
    const key = keyOf(ownerId, sessionId);
    const before = this.behind.get(key) ?? 0;
    this.behind.set(
      key,
      texts.reduce((sum, text) => sum + weightOf(text), before),
    );
    return before === 0;
  }

  /** The turn that waited begins, if there was one. */
  called(ownerId: string, sessionId: string): void {
    this.behind.delete(keyOf(ownerId, sessionId));
  }

  /**
   * Counts a request that waits for its reply.
   * @returns what ends that
   * @throws Problem too_much_waiting
   */
  hold(ownerId: string, sessionId: string): () => void {
    return this.enter(ownerId, sessionId, REQUEST);
  }

  /** What waits alone is let in, however much it is. */
  private enter(ownerId: string, sessionId: string, bytes: number, behind = 0): () => void {
    const key = keyOf(ownerId, sessionId);
    const line = this.lines.get(key) ?? { bytes: 0, waiting: [], called: false, onEmpty: [] };
    const ofOwner = this.owners.get(ownerId) ?? 0;
    if (
      (line.bytes + behind > 0 && line.bytes + behind + bytes > this.mostOfSession) ||
      (ofOwner > 0 && ofOwner + bytes > this.mostOfOwner)
    ) {
      throw new Problem(
        'too_much_waiting',
        'Too much is waiting to be answered already: this was not taken in. Send it again in a moment.',
        { retryAfter: RETRY_AFTER },
      );
    }
    const count = (by: number) => {
      line.bytes += by;
      if (line.bytes > 0) this.lines.set(key, line);
      else this.lines.delete(key);
      const all = (this.owners.get(ownerId) ?? 0) + by;
      if (all > 0) this.owners.set(ownerId, all);
      else this.owners.delete(ownerId);
    };
    count(bytes);
    return () => count(-bytes);
  }

  private call(line: WaitingLine): void {
    if (!line.called && line.waiting.length > 0) {
      line.called = true;
      this.ready.push(line);
    }
    while (this.active < AT_ONCE && this.ready.length > 0) {
      this.active++;
      void this.serve(this.ready.shift()!);
    }
  }

  private async serve(line: WaitingLine): Promise<void> {
    const together = line.waiting.splice(0, fitting(line.waiting));
    const outcomes = await outcomesOf(together);
    for (const [n, { resolve, reject }] of together.entries()) {
      if (n > 0 && n % ANSWERED_AT_ONCE === 0) await setImmediate();
      const outcome = outcomes[n]!;
      if (outcome.status === 'fulfilled') resolve(outcome.value);
      else reject(outcome.reason);
    }
    this.active--;
    line.called = false;
    this.call(line);
    if (!line.called) line.onEmpty.splice(0).forEach((resolve) => resolve());
  }
}

async function outcomesOf(
  together: readonly WaitingMessage[],
): Promise<PromiseSettledResult<AcceptedMessage>[]> {
  try {
    return await together[0]!.takeIn(together.map(({ incoming }) => incoming));
  } catch (reason) {
    return together.map(() => ({ status: 'rejected', reason }));
  }
}

const keyOf = (ownerId: string, sessionId: string) => `${ownerId} ${sessionId}`;

/** Short, of a text that may be long. */
function knownBy(ownerId: string, sessionId: string, incoming: IncomingMessage): string {
  const { text, memberId, pictures } = incoming;
  const whole = JSON.stringify([ownerId, sessionId, memberId, text, pictures]);
  return createHash('sha256').update(whole).digest('base64');
}

const weightOf = (text: string) => MESSAGE + 2 * text.length;

/** How many of those that wait are taken in together: at least one. */
function fitting(waiting: readonly WaitingMessage[]): number {
  let bytes = 0;
  const beyond = waiting.findIndex((one, n) => {
    bytes += one.bytes;
    return n === MOST_TOGETHER || (n > 0 && bytes > MOST_BYTES_TOGETHER);
  });
  return beyond < 0 ? waiting.length : beyond;
}
