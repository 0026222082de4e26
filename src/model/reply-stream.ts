import { createParser, type ParseError } from 'eventsource-parser';
import type { Answer } from './body-parts.js';
import { Problem } from '../problem.js';
import type { ReplyEvent } from './model.js';
import { readText } from './read-text.js';
import { notACompletion, type Place, problemOfReported } from './server-problem.js';
import { ThinkingFilter } from './thinking.js';
import { usageOf } from './usage.js';

/** Characters of one event; no server's is near it. */
const LONGEST_EVENT = 4 * 1024 * 1024;
/** How long a server may keep a stream open after its end before the connection is closed, in milliseconds. */
const GRACE = 1000;

/** The fields of a chat completion, whole or a chunk of it, that are read here. All of them may be missing. */
interface Completion {
  choices?: {
    delta?: { content?: string | null } | null;
    message?: { content?: string | null } | null;
    finish_reason?: string | null;
    usage?: unknown;
  }[];
  usage?: unknown;
  error?: unknown;
}

/**
 * Reads the answer to a streamed request as it comes. What a model thinks before it speaks is no part of the reply.
 * Deltas of one network chunk are given as one.
 * @throws Problem where the server reports an error, stops without saying so, or says nothing at all; the
 * body's own error where the connection breaks
 */
export async function* readReply(answer: Answer, place: Place): AsyncGenerator<ReplyEvent> {
  const { body } = answer;
  const reply = new ReplyState(place);
  body.on('error', () => {}); // closing it early is no error
  try {
    const texts = answer.contentType.includes('application/json')
      ? wholeAnswer(body, reply)
      : streamedAnswer(body, reply);
    for await (const text of texts) yield { type: 'delta', text };
    const rest = reply.rest();
    if (rest) yield { type: 'delta', text: rest };
    yield reply.end();
  } finally {
    // Read to its end, a connection can be used again.
    if (reply.done) {
      body.resume();
      setTimeout(() => body.destroy(), GRACE).unref();
    } else body.destroy();
  }
}

async function* streamedAnswer(body: Answer['body'], reply: ReplyState): AsyncGenerator<string> {
  const events: string[] = [];
  let broken: ParseError | undefined;
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent: (event) => events.push(event.data),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') broken = error;
    },
  });
  const decoder = new TextDecoder();
  /** What a piece adds to the reply; what stands before something unreadable is still said. */
  function* read(piece: string): Generator<string> {
    parser.feed(piece);
    let text = '';
    let failure: unknown = broken;
    try {
      for (const data of events.splice(0)) text += reply.take(data);
    } catch (error) {
      failure = error;
    }
    if (text) yield text;
    if (failure) throw failure;
  }
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    yield* read(decoder.decode(chunk, { stream: true }));
    if (reply.done) return;
  }
  yield* read(`${decoder.decode()}\n\n`);
}

/** A server that does not stream, although asked to. */
async function* wholeAnswer(body: Answer['body'], reply: ReplyState): AsyncGenerator<string> {
  const text = reply.take(await readText(body, LONGEST_EVENT));
  if (text) yield text;
}

/** What is known of a reply from the events so far. */
class ReplyState {
  /** The server said that this is all. */
  done = false;
  #finish: string | null = null;
  #usage: unknown;
  #said = false;
  readonly #thinking = new ThinkingFilter();

  constructor(private readonly place: Place) {}

  /** Takes one event in and returns the text it adds to the reply. */
  take(data: string): string {
    if (this.done || data.trim() === '') return '';
    if (data.trim() === '[DONE]') {
      this.done = true;
      return '';
    }
    const completion = this.#parse(data);
    if (completion.error) throw problemOfReported(data, completion.error, this.place);
    const choice = completion.choices?.[0];
    this.#usage = completion.usage ?? choice?.usage ?? this.#usage;
    this.#finish = choice?.finish_reason || this.#finish;
    const content = choice?.delta?.content ?? choice?.message?.content;
    return typeof content === 'string' ? this.#spoken(this.#thinking.push(content)) : '';
  }

  /** The last event, once nothing more comes. */
  end(): ReplyEvent {
    if (this.#finish === null && !this.done)
      throw new Problem(
        'model_failed',
        `The model server at ${this.place.server} stopped before the reply was complete. Try again; its own log tells more.`,
      );
    const finish = this.#finish ?? 'stop';
    if (!this.#said)
      throw new Problem(
        'model_empty',
        finish === 'length'
          ? `${this.place.model} used up the room for its reply before it said anything; a model that thinks at length needs a larger window.`
          : finish === 'content_filter'
            ? `${this.place.server} held the reply back (content filter). Say it in another way.`
            : `${this.place.model} answered with nothing. Try again.`,
      );
    return {
      type: 'end',
      finish: finish === 'stop' || finish === 'length' ? finish : 'other',
      usage: usageOf(this.#usage),
    };
  }

  /** What the thinking filter held back, when it turns out to be the reply. */
  rest(): string {
    return this.#spoken(this.#thinking.end());
  }

  #spoken(text: string): string {
    if (text.trim() !== '') this.#said = true;
    return text;
  }

  #parse(data: string): Completion {
    try {
      const value: unknown = JSON.parse(data);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // told below
    }
    throw notACompletion(this.place);
  }
}
