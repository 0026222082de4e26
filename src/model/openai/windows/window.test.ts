import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFakeModel } from '../../../../test/support/fakes/fake-model.js';
import { LearnedWindow } from './learned-window.js';
import { OpenAiModel } from '../openai-model.js';

const servers: Server[] = [];
const models: OpenAiModel[] = [];

afterEach(async () => {
  await Promise.all(models.splice(0).map((model) => model.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers these paths (with the request's body) and refuses all others. */
async function serverOf(
  paths: Record<string, (body: string) => unknown>,
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url}`);
      const answer = paths[`${request.method} ${request.url}`]?.(body);
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { error: 'not found' }));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

function modelAt(baseUrl: string, name?: string, window?: number): OpenAiModel {
  const model = new OpenAiModel({ baseUrl, apiKey: undefined, name, window });
  models.push(model);
  return model;
}

const listOf =
  (...data: object[]) =>
  () => ({ object: 'list', data });

describe('the window', () => {
  it.each<[string, Record<string, (body: string) => unknown>, string, number]>([
    ['vLLM', { 'GET /v1/models': listOf({ id: 'm', max_model_len: 40_960 }) }, 'm', 40_960],
    [
      'OpenRouter, where a provider serves less than the model can',
      {
        'GET /v1/models': listOf(
          { id: 'other', context_length: 8192 },
          { id: 'a/m', context_length: 262_144, top_provider: { context_length: 131_072 } },
        ),
      },
      'a/m',
      131_072,
    ],
    ['Moonshot', { 'GET /v1/models': listOf({ id: 'm', context_length: 262_144 }) }, 'm', 262_144],
    ['Groq', { 'GET /v1/models': listOf({ id: 'm', context_window: 131_072 }) }, 'm', 131_072],
    ['Mistral', { 'GET /v1/models': listOf({ id: 'm', max_context_length: 32_768 }) }, 'm', 32_768],
    [
      'LM Studio, as loaded',
      {
        'GET /v1/models': listOf({ id: 'm' }, { id: 'n' }),
        'GET /api/v0/models': listOf(
          { id: 'n', max_context_length: 4096 },
          { id: 'm', max_context_length: 131_072, loaded_context_length: 16_384 },
        ),
      },
      'm',
      16_384,
    ],
    [
      'llama.cpp, whatever MODEL says',
      {
        'GET /v1/models': listOf({
          id: '/models/x.gguf',
          owned_by: 'llamacpp',
          meta: { n_ctx_train: 131_072 },
        }),
        'GET /props': () => ({ default_generation_settings: { n_ctx: 8192 }, total_slots: 1 }),
      },
      'anything',
      8192,
    ],
    [
      'Ollama, as set',
      {
        'GET /v1/models': listOf({ id: 'm:latest', owned_by: 'library' }),
        'POST /api/show': (body) =>
          JSON.parse(body).model === 'm' && {
            parameters: 'stop                           "<|im_end|>"\nnum_ctx                        24576',
            model_info: { 'qwen3.context_length': 40_960 },
          },
      },
      'm',
      24_576,
    ],
    [
      'Ollama, as loaded, not as trained',
      {
        'GET /v1/models': listOf({ id: 'm:latest', owned_by: 'library' }),
        'POST /api/show': () => ({ model_info: { 'qwen3.context_length': 40_960 } }),
        'GET /api/ps': () => ({
          models: [
            { name: 'n:latest', model: 'n:latest', context_length: 8192 },
            { name: 'm:latest', model: 'm:latest', context_length: 4096 },
          ],
        }),
      },
      'm',
      4096,
    ],
  ])('is what the server tells: %s', async (_, paths, name, window) => {
    const { url } = await serverOf(paths);
    expect(await modelAt(url, name).card()).toMatchObject({ name, window, windowFrom: 'server' });
  });

  it('is asked of Ollama once the model is loaded', async () => {
    let loaded = false;
    const { url } = await serverOf({
      'GET /v1/models': listOf({ id: 'm:latest', owned_by: 'library' }),
      'POST /api/show': () => ({ model_info: { 'qwen3.context_length': 40_960 } }),
      'GET /api/ps': () => ({ models: loaded ? [{ name: 'm:latest', context_length: 16_384 }] : [] }),
      'POST /api/generate': (body) => (loaded = JSON.parse(body).model === 'm') && { done: true },
    });
    expect(await modelAt(url, 'm').card()).toMatchObject({ window: 16_384, windowFrom: 'server' });
  });

  it.each<[string, Record<string, (body: string) => unknown>, RegExp | undefined]>([
    [
      'Ollama',
      {
        'GET /v1/models': listOf({ id: 'm' }),
        'POST /api/show': () => ({ model_info: { 'qwen3.context_length': 40_960 } }),
        'GET /api/ps': () => ({ models: [{ name: 'm', context_length: 4096 }] }),
      },
      /4096[^]*40960[^]*OLLAMA_CONTEXT_LENGTH=32768/,
    ],
    [
      'llama.cpp',
      {
        'GET /v1/models': listOf({ id: 'm', meta: { n_ctx_train: 131_072 } }),
        'GET /props': () => ({ default_generation_settings: { n_ctx: 8192 } }),
      },
      /8192[^]*131072[^]*-c 32768/,
    ],
    [
      'LM Studio',
      {
        'GET /v1/models': listOf({ id: 'm' }),
        'GET /api/v0/models': listOf({ id: 'm', max_context_length: 131_072, loaded_context_length: 4096 }),
      },
      /4096[^]*131072[^]*LM Studio/,
    ],
    [
      'a server that gives all there is',
      {
        'GET /v1/models': listOf({ id: 'm', meta: { n_ctx_train: 8192 } }),
        'GET /props': () => ({ default_generation_settings: { n_ctx: 8192 } }),
      },
      undefined,
    ],
  ])('is warned of where it is much smaller than it could be: %s', async (_, paths, said) => {
    const { url } = await serverOf(paths);
    const { warning } = await modelAt(url, 'm').card();
    if (!said) return expect(warning).toBeUndefined();
    expect(warning?.en).toMatch(said);
    expect(warning?.zh).toMatch(said);
  });

  it('that shrinks is noticed, without anyone waiting for it', async () => {
    let window = 65_536;
    const { url } = await serverOf({
      'GET /v1/models': () => listOf({ id: 'm', max_model_len: window })(),
    });
    const model = modelAt(url, 'm');
    expect((await model.card()).window).toBe(65_536);
    window = 32_768;
    const now = Date.now;
    try {
      Date.now = () => now() + 11 * 60_000;
      expect((await model.card()).window).toBe(65_536);
      for (let n = 0; n < 100 && (await model.card()).window !== window; n++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await model.card()).window).toBe(32_768);
    } finally {
      Date.now = now;
    }
  });

  it('that grew is noticed within a minute, and no model is loaded for that', async () => {
    let window = 4096;
    const { url, asked } = await serverOf({
      'GET /v1/models': listOf({ id: 'm' }),
      'POST /api/show': () => ({ model_info: { 'qwen3.context_length': 40_960 } }),
      'GET /api/ps': () => ({ models: window ? [{ name: 'm', context_length: window }] : [] }),
    });
    const model = modelAt(url, 'm');
    expect((await model.card()).window).toBe(4096);
    const now = Date.now;
    const refreshed = async () => {
      const before = asked.length;
      await model.card();
      while (asked.filter((path, n) => n >= before && path === 'GET /api/ps').length === 0)
        await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return (await model.card()).window;
    };
    try {
      window = 16_384;
      Date.now = () => now() + 60_000;
      expect(await refreshed()).toBe(16_384);
      window = 0;
      Date.now = () => now() + 120_000;
      expect(await refreshed()).toBe(16_384);
      expect(asked).not.toContain('POST /api/generate');
    } finally {
      Date.now = now;
    }
  });

  it('is learned from a refusal, until the server tells another', async () => {
    const answer = createServer((request, response) => {
      response.statusCode = request.method === 'POST' ? 400 : 404;
      response.end(
        JSON.stringify({ error: { message: 'too long', type: 'exceed_context_size_error', n_ctx: 8192 } }),
      );
    });
    servers.push(answer);
    await new Promise<void>((resolve) => answer.listen(0, '127.0.0.1', () => resolve()));
    const refusing = modelAt(`http://127.0.0.1:${(answer.address() as AddressInfo).port}/v1`, 'gpt-4o');
    expect((await refusing.card()).window).toBe(128_000);
    const prompt = { messages: [Buffer.from('[]')], maxTokens: 10, cacheKey: 's' };
    const reply = async () => {
      for await (const _ of refusing.reply(prompt, new AbortController().signal));
    };
    await expect(reply()).rejects.toMatchObject({ code: 'model_context_too_long', window: 8192 });
    expect(await refusing.card()).toMatchObject({ window: 8192, windowFrom: 'server' });
    const learned = new LearnedWindow();
    const before = { name: 'm', window: 128_000, windowFrom: 'table', answered: true } as const;
    expect(learned.learn(8192, before)).toBe(true);
    expect(learned.learn(9000, before)).toBe(false);
    expect(learned.of({ ...before }).window).toBe(8192);
    expect(learned.of({ ...before, window: 16_384, windowFrom: 'server' }).window).toBe(16_384);
  });

  it('is what is configured, and nobody is asked', async () => {
    const { url, asked } = await serverOf({ 'GET /v1/models': listOf({ id: 'm', max_model_len: 4096 }) });
    expect(await modelAt(url, 'm', 50_000).card()).toMatchObject({
      window: 50_000,
      windowFrom: 'configured',
    });
    expect(asked).toEqual([]);
  });

  it('is configured also where the name is not', async () => {
    const { url } = await serverOf({ 'GET /v1/models': listOf({ id: 'm', max_model_len: 4096 }) });
    expect(await modelAt(url, undefined, 50_000).card()).toMatchObject({
      name: 'm',
      window: 50_000,
      windowFrom: 'configured',
    });
  });

  it.each([
    ['kimi-k2-0905-preview', 262_144, 'table'],
    ['deepseek-chat', 131_072, 'table'],
    ['gpt-4.1-mini', 1_047_576, 'table'],
    ['gpt-4o', 128_000, 'table'],
    ['gpt-5-mini', 400_000, 'table'],
    ['nobody-knows-me', 128_000, 'default'],
  ])('of %s is known, or the usual, where the server tells nothing', async (name, window, windowFrom) => {
    const { url } = await serverOf({ 'GET /v1/models': listOf({ id: name }) });
    expect(await modelAt(url, name).card()).toMatchObject({ window, windowFrom });
  });

  it('is not taken from nonsense', async () => {
    for (const context_length of [0, -5, 'many', 1e300, null, {}]) {
      const { url } = await serverOf({ 'GET /v1/models': listOf({ id: 'm', context_length }) });
      expect(await modelAt(url, 'm').card()).toMatchObject({ window: 128_000, windowFrom: 'default' });
    }
    for (const answer of ['{"data":[', '[]', '{"data":{}}', '{"data":[null,7]}', '']) {
      const { url } = await serverOf({ 'GET /v1/models': () => answer });
      expect(await modelAt(url, 'm').card()).toMatchObject({ window: 128_000, windowFrom: 'default' });
    }
  });

  it('is asked for once', async () => {
    const { url, asked } = await serverOf({ 'GET /v1/models': listOf({ id: 'm', max_model_len: 4096 }) });
    const model = modelAt(url, 'm');
    await Promise.all([model.card(), model.card()]);
    await model.card();
    expect(asked.filter((path) => path === 'GET /v1/models')).toHaveLength(1);
  });

  it('is asked for again when the server was away', async () => {
    const fake = await startFakeModel({ window: 9000 });
    const { url } = fake;
    await fake.close();
    const now = Date.now;
    try {
      const model = modelAt(url, 'm');
      expect(await model.card()).toMatchObject({ window: 128_000, windowFrom: 'default' });
      const server = createServer((_, response) =>
        response.end(JSON.stringify(listOf({ id: 'm', max_model_len: 9000 })())),
      );
      servers.push(server);
      await new Promise<void>((resolve) =>
        server.listen(Number(new URL(url).port), '127.0.0.1', () => resolve()),
      );
      expect(await model.card()).toMatchObject({ window: 128_000 });
      Date.now = () => now() + 60_000;
      expect(await model.card()).toMatchObject({ window: 9000, windowFrom: 'server' });
    } finally {
      Date.now = now;
    }
  });

  it('does not wait for a server that is silent', async () => {
    const server = createServer(() => {});
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as AddressInfo;
    expect(await modelAt(`http://127.0.0.1:${port}/v1`, 'gpt-4o').card()).toMatchObject({
      window: 128_000,
      windowFrom: 'table',
    });
  });
});

describe('without a name', () => {
  it('passes over what nobody can talk with', async () => {
    const { url } = await serverOf({
      'GET /v1/models': listOf({ id: 'text-embedding-3' }, { id: 'whisper-1' }, { id: 'talker' }),
    });
    expect((await modelAt(url).card()).name).toBe('talker');
  });
});
