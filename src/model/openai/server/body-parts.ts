import { setImmediate } from 'node:timers/promises';
import type { ClientOptions } from 'openai';
import { type Dispatcher, errors, request } from 'undici';
import { readText } from './read-text.js';
import type { OnWait } from './retry-waits.js';
import { isPermanent, type Refusal, refusalOf } from './server-problem.js';

export type Fetch = NonNullable<ClientOptions['fetch']>;

/** What a server sends back with a status of success; its body is not read yet. */
export interface Answer {
  body: Dispatcher.ResponseData['body'];
  contentType: string;
}

/** The client writes the messages last, and empty; the parts go in there. */
const EMPTY = '[]}';
/** Each part is a write to the connection; smaller ones are joined, in bytes. */
const WORTH_A_WRITE = 64 * 1024;
/** So much is written until everything else has a turn, in bytes: a server that reads fast takes forty megabytes at once. */
const AT_ONCE = 8 * 1024 * 1024;
/** Longest wait, in seconds, that a server may ask for before a retry; who asks for more is not asked again. */
const LONGEST_WAIT = 20;
/** As the client is told. */
const MOST_RETRIES = 2;

/**
 * A `fetch` for one call of the `openai` client that sends the client's own JSON with the message parts in place
 * of its empty list, over undici: a long history is never parsed, joined or written out again. A refusal
 * goes back to the client, which keeps its retries and errors; a success is kept for `answer()`, unread.
 * @param headersTimeout in milliseconds, until the server begins to answer; not retried
 */
export function partsFetch(
  dispatcher: Dispatcher,
  list: 'messages' | 'input',
  parts: readonly Uint8Array[],
  headersTimeout: number,
  onWait?: OnWait,
): { fetch: Fetch; answer: () => Answer } {
  let answer: Answer | undefined;
  const fetch: Fetch = async (url, init) => {
    const json = init?.body;
    if (typeof json !== 'string' || !json.endsWith(`"${list}":${EMPTY}`))
      throw new TypeError('The request does not end in an empty list of messages');
    const body = joined([Buffer.from(json.slice(0, -EMPTY.length)), ...parts, Buffer.from('}')]);
    const length = body.reduce((sum, part) => sum + part.byteLength, 0);

    const headers = new Headers(init?.headers as ConstructorParameters<typeof Headers>[0]);
    headers.set('content-length', String(length));
    headers.set('accept-encoding', 'identity');
    try {
      const response = await request(String(url), {
        dispatcher,
        method: 'POST',
        headers: Object.fromEntries(headers),
        body: (length > AT_ONCE ? inTurns(body) : body) as unknown as Uint8Array, // an iterable of parts, which the types leave out
        signal: init?.signal as AbortSignal | undefined,
        headersTimeout,
      });
      if (response.statusCode >= 200 && response.statusCode < 300) {
        answer = { body: response.body, contentType: String(response.headers['content-type'] ?? '') };
        return new Response(null, { status: response.statusCode });
      }
      const refusal = refusalOf(response.statusCode, await readText(response.body, 64 * 1024));
      const refused = refusalResponse(refusal, response.headers);
      const wait = waitOf(refused.headers);
      if (wait > 0 && willRetry(refused, headers)) onWait?.(wait, refusal.status);
      return refused;
    } catch (error) {
      if (error instanceof errors.HeadersTimeoutError)
        return refusalResponse({ status: 504, message: 'no answer in time', code: 'timeout', type: '' }, {});
      throw error;
    }
  };
  return {
    fetch,
    answer: () => {
      if (!answer) throw new Error('There is no answer yet');
      return answer;
    },
  };
}

/** Parts as they are, but for a rest between so many bytes. */
export async function* inTurns(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  let written = 0;
  for (const part of parts) {
    if (written > 0 && written + part.byteLength > AT_ONCE) {
      await setImmediate();
      written = 0;
    }
    yield part;
    written += part.byteLength;
  }
}

/** Neighbours that are small are one. */
function joined(parts: readonly Uint8Array[]): Uint8Array[] {
  const body: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const flush = () => {
    if (small.length > 0) body.push(Buffer.concat(small));
    small = [];
  };
  for (const part of parts) {
    if (part.byteLength < WORTH_A_WRITE) small.push(part);
    else {
      flush();
      body.push(part);
    }
  }
  flush();
  return body;
}

/** The refusal as the client reads it: in OpenAI's form, and told not to retry where that cannot help. */
function refusalResponse(refusal: Refusal, sent: Record<string, string | string[] | undefined>): Response {
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of ['retry-after', 'retry-after-ms', 'x-should-retry', 'x-request-id']) {
    const value = sent[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const wait = waitOf(headers);
  if (isPermanent(refusal) || wait > LONGEST_WAIT) headers.set('x-should-retry', 'false');
  const { status, ...error } = refusal;
  return new Response(JSON.stringify({ error }), { status, headers });
}

/** Whether the client will ask again after a refusal, as it reckons itself. */
function willRetry(refused: Response, sent: Headers): boolean {
  const tries = Number(sent.get('x-stainless-retry-count') ?? 0);
  return (
    refused.headers.get('x-should-retry') !== 'false' && tries < MOST_RETRIES && RETRIED.has(refused.status)
  );
}
const RETRIED = new Set([408, 409, 429, 500, 502, 503, 504, 529]);

/** Seconds that the server asks to wait; 0 where it does not say. */
function waitOf(headers: Headers): number {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (!Number.isNaN(ms)) return ms / 1000;
  const after = headers.get('retry-after');
  if (!after) return 0;
  const seconds = Number.parseFloat(after);
  const wait = Number.isNaN(seconds) ? (Date.parse(after) - Date.now()) / 1000 : seconds;
  return Number.isNaN(wait) ? 0 : wait;
}
