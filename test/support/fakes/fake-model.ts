import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { minimalValue, type JsonSchema } from './json-schema-value.js';
import { tooLongForSlot } from './local-answers.js';
import { objection, STRICT, type Strictness } from './strictness.js';

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

type Text = string | ((request: FakeRequest) => string);

/** How a request is answered; what is left out, as usual. */
export interface FakeAnswer {
  /** Only for requests that pass; the others are answered as usual and do not use it up. */
  when?: (request: FakeRequest) => boolean;
  reply?: Text;
  /** Thought before the reply, as `reasoning_content`, or in another server's form. */
  reasoning?: string;
  reasoningForm?: 'reasoning_content' | 'reasoning' | 'reasoning_details' | 'parts';
  /** The reply comes as parts of a list, and choices without a number. */
  inParts?: boolean;
  /** Asks for this tool after the reply. */
  toolCall?: string;
  /** Between chunks. */
  chunkDelayMs?: number;
  /** Characters of a chunk; 4. */
  chunkSize?: number;
  /** The last chunk waits for this. */
  until?: Promise<unknown>;
  /** Refuses with this status and OpenAI's usual words, or with `failBody`. */
  failStatus?: number;
  failBody?: unknown;
  /** Seconds, of `retry-after`. */
  retryAfter?: number;
  /** Destroys the connection after so many chunks; 0: before the headers. */
  cutAfter?: number;
  /** Ends the stream after so many chunks, without a finish and without `[DONE]`. */
  endAfter?: number;
  /** Sends an error within the stream after so many chunks. */
  errorAfter?: number;
  /** Never answers. */
  hang?: boolean;
  /** A reply without text. */
  empty?: boolean;
  /** The value that a schema is filled with, cut in the middle. */
  brokenJson?: boolean;
  /** In any server's word; `stop`. */
  finish?: string;
  /** Instead of the usage reckoned; null: none at all. */
  usage?: object | null;
}

export interface FakeOptions {
  /** Listed as `context_length`; 128000. Null: not listed. */
  window?: number | null;
  model?: string;
  /** The usual reply. */
  reply?: Text;
  chunkDelayMs?: number;
  /** Forms of `response_format` that are taken; the others are refused with 400. All. */
  formats?: ('json_schema' | 'json_object')[];
  /** Fields that are refused with 400. */
  refusedFields?: string[];
  /** What is let through that strict servers refuse; nothing. */
  strict?: Partial<Strictness>;
  /** It takes pictures; otherwise a request that shows one is refused. */
  sees?: boolean;
  /** The only key that is let in. */
  key?: string;
  /** What else is answered, by method and path; it comes before the list of models. */
  paths?: Record<string, unknown>;
  /** Longer requests are refused, in the words of llama.cpp. */
  slotTokens?: number;
}

const WORDS: Record<number, { message: string; type: string; code: string | null }> = {
  400: {
    message:
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
  },
  401: {
    message: 'Incorrect API key provided: it is wrong.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  },
  404: {
    message: 'The model `x` does not exist or you do not have access to it.',
    type: 'invalid_request_error',
    code: 'model_not_found',
  },
  429: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' },
  500: {
    message: 'The server had an error while processing your request.',
    type: 'server_error',
    code: null,
  },
};

/** A language model's server that speaks the real protocol and says what it is told to. Listens on a free port. */
export async function startFakeModel(options: FakeOptions = {}): Promise<FakeModel> {
  const fake = new FakeModel(options);
  await fake.listen();
  return fake;
}

export class FakeModel {
  /** For `OPENAI_BASE_URL`. */
  url = '';
  readonly model: string;
  /** Every chat completion that was asked for, in order. */
  readonly requests: FakeRequest[] = [];
  /** The usual reply. */
  reply: Text;
  /** What a schema is filled with; no schema is given where a server is only asked for JSON, or not even that. */
  fill: (request: FakeRequest, schema: JsonSchema | undefined) => unknown = (_, schema) =>
    schema ? minimalValue(schema) : {};

  /** An answer to more characters of material than this is cut off, and says so. */
  cutAbove = Infinity;

  private readonly planned: FakeAnswer[] = [];
  private readonly waiting: { count: number; resolve: () => void }[] = [];
  private readonly server = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const { key } = this.options;
      if (key && incoming.headers.authorization !== `Bearer ${key}`) refuse(response, { failStatus: 401 });
      else if (`${incoming.method} ${incoming.url}` in (this.options.paths ?? {}))
        json(response, 200, this.options.paths![`${incoming.method} ${incoming.url}`]);
      else if (incoming.url === '/v1/models' && incoming.method === 'GET') this.list(response);
      else if (incoming.url === '/v1/chat/completions' && incoming.method === 'POST')
        await this.complete(incoming.headers, Buffer.concat(chunks), response);
      else refuse(response, { failStatus: 404, failBody: { error: 'no such path' } });
    })().catch(() => response.destroy());
  });

  constructor(readonly options: FakeOptions) {
    this.model = options.model ?? 'fake-1';
    this.reply = options.reply ?? ((request) => `This is the answer to request ${request.n}.`);
    // Only streams that are told to stand still take long; a test may be paused in a debugger.
    this.server.requestTimeout = 0;
  }

  /** How the next request (or the next few) is answered; several calls line up. */
  next(answer: FakeAnswer, times = 1): void {
    for (let i = 0; i < times; i++) this.planned.push(answer);
  }

  /** Whatever was lined up and not asked for is forgotten. */
  asUsual(): void {
    this.planned.length = 0;
  }

  /** Once so many requests have come in, from the beginning on. */
  async received(count: number): Promise<FakeRequest> {
    if (this.requests.length < count)
      await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
    return this.requests[count - 1]!;
  }

  get last(): FakeRequest {
    const last = this.requests.at(-1);
    if (!last) throw new Error('Nothing was asked yet');
    return last;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private list(response: ServerResponse): void {
    const { window = 128_000 } = this.options;
    const entry = { id: this.model, object: 'model', created: 0, owned_by: 'fake' };
    json(response, 200, {
      object: 'list',
      data: [window === null ? entry : { ...entry, context_length: window }],
    });
  }

  private async complete(headers: IncomingHttpHeaders, raw: Buffer, response: ServerResponse): Promise<void> {
    const request = fakeRequest(this.requests.length + 1, headers, raw, response);
    const cachedBytes = Math.max(
      0,
      ...this.requests.map((earlier) => commonPrefix(earlier.messageBytes, request.messageBytes)),
    );
    this.requests.push(request);
    for (const waiter of this.waiting) if (this.requests.length >= waiter.count) waiter.resolve();

    const at = this.planned.findIndex((plan) => plan.when?.(request) ?? true);
    const answer: FakeAnswer = at < 0 ? {} : this.planned.splice(at, 1)[0]!;
    const refused = this.refusedBy(request);
    if (answer.hang) return;
    if (answer.cutAfter === 0) response.destroy();
    else if (answer.failStatus) refuse(response, answer);
    else if (this.options.slotTokens && request.messageBytes.length / 4 > this.options.slotTokens)
      refuse(response, {
        failStatus: 400,
        failBody: tooLongForSlot(request.messageBytes.length / 4, this.options.slotTokens),
      });
    else if (refused) refuse(response, { failStatus: 400, failBody: { error: { message: refused } } });
    else {
      const whole = this.textFor(request, answer);
      const cut = !request.json.stream && request.messages.at(-1)!.content.length > this.cutAbove;
      const text = cut ? whole.slice(0, Math.ceil(whole.length / 2)) : whole;
      const usage =
        answer.usage === undefined
          ? usageFor(request.messageBytes.length - pictureBytes(request.messageBytes), cachedBytes, text)
          : answer.usage;
      if (request.json.stream) await this.stream(request, answer, text, usage, response);
      else
        json(response, 200, {
          ...completion(request, 'chat.completion'),
          choices: [
            {
              index: 0,
              message: { role: 'assistant', content: text },
              finish_reason: answer.finish ?? (cut ? 'length' : 'stop'),
            },
          ],
          ...(usage && { usage }),
        });
    }
  }

  private refusedBy({ json: body }: FakeRequest): string | undefined {
    const field = this.options.refusedFields?.find((name) => name in body);
    if (field) return `Unrecognized request argument supplied: ${field}`;
    const wrong = wrongPicture(body.messages, this.options.sees ?? false);
    if (wrong) return wrong;
    const format = body.response_format?.type as 'json_schema' | 'json_object' | undefined;
    if (format && this.options.formats && !this.options.formats.includes(format))
      return 'This response_format type is unavailable now';
    return objection(body, { ...STRICT, ...this.options.strict });
  }

  private textFor(request: FakeRequest, answer: FakeAnswer): string {
    if (answer.empty) return '';
    const reply = answer.reply ?? (request.json.stream ? this.reply : undefined);
    if (reply !== undefined) return typeof reply === 'string' ? reply : reply(request);
    const filled = JSON.stringify(this.fill(request, request.json.response_format?.json_schema?.schema));
    return answer.brokenJson ? filled.slice(0, Math.ceil(filled.length / 2)) : filled;
  }

  private async stream(
    request: FakeRequest,
    answer: FakeAnswer,
    text: string,
    usage: object | null,
    response: ServerResponse,
  ): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    const delay = answer.chunkDelayMs ?? this.options.chunkDelayMs ?? 0;
    const send = (choice: object | null, rest?: object) =>
      response.write(
        `data: ${JSON.stringify({ ...completion(request, 'chat.completion.chunk'), choices: choice ? [{ ...(answer.inParts ? {} : { index: 0 }), ...choice }] : [], ...rest })}\n\n`,
      );
    send({ delta: { role: 'assistant', content: '' }, finish_reason: null });
    for (const part of pieces(answer.reasoning ?? '', answer.chunkSize ?? 4)) {
      send({ delta: thoughtIn(answer.reasoningForm ?? 'reasoning_content', part), finish_reason: null });
      if (delay > 0) await sleep(delay);
    }
    let sent = 0;
    const parts = pieces(text, answer.chunkSize ?? 4);
    for (const part of parts) {
      if (sent === parts.length - 1) await answer.until;
      if (response.destroyed) return;
      if (sent === answer.cutAfter) return void response.destroy();
      if (sent === answer.endAfter) return void response.end();
      if (sent === answer.errorAfter) {
        response.end(`data: ${JSON.stringify({ error: WORDS[500] })}\n\n`);
        return;
      }
      const content = answer.inParts ? [{ type: 'text', text: part }] : part;
      send({ delta: { content }, finish_reason: null });
      sent++;
      if (delay > 0) await sleep(delay);
    }
    const tools = answer.toolCall && [{ id: 'call_1', function: { name: answer.toolCall, arguments: '{}' } }];
    if (tools) send({ delta: { tool_calls: tools }, finish_reason: null });
    send({ delta: {}, finish_reason: answer.finish ?? (tools ? 'tool_calls' : 'stop') });
    if (usage && request.json.stream_options?.include_usage) send(null, { usage });
    response.end('data: [DONE]\n\n');
  }
}

const TOKENS_OF_PICTURE = 1000;
const DATA_URL = /^data:image\/jpeg;base64,/;

/** Pictures weigh other than their letters. */
function pictureBytes(messages: Buffer): number {
  const urls = messages.toString('latin1').match(/data:image\/jpeg;base64,[A-Za-z0-9+/=]*/g) ?? [];
  return urls.reduce((sum, url) => sum + url.length - 4 * TOKENS_OF_PICTURE, 0);
}

/** What a server says of pictures that it does not take, in the words of DeepSeek, or that are none. */
function wrongPicture(messages: { role: string; content: unknown }[], sees: boolean): string | undefined {
  const shown = messages.flatMap(({ role, content }) =>
    (Array.isArray(content) ? (content as { image_url?: { url: string } }[]) : [])
      .filter((part) => part.image_url)
      .map((part) => ({ role, url: part.image_url!.url })),
  );
  if (!shown.length) return undefined;
  if (!sees) return 'Failed to deserialize: messages[1]: unknown variant `image_url`, expected `text`';
  if (shown.some(({ role }) => role !== 'user')) return 'Images are only allowed in user messages.';
  const isPicture = ({ url }: { url: string }) =>
    DATA_URL.test(url) && Buffer.from(url.replace(DATA_URL, ''), 'base64').subarray(0, 3).equals(JPEG);
  return shown.every(isPicture) ? undefined : 'Could not decode the base64 of a picture.';
}
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

function fakeRequest(
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

/** A piece of thinking in the form of one server or another. */
function thoughtIn(form: NonNullable<FakeAnswer['reasoningForm']>, text: string): object {
  if (form === 'reasoning_details')
    return { content: '', reasoning_details: [{ type: 'reasoning.text', text }] };
  if (form === 'parts') return { content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] };
  return { content: '', [form]: text };
}

/** The array after `"messages":`, where that is the body's last field. */
function messageArray(raw: Buffer): Buffer {
  const key = Buffer.from('"messages":');
  const at = raw.indexOf(key);
  return at < 0 ? raw : raw.subarray(at + key.length, raw.length - 1);
}

function commonPrefix(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  const block = 64 * 1024;
  let at = 0;
  while (at + block <= most && a.compare(b, at, at + block, at, at + block) === 0) at += block;
  while (at < most && a[at] === b[at]) at++;
  return at;
}

/** A token is four bytes; a kept prefix costs what providers say it does, nothing anew. */
function usageFor(bytes: number, cachedBytes: number, text: string): object {
  const prompt = Math.ceil(bytes / 4);
  const answered = Math.ceil(text.length / 4);
  return {
    prompt_tokens: prompt,
    completion_tokens: answered,
    total_tokens: prompt + answered,
    prompt_tokens_details: { cached_tokens: Math.floor(cachedBytes / 4) },
  };
}

function completion(request: FakeRequest, object: string): object {
  return { id: `chatcmpl-${request.n}`, object, created: 0, model: request.json.model };
}

/** By code points, so that no character comes apart. */
function pieces(text: string, size: number): string[] {
  const points = Array.from(text);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    points.slice(i * size, (i + 1) * size).join(''),
  );
}

function refuse(response: ServerResponse, answer: FakeAnswer): void {
  const status = answer.failStatus ?? 500;
  if (answer.retryAfter !== undefined) response.setHeader('retry-after', String(answer.retryAfter));
  json(response, status, answer.failBody ?? { error: { param: null, ...(WORDS[status] ?? WORDS[500]) } });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
