import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { JsonSchema } from './json-schema-value.js';

/** One chat completion that was asked for, as it came. */
export interface FakeRequest {
  /** From 1. */
  n: number;
  headers: IncomingHttpHeaders;
  /** The body's bytes. */
  raw: Buffer;
  /** `performance.now()` at the last byte of the request. */
  receivedAt: number;
  /** Parsed when it is first looked at. */
  readonly json: FakeBody;
  readonly messages: FakeMessage[];
  /** The JSON array of messages, byte for byte; `raw` where it cannot be found. */
  readonly messageBytes: Buffer;
  /** How it ended: `aborted` when the client closed the connection before the answer was complete. */
  ended: Promise<'complete' | 'aborted'>;
}

export interface FakeMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface FakeBody {
  model: string;
  messages: FakeMessage[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  max_tokens?: number;
  max_completion_tokens?: number;
  prompt_cache_key?: string;
  response_format?: { type: string; json_schema?: { name: string; schema: JsonSchema; strict?: boolean } };
}

/** Reads a request once, and only what is looked at. */
export function fakeRequest(
  n: number,
  headers: IncomingHttpHeaders,
  raw: Buffer,
  response: ServerResponse,
): FakeRequest {
  let parsed: FakeBody | undefined;
  let array: Buffer | undefined;
  return {
    n,
    headers,
    raw,
    receivedAt: performance.now(),
    get json() {
      return (parsed ??= JSON.parse(raw.toString()) as FakeBody);
    },
    get messages() {
      return this.json.messages;
    },
    get messageBytes() {
      return (array ??= messageArray(raw));
    },
    ended: new Promise((resolve) => {
      response.once('close', () => resolve(response.writableFinished ? 'complete' : 'aborted'));
    }),
  };
}

/** The array after `"messages":`, where that is the body's last field. */
function messageArray(raw: Buffer): Buffer {
  const key = Buffer.from('"messages":');
  const at = raw.indexOf(key);
  return at < 0 ? raw : raw.subarray(at + key.length, raw.length - 1);
}

/** Bytes that two requests begin with. */
export function commonPrefix(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  const block = 64 * 1024;
  let at = 0;
  while (at + block <= most && a.compare(b, at, at + block, at, at + block) === 0) at += block;
  while (at < most && a[at] === b[at]) at++;
  return at;
}
