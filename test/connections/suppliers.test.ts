import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ConnectionTestView } from '../../src/contracts/supplier.js';
import { type FakeModel, type FakeOptions, startFakeModel } from '../support/fakes/fake-model.js';
import { FakeResponses } from '../support/fakes/fake-responses.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const KEY = 'sk-a-key-of-the-tests-0123456789';

let server: TestServer;
const fakes: FakeModel[] = [];
const others: Server[] = [];

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
  await Promise.all(fakes.map((fake) => fake.close()));
  for (const other of others) {
    other.closeAllConnections();
    other.close();
  }
});

async function fakeModel(options: FakeOptions = {}): Promise<FakeModel> {
  const fake = await startFakeModel(options);
  fakes.push(fake);
  return fake;
}

/** A server that answers everything alike. */
async function answering(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const other = createServer((_, response) => response.writeHead(status, headers).end(body));
  others.push(other);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`;
}

async function connect(wish: object): Promise<string> {
  const { body } = await server.call('POST', '/api/connections', wish);
  return body.id;
}

async function test(wish: object): Promise<ConnectionTestView> {
  const { status, body } = await server.call('POST', `/api/connections/${await connect(wish)}/test`);
  expect(status).toBe(200);
  return body;
}

describe('a test of a connection', () => {
  it('tells what there is to know', async () => {
    const { url, model } = await fakeModel({ key: KEY, window: 32_768 });
    expect(await test({ baseUrl: url, apiKey: KEY, model })).toEqual({
      reached: true,
      keyAccepted: true,
      modelFound: true,
      models: [model],
      window: 32_768,
      windowFrom: 'server',
      firstTokenMs: expect.any(Number),
      thinking: false,
      jsonSchema: true,
      cached: true,
      dimensions: null,
    });
  });

  it('is written down with what it took, and stands in the way of nothing', async () => {
    const { url, model } = await fakeModel({ key: KEY });
    const budget = { perDay: { requests: 1 } };
    const id = await connect({
      baseUrl: url,
      apiKey: KEY,
      model,
      budget,
      price: { input: 1, cachedInput: 1, output: 1 },
    });
    await server.call('POST', `/api/connections/${id}/test`);
    const { body } = await server.call('GET', `/api/connections/${id}/spending`);
    expect(body.today.test).toMatchObject({ requests: expect.any(Number), cost: expect.any(Number) });
    expect(body.today.test.requests).toBeGreaterThan(1);
    expect(body.today.test.tokensIn).toBeGreaterThan(1000);
    expect(body.reached).toBeNull();
  });

  it('sees thinking, no schemas, and a server that does not tell of its cache', async () => {
    const fake = await fakeModel({ formats: [], window: null });
    fake.next({ reasoning: 'Let me see.', reply: 'ready', usage: null }, 2);
    expect(await test({ baseUrl: fake.url })).toMatchObject({
      keyAccepted: true,
      thinking: true,
      jsonSchema: false,
      cached: null,
      windowFrom: 'default',
    });
    fake.next({ reply: '<think>Let me see.</think>ready' });
    expect(await test({ baseUrl: fake.url })).toMatchObject({ thinking: true });
  });

  it('asks over the face that the connection has, and needs no list of models', async () => {
    const fake = await new FakeResponses().listen();
    try {
      const result = await test({ baseUrl: fake.url, model: 'm', transport: 'responses' });
      expect(result).toMatchObject({
        reached: true,
        keyAccepted: true,
        modelFound: true,
        models: [],
        firstTokenMs: expect.any(Number),
        jsonSchema: null,
      });
      expect(result.error).toBeUndefined();
      fake.next({ error: { status: 402, error: { code: 'insufficient_quota', message: 'No credit.' } } });
      expect(await test({ baseUrl: fake.url, model: 'm', transport: 'responses' })).toMatchObject({
        keyAccepted: true,
        error: { code: expect.any(String), message: expect.stringContaining('no credit') },
      });
    } finally {
      await fake.close();
    }
  });

  it('sends what the preset sets, and leaves out what is refused', async () => {
    const fake = await fakeModel({ refusedFields: ['top_k'] });
    const result = await test({ baseUrl: fake.url, preset: { temperature: 0.5, topK: 3 } });
    expect(result).toMatchObject({ modelFound: true });
    expect(result.error).toBeUndefined();
    expect(fake.requests[1]!.json).toMatchObject({ temperature: 0.5 });
  });

  it('says what is wrong, and what is not known for that', async () => {
    const { url, model } = await fakeModel({ key: KEY });
    const unknown = { firstTokenMs: null, thinking: null, jsonSchema: null, cached: null };
    expect(await test({ baseUrl: url, apiKey: 'sk-another', model })).toMatchObject({
      reached: true,
      keyAccepted: false,
      modelFound: null,
      ...unknown,
      error: { code: 'model_key_refused', message: expect.not.stringContaining('sk-another') },
    });
    const other = await fakeModel();
    other.next({ failStatus: 404 });
    expect(await test({ baseUrl: other.url, model: 'gone' })).toMatchObject({
      reached: true,
      keyAccepted: true,
      modelFound: false,
      models: [other.model],
      error: { code: 'model_unknown' },
    });
    expect(await test({ baseUrl: 'http://127.0.0.1:9/v1', model: 'm' })).toMatchObject({
      reached: false,
      keyAccepted: null,
      models: [],
      window: null,
      windowFrom: null,
      ...unknown,
      error: { code: 'model_unreachable' },
    });
  });

  it.each([
    ['a web page', 200, '<!doctype html>', {}, /\/v1/],
    ['another address', 302, '', { location: 'http://127.0.0.1:9/' }, /another address/],
    ['JSON of something else', 200, '{"ok":true}', {}, /\/v1/],
    ['a failure', 500, 'oops', {}, /500/],
  ])('of %s ends in a sentence', async (_, status, body, headers, said) => {
    const { reached, error } = await test({ baseUrl: await answering(status, body, headers) });
    expect(reached).toBe(true);
    expect(error?.message).toMatch(said);
  });

  it('runs once at a time, and ends when whoever asked is gone', async () => {
    const fake = await fakeModel();
    fake.next({ hang: true });
    const path = `/api/connections/${await connect({ baseUrl: fake.url })}/test`;
    const leave = new AbortController();
    const headers = { authorization: `Bearer ${server.token}` };
    const left = fetch(server.url + path, { method: 'POST', headers, signal: leave.signal }).catch(
      () => 'left',
    );
    const asked = await fake.received(1);
    expect(await server.call('POST', path)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    leave.abort();
    expect(await left).toBe('left');
    expect(await asked.ended).toBe('aborted');
    // The server hears of it a moment later.
    let again = await server.call('POST', path);
    while (again.status === 409) again = await server.call('POST', path);
    expect(again).toMatchObject({ status: 200, body: { keyAccepted: true } });
  });

  it('of nobody is none', async () => {
    const path = '/api/connections/00000000-0000-4000-8000-000000000000/test';
    expect((await server.call('POST', path)).status).toBe(404);
  });
});

describe('a list of models', () => {
  const models = (wish: object) => server.call('POST', '/api/connections/models', wish);

  it('is the server’s, with what is known of each', async () => {
    const list = JSON.stringify({
      data: [{ id: 'a/b', name: 'The B', context_length: 9000 }, { id: 'gpt-4o' }, { id: 7 }, { id: 'a/b' }],
    });
    expect((await models({ baseUrl: await answering(200, list) })).body).toEqual({
      models: [
        { id: 'a/b', name: 'The B', window: 9000 },
        { id: 'gpt-4o', window: 128_000 },
      ],
    });
    const bare = await answering(200, JSON.stringify([{ id: 'm' }]));
    expect((await models({ baseUrl: bare })).body).toEqual({ models: [{ id: 'm' }] });
  });

  it('has a bound', async () => {
    const data = Array.from({ length: 6000 }, (_, n) => ({ id: `m-${n}` }));
    const { body } = await models({ baseUrl: await answering(200, JSON.stringify({ data })) });
    expect(body.models).toHaveLength(5000);
    const huge = await answering(200, JSON.stringify({ data: [{ id: 'x'.repeat(9_000_000) }] }));
    expect(await models({ baseUrl: huge })).toMatchObject({
      status: 502,
      body: { code: 'model_list_missing' },
    });
    const page = await answering(200, '<h1>A router</h1>');
    expect(await models({ baseUrl: page })).toMatchObject({
      status: 502,
      body: { code: 'model_list_missing' },
    });
  });

  it('is asked for with the stored key where that belongs, and nowhere else', async () => {
    const [own, other] = await Promise.all([fakeModel({ key: KEY }), fakeModel({ key: KEY })]);
    const connectionId = await connect({ baseUrl: own.url, apiKey: KEY });
    expect((await models({ connectionId })).body.models).toMatchObject([{ id: own.model }]);
    expect((await models({ connectionId, baseUrl: `${own.url}/` })).status).toBe(200);
    expect((await models({ connectionId, baseUrl: other.url })).body.code).toBe('model_key_refused');
    expect((await models({ connectionId, baseUrl: other.url, apiKey: KEY })).status).toBe(200);
    expect((await models({ connectionId, apiKey: 'sk-2' })).body.code).toBe('model_key_refused');
  });

  it.each([
    ['nothing', {}, 400],
    ['a metadata service', { baseUrl: 'http://169.254.169.254/v1' }, 400],
    ['no server', { baseUrl: 'http://127.0.0.1:9/v1' }, 502],
    ['nobody’s connection', { connectionId: '00000000-0000-4000-8000-000000000000' }, 404],
  ])('of %s is refused', async (_, wish, status) => {
    expect((await models(wish)).status).toBe(status);
  });
});

describe('what can be connected', () => {
  it('is a list of suppliers', async () => {
    const { body } = await server.call('GET', '/api/connections/suppliers');
    const openai = body.items.find(({ id }: { id: string }) => id === 'openai');
    expect(openai).toEqual({
      id: 'openai',
      name: 'OpenAI',
      baseUrl: 'https://api.openai.com/v1',
      keyUrl: expect.stringMatching(/^https:/),
      needsKey: true,
      note: { en: expect.any(String), zh: expect.any(String) },
    });
    for (const { baseUrl } of body.items) expect(() => new URL(baseUrl)).not.toThrow();
  });

  it('is looked for on this computer', async () => {
    const { status, body } = await server.call('GET', '/api/connections/local');
    expect({ status, isList: Array.isArray(body.items) }).toEqual({ status: 200, isList: true });
  });

  it('is asked as a preset of SillyTavern says', async () => {
    const read = (preset: object) => server.call('POST', '/api/connections/presets/read', preset);
    expect(await read({ temp: 0.8, top_k: 0, mirostat_tau: 5 })).toEqual({
      status: 200,
      body: { preset: { temperature: 0.8 }, ignored: ['mirostat_tau'] },
    });
    expect(await read({ spec: 'chara_card_v2' })).toMatchObject({ status: 400 });
  });
});
