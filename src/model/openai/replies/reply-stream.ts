import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { Answer } from '../server/body-parts.js';
import type { ReplyEvent } from '../../model.js';
import { readText } from '../server/read-text.js';
import { ReplyState } from './reply-state.js';

/** Characters of one event; no server's is near it. */
const LONGEST_EVENT = 4 * 1024 * 1024;
/** How long a server may keep a stream open after its end before the connection is closed, in milliseconds. */
const GRACE = 1000;
/** Where more replies than this come at once, each is read every so many milliseconds: to be woken by every token costs more than to read it. */
const MANY = 50;
const PAUSE_MS = 50;

/** Replies that are coming, of this process. */
let coming = 0;

/**
 * Reads the answer to a streamed request as it comes, or whole from a server that does not stream, although asked to.
 * Deltas of one network chunk are given as one.
 * @throws Problem where the server reports an error, stops without saying so, or says nothing at all; the
 * body's own error where the connection breaks
 */
export async function* readReply(answer: Answer, reply: ReplyState): AsyncGenerator<ReplyEvent> {
  const { body } = answer;
  body.on('error', () => {}); // closing it early is no error
  coming++;
  try {
    if (answer.contentType.includes('application/json')) reply.take(await readText(body, LONGEST_EVENT));
    else yield* streamedAnswer(body, reply);
    reply.close();
    yield* reply.told();
    yield reply.end();
  } finally {
    coming--;
    // Read to its end, a connection can be used again.
    if (reply.done) {
      body.resume();
      setTimeout(() => body.destroy(), GRACE).unref();
    } else body.destroy();
  }
}

async function* streamedAnswer(body: Answer['body'], reply: ReplyState): AsyncGenerator<ReplyEvent> {
  const events: string[] = [];
  let broken: Error | undefined;
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    onEvent: (event) => events.push(event.data),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') broken = reply.unreadable();
    },
  });
  const decoder = new TextDecoder();
  /** What a piece adds to the reply; what stands before something unreadable is still said. */
  function* read(piece: string): Generator<ReplyEvent> {
    parser.feed(piece);
    let failure: unknown = broken;
    try {
      for (const data of events.splice(0)) reply.take(data);
    } catch (error) {
      failure = error;
    }
    yield* reply.told();
    if (failure) throw failure;
  }
  for await (const bytes of allThatHasCome(body)) {
    yield* read(decoder.decode(bytes, { stream: true }));
    if (reply.done) return;
    if (coming > MANY) await sleep(PAUSE_MS);
  }
  yield* read(`${decoder.decode()}\n\n`);
}

/**
 * The bytes of a body as they come, at each step all that are there. A stream's own iterator gives them chunk by chunk
 * from Node 26 on.
 */
async function* allThatHasCome(body: Answer['body']): AsyncGenerator<Buffer> {
  for await (const first of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const chunks = [first];
    for (let next = body.read() as Buffer | null; next; next = body.read() as Buffer | null)
      chunks.push(next);
    yield chunks.length === 1 ? first : Buffer.concat(chunks);
  }
}
