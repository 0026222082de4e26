import { Problem } from '../../contracts/problem.js';
import type { ReplyEvent } from '../model.js';
import type { ParsedEvent } from './reply-events.js';
import { notACompletion, type RequestTarget, problemOfReported } from './server-problem.js';
import { storable } from '../../text/encoding/storable.js';
import { ThinkingFilter } from './thinking.js';
import { usageOf } from './usage.js';

/** UTF-16 units of a reply; a server that says more than this does not stop by itself. */
const LONGEST_REPLY = 1_000_000;

/** Why servers end a reply that they do not let pass: OpenAI's word, Gemini's, Anthropic's, Zhipu's. */
const FILTERED = /^(?:content_?filter(?:ed)?|safety|prohibited_content|blocklist|spii|refusal|sensitive)$/i;

/** What is known of a reply from the events so far. */
export class ReplyState {
  /** The server said that this is all. */
  done = false;
  #finish: string | null = null;
  #usage: unknown;
  #refused = false;
  #hasText = false;
  #heard = false;
  #length = 0;
  /** The first half of a surrogate pair whose second has not come yet. */
  #half = '';
  readonly #thinking = new ThinkingFilter();

  /** @param read what an event of this API says */
  constructor(
    private readonly place: RequestTarget,
    private readonly read: (event: object) => ParsedEvent,
  ) {}

  /** Takes one event in, as it came, and returns the text it adds to the reply. */
  take(data: string): string {
    if (this.done || data.trim() === '') return '';
    if (data.trim() === '[DONE]') {
      this.done = true;
      return '';
    }
    return this.hear(this.#parse(data));
  }

  /**
   * Takes one event in and returns the text it adds to the reply.
   * @throws Problem that the event reports
   */
  hear(event: object): string {
    this.#heard = true;
    const { error, done, finish, refused, usage, text, whole } = this.read(event);
    if (error) throw problemOfReported(event, error, this.place);
    this.done ||= done ?? false;
    this.#usage = usage ?? this.#usage;
    this.#finish = finish || this.#finish;
    this.#refused ||= refused || FILTERED.test(finish ?? '');
    if (typeof text === 'string') return this.#spoken(this.#thinking.push(text));
    return typeof whole === 'string' && !this.#hasText ? this.#spoken(this.#thinking.push(whole)) : '';
  }

  /** The last event, once nothing more comes. */
  end(): ReplyEvent {
    if (!this.#heard && !this.done) throw this.unreadable();
    if (this.#finish === null && !this.done)
      throw new Problem(
        'model_failed',
        `The model server at ${this.place.server} stopped before the reply was complete. Try again; its own log tells more.`,
      );
    const finish = this.#finish ?? 'stop';
    if (!this.#hasText && this.#refused)
      throw new Problem(
        'model_refused',
        `${this.place.server} held the reply back (content filter). Say it in another way.`,
      );
    if (!this.#hasText)
      throw new Problem(
        'model_empty',
        finish === 'length'
          ? `${this.place.model} used up the room for its reply before it said anything; a model that thinks at length needs a larger window.`
          : `${this.place.model} answered with nothing. Try again.`,
      );
    return {
      type: 'end',
      finish: this.#refused ? 'refused' : finish === 'stop' || finish === 'length' ? finish : 'other',
      usage: usageOf(this.#usage),
    };
  }

  /** What the thinking filter held back, when it turns out to be the reply. */
  rest(): string {
    return this.#spoken(this.#thinking.end(), true);
  }

  /** What came is nothing that this API sends. */
  unreadable(): Problem {
    return notACompletion(this.place);
  }

  /** Told as it can be stored: whole characters, of which the last may have to wait for its other half. */
  #spoken(piece: string, last = false): string {
    let text = this.#half + piece;
    this.#half = last ? '' : (/[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '');
    text = storable(this.#half ? text.slice(0, -1) : text);
    if (text.trim() !== '') this.#hasText = true;
    this.#length += text.length;
    if (this.#length > LONGEST_REPLY)
      throw new Problem(
        'model_failed',
        `${this.place.model} did not stop: its reply was broken off after ${LONGEST_REPLY} characters. What came before is kept; look at the settings of the model server.`,
      );
    return text;
  }

  #parse(data: string): object {
    try {
      const value: unknown = JSON.parse(data);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // told below
    }
    throw this.unreadable();
  }
}
