import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  completion,
  type FakeAnswer,
  json,
  refuse,
  streamAnswer,
  type Text,
  usageFor,
} from './fake-answer.js';
import { commonPrefix, type FakeRequest, fakeRequest } from './fake-request.js';
import { pictureBytes, wrongPicture } from './fake-pictures.js';
import { minimalValue, type JsonSchema } from './json-schema-value.js';
import { tooLongForSlot } from './local-answers.js';
import { objection, STRICT, type Strictness } from './strictness.js';

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
      if (request.json.stream)
        await streamAnswer(
          request,
          answer,
          text,
          usage,
          answer.chunkDelayMs ?? this.options.chunkDelayMs ?? 0,
          response,
        );
      else {
        await answer.until;
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
}
