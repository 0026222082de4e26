import type { ServerToClient, TurnWaiting } from '../../contracts/sockets.js';
import type { CleanedEvent } from './cleaned-reply.js';

type NewsName = 'turn.delta' | 'turn.thinking' | 'turn.revised' | 'turn.waiting';

/** What is to be told of a reply. */
export type ReplyNews = {
  [Name in NewsName]: {
    name: Name;
    body: Omit<Parameters<ServerToClient[Name]>[0], 'turnId' | 'sessionId'>;
  };
}[NewsName];

/** A reply as it grows: its text, what the model wrote of it, and what it thought. */
export class GrowingReply {
  text: string;
  raw: string;
  thinking = '';
  /** The model's server asked for a pause, and has not answered since. */
  waiting: Omit<TurnWaiting, 'seconds'> | null = null;
  readonly #clock = new ThinkingClock();

  /** @param base what it begins with, when an earlier one is carried on */
  constructor(readonly base: string) {
    this.text = base;
    this.raw = base;
  }

  /** Whether anything has come that is to be read. */
  get hasMore(): boolean {
    return this.text.slice(this.base.length).trim() !== '';
  }

  /** For how long was thought so far, in milliseconds. */
  get thinkingMs(): number {
    return this.#clock.ms;
  }

  /** @returns what is new of it */
  take(event: Exclude<CleanedEvent, { type: 'end' }>): ReplyNews | null {
    if (event.type === 'waiting') {
      const { until, code } = event;
      this.waiting = { until: until.toISOString(), code };
      return { name: 'turn.waiting', body: { ...this.waiting, seconds: secondsTo(until) } };
    }
    this.waiting = null;
    switch (event.type) {
      case 'delta': {
        const { text, raw } = event;
        this.raw += raw;
        if (text === '') return null;
        const offset = this.text.length;
        this.text += text;
        this.#clock.speaks();
        return { name: 'turn.delta', body: { offset, text } };
      }
      case 'thinking': {
        const { text } = event;
        const offset = this.thinking.length;
        this.thinking += text;
        this.#clock.thinks();
        return { name: 'turn.thinking', body: { offset, text } };
      }
      case 'revised': {
        const { thinking } = event;
        // What turns out to be thinking took all the time until now.
        this.#clock.revised(thinking.length > this.thinking.length);
        this.thinking = thinking;
        this.text = this.base + event.text;
        this.raw = this.base + event.raw;
        return { name: 'turn.revised', body: { thinking, text: this.text } };
      }
    }
  }
}

export const secondsTo = (until: Date | string) =>
  Math.max(0, Math.round((new Date(until).getTime() - Date.now()) / 100) / 10);

/** Counts the time that passes between a thought and what is said after it. */
class ThinkingClock {
  #first: number | null = null;
  #since: number | null = null;
  #sum = 0;

  get ms(): number {
    return Math.round(this.#sum + (this.#since === null ? 0 : performance.now() - this.#since));
  }

  thinks(): void {
    this.#first ??= performance.now();
    this.#since ??= performance.now();
  }

  speaks(): void {
    this.#first ??= performance.now();
    if (this.#since === null) return;
    this.#sum += performance.now() - this.#since;
    this.#since = null;
  }

  /** @param all what was said until now was thought */
  revised(all: boolean): void {
    this.speaks();
    if (all) this.#sum = performance.now() - this.#first!;
  }
}
