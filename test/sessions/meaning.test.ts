import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { Receipt } from '../../src/contracts/receipt.js';
import { FakeEmbeddings } from '../support/fakes/fake-embeddings.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const TALK = [
  'We walked along the harbour until the lamps were lit, and you told me about the bridge.',
  'There is a bakery behind the church that sells rye bread on Thursdays only.',
  'The rain has not stopped since the morning, and the gutters are full of leaves.',
];
const FACT = 'Yesterday I adopted a greyhound with one white ear.';
/** None of its words is said, and none that the dictionary of kinds knows. */
const QUESTION = 'Which canine is mine?';
const ZH = '我那只小狗长什么样？';
const MESSAGES = 330;
const PLACE = 20;

describe('what is found by its meaning', () => {
  let model: FakeModel;
  let vectors: FakeEmbeddings;
  let server: TestServer;
  let database: pg.Client;
  let sessionId: string;
  let connectionId: string;

  const call = (method: string, path: string, body?: object) => server.call(method, path, body);
  const recalled = async (text: string) =>
    ((await call('POST', `/api/sessions/${sessionId}/context`, { text })).body as { receipt: Receipt })
      .receipt;
  const count = async (where = 'true') =>
    Number((await database.query(`SELECT count(*) AS n FROM recall_vectors WHERE ${where}`)).rows[0].n);
  /** Asks until something holds: vectors come in the background. */
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  /** All blocks of what is folded, but for what may still change. */
  const blocks = async () => Math.floor(((await recalled('Go on.')).messagesFolded - 8) / 64);
  const made = (where?: string) => until(async () => (await count(where)) === (await blocks()));
  const change = (wish: object) => call('PATCH', `/api/connections/${connectionId}`, wish);
  const messageAt = async (seq: number) =>
    (await call('GET', `/api/sessions/${sessionId}/messages?before=${seq + 1}&limit=1`)).body.items[0]
      .id as string;

  beforeAll(async () => {
    model = await startFakeModel({ window: 6000 });
    vectors = await new FakeEmbeddings({ kind: 'dashscope', key: 'k' }).listen();
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const characterId = (await call('POST', '/api/characters', { name: 'Mira' })).body.id;
    sessionId = (await call('POST', '/api/sessions', { characterId })).body.id;
    const lines = Array.from({ length: MESSAGES }, (_, n) => {
      const content = n + 1 === PLACE ? FACT : `${n}. ${TALK[n % TALK.length]}`;
      return JSON.stringify({ role: n % 2 ? 'user' : 'assistant', content });
    });
    await server.upload(`/api/sessions/${sessionId}/import`, 'file', {
      name: 'a.jsonl',
      bytes: lines.join('\n'),
    });
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await Promise.all([model.close(), vectors.close()]);
  });

  it('is asked of nobody until somebody chooses a connection for it, which a test can tell of', async () => {
    expect((await recalled(QUESTION)).recalled).not.toContain(PLACE);
    const wish = { baseUrl: vectors.url, apiKey: 'k', embeddingModel: ` ${vectors.model} ` };
    const made = await call('POST', '/api/connections', wish);
    connectionId = made.body.id;
    expect(made.body).toMatchObject({ embeddingModel: vectors.model, isRecall: false });
    const { body } = await call('POST', `/api/connections/${connectionId}/test`);
    expect(body).toMatchObject({ reached: true, keyAccepted: true, dimensions: 64 });
    expect(body.error).toBeUndefined();
    const asked = vectors.texts.length;
    expect((await recalled(QUESTION)).recalled).not.toContain(PLACE);
    expect(vectors.texts).toHaveLength(asked);
    expect(await count()).toBe(0);

    await change({ embeddingModel: 'none-such', isRecall: false });
    vectors.trouble = { status: 404, body: { error: { message: 'The model `none-such` does not exist' } } };
    const missing = (await call('POST', `/api/connections/${connectionId}/test`)).body;
    expect(missing).toMatchObject({ reached: true, dimensions: null, error: { code: 'model_unknown' } });
    vectors.trouble = null;
    await change({ embeddingModel: vectors.model });
  });

  it('is found once vectors are made in the background, within the budget', async () => {
    // A connection of this model alone has its price, too.
    const price = { input: 40, cachedInput: 40, output: 0 };
    await change({ isRecall: true, budget: { perDay: { requests: 7 } }, model: vectors.model, price });
    await recalled('Go on.');
    const spending = async () => (await call('GET', `/api/connections/${connectionId}/spending`)).body;
    // Requests that were refused count, too: it takes ten texts.
    await until(async () => (await spending()).today.recall?.requests === 7);
    const few = await count();
    expect((await recalled(QUESTION)).recalled).not.toContain(PLACE);

    await change({ budget: {} });
    await made();
    expect(few).toBeLessThan(await blocks());
    expect(await blocks()).toBeGreaterThan(1);
    const asked = vectors.requests.length;
    // On a busy machine its vector may come too late for the first time.
    await until(async () => (await recalled(QUESTION)).recalled.includes(PLACE));
    const { recalledFor } = await recalled(QUESTION);
    expect(recalledFor?.[PLACE]).toEqual(['meaning']);
    expect((await recalled(ZH)).recalled).toContain(PLACE);
    // One request a question, and none for one that was asked before, or for what only goes on.
    await recalled(QUESTION);
    await recalled('Go on.');
    expect(vectors.requests.length - asked).toBe(2);
    const { recall } = (await spending()).today;
    expect(recall.tokensIn).toBeGreaterThan(1000);
    expect(recall.cost).toBeCloseTo((recall.tokensIn * 40) / 1e6, 9);
    expect(await count(`model = '${vectors.model}' AND dimensions = 64`)).toBe(await blocks());
  });

  it('stands in the way of no turn where its server is slow, refuses, or is gone', async () => {
    let answer = () => {};
    vectors.trouble = new Promise<void>((resolve) => (answer = resolve));
    const slow = await recalled('Which canine is mine now?');
    expect(slow.recalled).not.toContain(PLACE);
    // The next one does not wait for a server that still owes an answer.
    const asked = vectors.requests.length;
    expect((await recalled('Which canine is mine again?')).recalled).not.toContain(PLACE);
    expect(vectors.requests).toHaveLength(asked);
    vectors.trouble = null;
    answer();
    await until(async () => (await recalled('Which canine is mine now?')).recalled.includes(PLACE));
    vectors.trouble = { status: 400, body: { error: { message: 'no' } } };
    expect((await recalled('Which canine is mine today?')).recalled).not.toContain(PLACE);
    vectors.trouble = null;
    expect((await recalled(QUESTION)).recalled).toContain(PLACE);
  });

  it('goes with a message that is deleted or changed, and is made anew of what stands there then', async () => {
    const texts = vectors.texts.length;
    const id = await messageAt(PLACE);
    const path = `/api/sessions/${sessionId}/messages/${id}`;
    expect(
      (await call('PATCH', path, { content: 'Yesterday I bought a lamp with one white knob.' })).status,
    ).toBe(200);
    expect(await count('n = 0')).toBe(0);
    await made();
    expect(vectors.texts.slice(texts)).toContain('Yesterday I bought a lamp with one white knob.');
    expect(vectors.texts.length - texts).toBeLessThan(100);
    expect((await recalled(QUESTION)).recalled).not.toContain(PLACE);

    const other = await messageAt(70);
    await call('DELETE', `/api/sessions/${sessionId}/messages/${other}?forever=true`);
    expect(await count('n = 1')).toBe(0);
    await made();
  });

  it('is made anew by another model', async () => {
    await change({ embeddingModel: 'another' });
    await made(`model = 'another'`);
    expect(await count(`model <> 'another'`)).toBe(0);
    await change({ isRecall: false });
    const asked = vectors.requests.length;
    await recalled(QUESTION);
    expect(vectors.requests).toHaveLength(asked);
    await call('DELETE', `/api/sessions/${sessionId}`);
    await until(async () => (await count()) === 0);
  });
});
