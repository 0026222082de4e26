import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeModel, type FakeOptions, startFakeModel } from '../../../test/support/fakes/fake-model.js';
import type { Problem } from '../../contracts/problem.js';
import type { Prompt, ReplyEvent, Usage } from '../model.js';
import { OpenAiModel } from './openai-model.js';

const KEY = 'sk-secret-0123456789';
const opened: { fakes: FakeModel[]; models: OpenAiModel[]; servers: Server[] } = {
  fakes: [],
  models: [],
  servers: [],
};

afterEach(async () => {
  await Promise.all(opened.models.splice(0).map((model) => model.close()));
  await Promise.all(opened.fakes.splice(0).map((fake) => fake.close()));
  for (const server of opened.servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function modelAt(baseUrl: string, name: string | null = 'fake-1'): OpenAiModel {
  const model = new OpenAiModel({ baseUrl, apiKey: KEY, name: name ?? undefined, window: undefined });
  opened.models.push(model);
  return model;
}

async function connected(options?: FakeOptions): Promise<{ fake: FakeModel; model: OpenAiModel }> {
  const fake = await startFakeModel(options);
  opened.fakes.push(fake);
  return { fake, model: modelAt(fake.url) };
}

async function serverOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  opened.servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** A server that answers every completion with these events. */
const eventsOf =
  (...events: (object | string)[]): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events)
      response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
    response.end();
  };

const delta = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

function prompt(...messages: { role: string; content: string }[]): Prompt {
  const list = messages.length ? messages : [{ role: 'user', content: 'Hello' }];
  return { messages: [Buffer.from(JSON.stringify(list))], maxTokens: 500, cacheKey: 'session-1' };
}

interface StreamedReply {
  text: string;
  thinking: string;
  waits: string[];
  deltas: number;
  end?: Extract<ReplyEvent, { type: 'end' }>;
  error?: Problem;
}

async function tell(
  model: OpenAiModel,
  asked = prompt(),
  signal = new AbortController().signal,
): Promise<StreamedReply> {
  const told: StreamedReply = { text: '', thinking: '', waits: [], deltas: 0 };
  try {
    for await (const event of model.reply(asked, signal)) {
      if (event.type === 'end') told.end = event;
      else if (event.type === 'thinking') told.thinking += event.text;
      else if (event.type === 'waiting') told.waits.push(event.code);
      else {
        if (event.type === 'revised') Object.assign(told, { text: '', thinking: event.thinking });
        told.text += event.text;
        told.deltas++;
      }
    }
  } catch (error) {
    told.error = error as Problem;
  }
  return told;
}

describe('a reply', () => {
  it('streams as it is spoken, with its usage', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'Good evening. 你好，朋友。', chunkDelayMs: 5 });
    const told = await tell(model);
    expect(told.text).toBe('Good evening. 你好，朋友。');
    expect(told.deltas).toBeGreaterThan(1);
    expect(told.end?.finish).toBe('stop');
    expect(told.end?.usage.promptTokens).toBeGreaterThan(0);
    expect(told.end?.usage.completionTokens).toBeGreaterThan(0);
    expect(fake.last.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(fake.last.json).toMatchObject({
      model: 'fake-1',
      stream: true,
      max_tokens: 500,
      prompt_cache_key: 'session-1',
    });
    await expect(fake.last.ended).resolves.toBe('complete');
  });

  it('comes whole, and in its order, with many others at once', async () => {
    const words = Array.from({ length: 30 }, (_, n) => `${n} `);
    const many = 80;
    let begun = 0;
    let allBegan = () => {};
    const whenAllBegan = new Promise<void>((resolve) => (allBegan = resolve));
    const base = await serverOf(async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(delta(words[0]!))}\n\n`);
      if (++begun === many) allBegan();
      await whenAllBegan;
      // Ahead of whoever reads, each in a chunk of its own.
      for (const word of words.slice(1)) response.write(`data: ${JSON.stringify(delta(word))}\n\n`);
      response.end(`data: ${JSON.stringify(stop)}\n\n`);
    });
    const model = modelAt(base);
    const all = await Promise.all(Array.from({ length: many }, () => tell(model)));
    for (const { text } of all) expect(text).toBe(words.join(''));
    expect(all.reduce((sum, { deltas }) => sum + deltas, 0)).toBeLessThan(all.length * words.length);
  });

  it('is asked for with the very bytes of its messages', async () => {
    const { fake, model } = await connected();
    const parts = [
      '[{"role":"system","content":"你是',
      '小明。"},',
      '',
      '{"role":"user","content":"\\u4f60好 \\"x\\" 😀',
      '"}]',
    ].map((part) => Buffer.from(part));
    await tell(model, { messages: parts, maxTokens: 10, cacheKey: 'k' });
    const whole = Buffer.concat(parts);
    expect(fake.last.messageBytes.equals(whole)).toBe(true);
    expect(fake.last.headers['content-length']).toBe(String(fake.last.raw.length));
    const at = fake.last.raw.indexOf(whole);
    expect(JSON.parse(fake.last.raw.subarray(0, at).toString() + '[]}')).toMatchObject({ model: 'fake-1' });
    expect(fake.last.raw.subarray(at + whole.length).toString()).toBe('}');
    expect(fake.last.messages[1]?.content).toBe('你好 "x" 😀');
  });

  it('carries a history of many megabytes, and reports what of it was kept', async () => {
    const { fake, model } = await connected();
    const head = Buffer.from('[{"role":"user","content":"' + 'long ago '.repeat(600_000));
    const ask = (tail: string) => ({ ...prompt(), messages: [head, Buffer.from(`${tail}"}]`)] });
    expect((await tell(model, ask('one'))).end?.usage.cachedTokens).toBe(0);
    const second = await tell(model, ask('two'));
    expect(fake.last.raw.length).toBeGreaterThan(5_000_000);
    expect(second.end?.usage.cachedTokens).toBe(Math.floor(head.length / 4));
  });

  it('uses one connection for many requests', async () => {
    const ports = new Set<number | undefined>();
    const url = await serverOf((request, response) => {
      ports.add(request.socket.remotePort);
      request.resume().on('end', () => eventsOf(delta('hm'), stop, '[DONE]')(request, response));
    });
    const model = modelAt(url);
    for (let i = 0; i < 3; i++) {
      expect((await tell(model)).text).toBe('hm');
      await sleep(20);
    }
    expect(ports.size).toBe(1);
  });

  it('leaves out what the model thinks', async () => {
    const { fake, model } = await connected();
    fake.next({ reasoning: 'The user greets me.', reply: 'Hello.' });
    fake.next({ reply: '<think>They greet me. </think>\n\nHello again.', chunkSize: 3 });
    expect(await tell(model)).toMatchObject({ text: 'Hello.', thinking: 'The user greets me.' });
    expect(await tell(model)).toMatchObject({ text: 'Hello again.', thinking: 'They greet me.' });
  });

  it('is read in every server’s form', async () => {
    const { fake, model } = await connected();
    for (const reasoningForm of ['reasoning', 'reasoning_details', 'parts'] as const) {
      fake.next({ reasoning: 'Hm.', reasoningForm, reply: 'Hello.', inParts: true });
      expect(await tell(model)).toMatchObject({ text: 'Hello.', thinking: 'Hm.' });
    }
    fake.next({ reply: 'Hm.\n</think>\nHello.', chunkDelayMs: 5 });
    expect(await tell(model)).toMatchObject({ text: 'Hello.', thinking: 'Hm.' });
    // By now it is known how this model begins.
    fake.next({ reply: 'Once more.\n</think>\nHello.', chunkDelayMs: 5 });
    expect(await tell(model)).toMatchObject({ text: 'Hello.', thinking: 'Once more.', deltas: 2 });
    fake.next({ empty: true, toolCall: 'search' });
    expect((await tell(model)).error).toMatchObject({ code: 'model_called_tool', detail: 'search' });
  });

  it('tells of the pauses that the server asks for, and ends them at once', async () => {
    const { fake, model } = await connected();
    fake.next({ failStatus: 429, retryAfter: 0.05 });
    fake.next({ failStatus: 503, retryAfter: 0.05 });
    expect(await tell(model)).toMatchObject({
      waits: ['model_rate_limited', 'model_unreachable'],
      end: { finish: 'stop' },
    });
    fake.next({ failStatus: 429, retryAfter: 0.05 }, 3);
    const { waits, error } = await tell(model);
    expect(waits).toHaveLength(2);
    expect(error).toMatchObject({ code: 'model_rate_limited', detail: 'Rate limit reached.' });
    fake.next({ failStatus: 429, retryAfter: 2 });
    const halt = new AbortController();
    const events = model.reply(prompt(), halt.signal);
    expect((await events.next()).value).toMatchObject({ type: 'waiting', code: 'model_rate_limited' });
    halt.abort('stop');
    await expect(events.next()).rejects.toBe('stop');
  });

  it('says when there is nothing left to spend, whatever the status', async () => {
    const { fake, model } = await connected();
    const words: [number, object][] = [
      [
        402,
        { error: { message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' } },
      ],
      [429, { error: { message: 'You exceeded your current quota.', code: 'insufficient_quota' } }],
      [403, { code: 30001, message: 'Sorry, your account balance is insufficient', data: null }],
      [400, { error: { message: 'Your credit balance is too low to access the API.' } }],
    ];
    for (const [failStatus, failBody] of words) {
      fake.next({ failStatus, failBody });
      const { error } = await tell(model);
      expect(error).toMatchObject({
        code: 'model_no_credit',
        detail: expect.stringMatching(/balance|quota/i),
      });
    }
  });

  it('never repeats a key, or a part of one', async () => {
    const { fake, model } = await connected();
    const message = `Incorrect API key provided: ${KEY} or sk-pr********1234. See the docs.`;
    fake.next({ failStatus: 401, failBody: { error: { message } } });
    const { error } = await tell(model);
    expect(error).toMatchObject({ code: 'model_key_refused' });
    expect(error!.detail).toBe('Incorrect API key provided: … or …. See the docs.');
    // What looks like thousands of them takes no longer than its length.
    fake.next({ failStatus: 401, failBody: { error: { message: 'sk-'.repeat(20_000) } } });
    expect((await tell(model)).error).toMatchObject({ code: 'model_key_refused' });
  });

  it('is taken whole from a server that does not stream', async () => {
    const url = await serverOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          choices: [{ message: { role: 'assistant', content: 'All at once.' }, finish_reason: 'length' }],
        }),
      );
    });
    const told = await tell(modelAt(url));
    expect(told).toMatchObject({ text: 'All at once.', end: { finish: 'length' } });
  });

  it.each<[string, object, Usage]>([
    [
      'OpenAI',
      { prompt_tokens: 90, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 64 } },
      { promptTokens: 90, cachedTokens: 64, completionTokens: 3 },
    ],
    [
      'DeepSeek',
      { prompt_tokens: 90, completion_tokens: 3, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 26 },
      { promptTokens: 90, cachedTokens: 64, completionTokens: 3 },
    ],
    [
      'Moonshot',
      { prompt_tokens: 90, completion_tokens: 3, cached_tokens: 64 },
      { promptTokens: 90, cachedTokens: 64, completionTokens: 3 },
    ],
    [
      'one that knows nothing of caches',
      { prompt_tokens: 90, completion_tokens: 3 },
      { promptTokens: 90, cachedTokens: null, completionTokens: 3 },
    ],
  ])('reads the usage of %s', async (_, reported, usage) => {
    const inEvent = await tell(
      modelAt(await serverOf(eventsOf(delta('hm'), stop, { choices: [], usage: reported }, '[DONE]'))),
    );
    expect(inEvent.end?.usage).toEqual(usage);
    const last = { choices: [{ ...stop.choices[0], usage: reported }] };
    const inChoice = await tell(modelAt(await serverOf(eventsOf(delta('hm'), last, '[DONE]'))));
    expect(inChoice.end?.usage).toEqual(usage);
  });

  it('says that the usage is unknown where none is reported', async () => {
    const { fake, model } = await connected();
    fake.next({ usage: null });
    expect((await tell(model)).end?.usage).toEqual({
      promptTokens: null,
      cachedTokens: null,
      completionTokens: null,
    });
  });
});

describe('stopping', () => {
  it('closes the connection in the middle of a reply', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'word '.repeat(1000), chunkDelayMs: 5 });
    const controller = new AbortController();
    let text = '';
    const reading = (async () => {
      for await (const event of model.reply(prompt(), controller.signal)) {
        if (event.type === 'delta') text += event.text;
        controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(text).not.toBe('');
    await expect(fake.last.ended).resolves.toBe('aborted');
  });

  it('closes the connection before the reply begins', async () => {
    const { fake, model } = await connected();
    fake.next({ hang: true });
    const controller = new AbortController();
    const told = tell(model, prompt(), controller.signal);
    const request = await fake.received(1);
    controller.abort();
    expect((await told).error).toMatchObject({ name: 'AbortError' });
    await expect(request.ended).resolves.toBe('aborted');
    expect(fake.requests).toHaveLength(1);
  });

  it('closes the connection when the reader leaves', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'word '.repeat(1000), chunkDelayMs: 5 });
    for await (const event of model.reply(prompt(), new AbortController().signal))
      if (event.type === 'delta') break;
    await expect(fake.last.ended).resolves.toBe('aborted');
  });

  it('does not wait for a retry that was to come', async () => {
    const { fake, model } = await connected();
    fake.next({ failStatus: 429, retryAfter: 2 }, 3);
    const controller = new AbortController();
    const told = tell(model, prompt(), controller.signal);
    const request = await fake.received(1);
    await request.ended;
    controller.abort();
    expect((await told).error).toMatchObject({ name: 'AbortError' });
    expect(fake.requests).toHaveLength(1);
  });

  it('asks nothing of a server when it was stopped before', async () => {
    const { fake, model } = await connected();
    const { error } = await tell(model, prompt(), AbortSignal.abort());
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(fake.requests).toHaveLength(0);
  });
});

describe('retries', () => {
  it.each([429, 500, 503])('asks again after a %i, as long as nothing was said', async (failStatus) => {
    const { fake, model } = await connected();
    fake.next({ failStatus, retryAfter: 0.01 });
    fake.next({ cutAfter: 0 });
    const told = await tell(model);
    expect(told.end?.finish).toBe('stop');
    expect(fake.requests).toHaveLength(3);
    expect(fake.requests[2]!.raw.equals(fake.requests[0]!.raw)).toBe(true);
  });

  it('never asks again once something was said', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'one two three four', cutAfter: 2, chunkDelayMs: 5 });
    const told = await tell(model);
    expect(told.text).toBe('one two ');
    expect(told.end).toBeUndefined();
    expect(told.error?.code).toBe('model_failed');
    expect(fake.requests).toHaveLength(1);
  });

  it('does not wait long for a server that asks to', async () => {
    const { fake, model } = await connected();
    fake.next({ failStatus: 429, retryAfter: 3600 });
    expect((await tell(model)).error?.code).toBe('model_rate_limited');
    expect(fake.requests).toHaveLength(1);
  });
});

describe('a stream that goes wrong', () => {
  it('is told when it ends without saying so; what was said stays', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'one two three four', endAfter: 3 });
    const told = await tell(model);
    expect(told).toMatchObject({ text: 'one two thre', error: { code: 'model_failed' } });
  });

  it('is told when an error comes instead of the rest', async () => {
    const { fake, model } = await connected();
    fake.next({ reply: 'one two three four', errorAfter: 3 });
    expect(await tell(model)).toMatchObject({ text: 'one two thre', error: { code: 'model_failed' } });
    const url = await serverOf(
      eventsOf(delta('one'), { error: { code: 429, message: 'Provider is overloaded' } }),
    );
    expect(await tell(modelAt(url))).toMatchObject({ text: 'one', error: { code: 'model_rate_limited' } });
  });

  it('is complete with a finish and no [DONE], or the other way round', async () => {
    expect(await tell(modelAt(await serverOf(eventsOf(delta('hm'), stop))))).toMatchObject({
      text: 'hm',
      end: { finish: 'stop' },
    });
    expect(await tell(modelAt(await serverOf(eventsOf(delta('hm'), '[DONE]'))))).toMatchObject({
      text: 'hm',
      end: { finish: 'stop' },
    });
  });

  it('keeps its last event when that has no blank line after it', async () => {
    const url = await serverOf((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${JSON.stringify(delta('hm'))}\n\ndata: ${JSON.stringify(stop)}`);
    });
    expect(await tell(modelAt(url))).toMatchObject({ text: 'hm', end: { finish: 'stop' } });
  });

  it('says so when nothing was said', async () => {
    const { fake, model } = await connected();
    fake.next({ empty: true });
    fake.next({ empty: true, finish: 'content_filter' });
    fake.next({ reply: '<think>endless', finish: 'length' });
    expect((await tell(model)).error).toMatchObject({ code: 'model_empty' });
    expect((await tell(model)).error).toMatchObject({ code: 'model_refused' });
    expect((await tell(model)).error?.message).toContain('room');
  });

  it('is no crash when the server speaks another language', async () => {
    const page: RequestListener = (_, response) => response.end('<html>Hello</html>');
    expect((await tell(modelAt(await serverOf(page)))).error?.code).toBe('model_failed');
    expect((await tell(modelAt(await serverOf(eventsOf('{"choices":'))))).error?.code).toBe('model_failed');
    const odd = ['7', { choices: 'x' }, { choices: [null] }, { choices: [{ delta: { content: 5 } }] }];
    for (const event of odd)
      expect((await tell(modelAt(await serverOf(eventsOf(event, '[DONE]'))))).error?.code).toMatch(/^model_/);
  });

  it('names the address where a web page answers, or nothing', async () => {
    for (const listener of [
      ((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html><body>Welcome</body></html>');
      }) satisfies RequestListener,
      ((_, response) => response.writeHead(204).end()) satisfies RequestListener,
    ]) {
      const { error } = await tell(modelAt(await serverOf(listener)));
      expect(error).toMatchObject({ code: 'model_failed' });
      expect(error?.message).toContain('OPENAI_BASE_URL');
    }
  });

  it('is broken off where a reply does not end, and what came is kept', async () => {
    const url = await serverOf((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = () => {
        while (
          !response.destroyed &&
          response.write(`data: ${JSON.stringify(delta('on '.repeat(1000)))}\n\n`)
        );
      };
      response.on('drain', more);
      more();
    });
    const { text, error } = await tell(modelAt(url));
    expect(text.length).toBeGreaterThan(900_000);
    expect(text.length).toBeLessThanOrEqual(1_000_000);
    expect(error).toMatchObject({ code: 'model_failed' });
    expect(error?.message).toContain('did not stop');
  });

  it('takes no count of tokens that cannot be one', async () => {
    const usage = {
      prompt_tokens: 'many',
      completion_tokens: -5,
      prompt_tokens_details: { cached_tokens: 1e99 },
    };
    const told = await tell(
      modelAt(await serverOf(eventsOf(delta('hm'), stop, { choices: [], usage }, '[DONE]'))),
    );
    expect(told.end?.usage).toMatchObject({ promptTokens: null, cachedTokens: null, completionTokens: null });
  });
});

describe('a refusal', () => {
  it.each([
    [401, undefined, 'model_key_refused', 'OPENAI_API_KEY'],
    [404, undefined, 'model_unknown', 'MODEL'],
    [400, undefined, 'model_context_too_long', 'MODEL_CONTEXT_WINDOW'],
    [400, { error: { message: 'Model Not Exist' } }, 'model_unknown', 'MODEL'],
    [402, { error: { message: 'Insufficient Balance' } }, 'model_no_credit', 'credit'],
    [
      429,
      { error: { message: 'You have no quota.', code: 'insufficient_quota' } },
      'model_no_credit',
      'credit',
    ],
    [418, { detail: 'I am a teapot' }, 'model_failed', 'I am a teapot'],
    [403, '<html>no</html>', 'model_key_refused', 'OPENAI_API_KEY'],
  ])('%i %j is %s, and names what to look at', async (failStatus, failBody, code, hint) => {
    const { fake, model } = await connected();
    fake.next({ failStatus, failBody });
    const { error } = await tell(model);
    expect(error).toMatchObject({ name: 'Problem', code });
    expect(error?.message).toContain(hint);
    expect(fake.requests.length).toBeLessThanOrEqual(2);
  });

  it.each([
    [
      'llama.cpp',
      500,
      {
        error: {
          code: 500,
          type: 'exceed_context_size_error',
          message: 'the request exceeds the available context size',
        },
      },
    ],
    [
      'vLLM',
      400,
      {
        object: 'error',
        type: 'BadRequestError',
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
      },
    ],
    ['Ollama', 400, { error: { message: 'prompt too long; exceeded max context length by 12 tokens' } }],
    [
      'Moonshot',
      400,
      {
        error: {
          message: 'Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)',
        },
      },
    ],
    [
      'OpenRouter',
      400,
      {
        error: {
          code: 400,
          message:
            "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens",
        },
      },
    ],
    [
      'LM Studio',
      400,
      {
        error:
          'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length',
      },
    ],
    [
      'Gemini',
      400,
      {
        error: {
          message: 'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
        },
      },
    ],
    ['DashScope', 400, { error: { message: 'Range of input length should be [1, 129024]' } }],
    ['a proxy', 413, 'Payload Too Large'],
  ])('by %s for length is told apart, and not tried again', async (_, failStatus, failBody) => {
    const { fake, model } = await connected();
    fake.next({ failStatus, failBody });
    expect((await tell(model)).error?.code).toBe('model_context_too_long');
    expect(fake.requests).toHaveLength(1);
  });

  it('is told when it stays after all retries', async () => {
    const { fake, model } = await connected();
    fake.next({ failStatus: 500, retryAfter: 0.01 }, 3);
    expect((await tell(model)).error?.code).toBe('model_failed');
    fake.next({ failStatus: 503, retryAfter: 0.01 }, 3);
    expect((await tell(model)).error?.code).toBe('model_unreachable');
    expect(fake.requests).toHaveLength(6);
  });

  it('never repeats the key', async () => {
    const { fake, model } = await connected();
    for (const failStatus of [400, 401, 422, 429, 500]) {
      fake.next({ failStatus, failBody: { error: { message: `bad key ${KEY}` } }, retryAfter: 0.01 }, 3);
      const { error } = await tell(model);
      expect(error?.message).not.toContain(KEY);
      expect(JSON.stringify(error)).not.toContain(KEY);
      fake.next({}, 0);
    }
  });

  it('names the variable when nobody is there', async () => {
    const { fake, model } = await connected();
    await fake.close();
    opened.fakes.splice(0);
    const { error } = await tell(model);
    expect(error).toMatchObject({ code: 'model_unreachable' });
    expect(error?.message).toContain('OPENAI_BASE_URL');
  });

  it('in the middle of a large request is read all the same', async () => {
    const url = await serverOf((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json', connection: 'close' });
      response.end('{"error":{"message":"no"}}');
    });
    const large = prompt({ role: 'user', content: 'x'.repeat(8_000_000) });
    expect((await tell(modelAt(url), large)).error?.code).toMatch(/^model_(key_refused|unreachable)$/);
  });
});

describe('a field that a server does not take', () => {
  it('is left out, once and for all', async () => {
    const { fake, model } = await connected({ refusedFields: ['stream_options'] });
    expect((await tell(model)).end?.finish).toBe('stop');
    expect((await tell(model)).end?.finish).toBe('stop');
    expect(fake.requests.map(({ json }) => 'stream_options' in json)).toEqual([true, false, false]);
    expect(fake.last.json.prompt_cache_key).toBe('session-1');
  });

  it('is found one after the other', async () => {
    const { fake, model } = await connected({
      refusedFields: ['stream_options', 'prompt_cache_key', 'max_tokens'],
    });
    expect((await tell(model)).end?.finish).toBe('stop');
    expect(fake.last.json).toMatchObject({ max_completion_tokens: 500 });
    await tell(model);
    expect(fake.requests).toHaveLength(5);
  });

  it('is guessed where the server only says no, and not given up where that was not why', async () => {
    const { fake, model } = await connected();
    fake.next({ failStatus: 400, failBody: 'Bad Request' }, 2);
    expect((await tell(model)).error?.code).toBe('model_failed');
    expect('stream_options' in fake.requests[1]!.json).toBe(false);
    await tell(model);
    expect(fake.requests).toHaveLength(3);
    expect('stream_options' in fake.last.json).toBe(true);
    fake.next({ failStatus: 400, failBody: 'Bad Request' });
    expect((await tell(model)).error?.code).toBe('model_failed');
    expect(fake.requests).toHaveLength(4);
  });
});

describe('without MODEL', () => {
  it('takes the first that the server lists, and says so', async () => {
    const { fake } = await connected({ model: 'only-one' });
    const model = modelAt(fake.url, null);
    await tell(model);
    expect(fake.last.json.model).toBe('only-one');
    const card = await model.card();
    expect(card).toMatchObject({ name: 'only-one', provider: 'openai', isLanguageModel: true });
    expect(card.note.en).toContain('No model is named');
    expect(card.note.zh).toContain('未指定模型');
  });

  it('says what to set where the server lists none', async () => {
    const { fake } = await connected();
    await fake.close();
    opened.fakes.splice(0);
    const { error } = await tell(modelAt(fake.url, null));
    expect(error).toMatchObject({ code: 'model_unknown' });
    expect(error?.message).toContain('Name the model of this connection');
  });
});
