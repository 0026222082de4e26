import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Problem } from '../problem.js';

const MB = 1024 * 1024;
/** So many messages are taken in at once, each of another session: the pool has connections for what else there is. */
const AT_ONCE = 8;
/** What a message weighs beside its text, in bytes, and what a request does that waits for its reply. */
const MESSAGE = 1024;
const REQUEST = 32 * 1024;
/** Seconds after which who was refused may ask again. */
const RETRY_AFTER = 2;

/** What waits in one session. */
interface Line {
  bytes: number;
  steps: (() => void)[];
  /** One of its messages is being taken in, or will be next. */
  called: boolean;
}

/**
 * Has messages taken in one after another in each session, the sessions by turns, so that a flood in one delays no
 * other, and bounds what waits: by session and by owner.
 */
@Injectable()
export class Admission {
  private readonly mostOfOwner: number;
  private readonly mostOfSession: number;
  private readonly lines = new Map<string, Line>();
  private readonly owners = new Map<string, number>();
  private readonly ready: Line[] = [];
  private active = 0;

  constructor({ memory }: Config) {
    this.mostOfOwner = Math.min(Math.max(memory / 32, 16 * MB), 64 * MB);
    this.mostOfSession = this.mostOfOwner / 4;
  }

  /**
   * Takes a message in when it is its session's turn.
   * @throws Problem too_much_waiting
   */
  async take<T>(ownerId: string, sessionId: string, text: string, act: () => Promise<T>): Promise<T> {
    const leave = this.enter(ownerId, sessionId, MESSAGE + 2 * text.length);
    const line = this.lines.get(sessionId)!;
    try {
      await new Promise<void>((begin) => {
        line.steps.push(begin);
        this.call(line);
      });
      try {
        return await act();
      } finally {
        this.active--;
        line.called = false;
        this.call(line);
      }
    } finally {
      leave();
    }
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
  private enter(ownerId: string, sessionId: string, bytes: number): () => void {
    const line = this.lines.get(sessionId) ?? { bytes: 0, steps: [], called: false };
    const ofOwner = this.owners.get(ownerId) ?? 0;
    if (
      (line.bytes > 0 && line.bytes + bytes > this.mostOfSession) ||
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
      if (line.bytes > 0) this.lines.set(sessionId, line);
      else this.lines.delete(sessionId);
      const all = (this.owners.get(ownerId) ?? 0) + by;
      if (all > 0) this.owners.set(ownerId, all);
      else this.owners.delete(ownerId);
    };
    count(bytes);
    return () => count(-bytes);
  }

  private call(line: Line): void {
    if (!line.called && line.steps.length > 0) {
      line.called = true;
      this.ready.push(line);
    }
    while (this.active < AT_ONCE && this.ready.length > 0) {
      this.active++;
      this.ready.shift()!.steps.shift()!();
    }
  }
}
