import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { ConnectionsView, ConnectionView } from '../../src/contracts/connection.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const KEY = 'sk-a-key-of-the-tests-0123456789';

let server: TestServer;
let first: FakeModel;
let second: FakeModel;

beforeAll(async () => {
  [first, second] = await Promise.all([
    startFakeModel({ model: 'first-model', key: KEY }),
    startFakeModel({ model: 'second-model', window: 16_000, refusedFields: ['top_k'] }),
  ]);
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
  await Promise.all([first.close(), second.close()]);
});

const list = async (): Promise<ConnectionsView> => (await server.call('GET', '/api/connections')).body;
const connect = async (wish: object): Promise<ConnectionView> => {
  const { status, body } = await server.call('POST', '/api/connections', wish);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
};
const change = (id: string, wish: object) => server.call('PATCH', `/api/connections/${id}`, wish);

async function newSession(): Promise<{ sessionId: string; characterId: string }> {
  const character = await server.call('POST', '/api/characters', { name: 'Mira' });
  const session = await server.call('POST', '/api/sessions', { characterId: character.body.id });
  return { sessionId: session.body.id, characterId: character.body.id };
}
const say = (sessionId: string, text: string) =>
  server.call('POST', `/api/sessions/${sessionId}/messages`, { text });

describe('connections', () => {
  let one: ConnectionView;
  let two: ConnectionView;

  it('are none at first, and the understudy answers', async () => {
    expect(await list()).toMatchObject({ items: [], model: { provider: 'understudy' } });
  });

  it('answer from the next turn on, without a restart', async () => {
    const { sessionId } = await newSession();
    expect((await say(sessionId, 'Who are you?')).body.receipt.connection).toBeUndefined();
    one = await connect({ name: 'One', baseUrl: `${first.url}/`, apiKey: ` Bearer ${KEY}\n`.trim() });
    expect(one).toMatchObject({ hasKey: true, isDefault: true, readOnly: false, baseUrl: first.url });
    const { body } = await say(sessionId, 'And now?');
    expect(body.reply.content).toContain('This is the answer to request');
    expect(body.receipt).toMatchObject({ model: 'first-model', connection: { id: one.id, name: 'One' } });
    expect((await server.call('GET', '/api/about')).body.model.name).toBe('first-model');
  });

  it('can be chosen for a character and for a session, which comes first', async () => {
    two = await connect({ name: 'Two', baseUrl: second.url });
    expect(two.isDefault).toBe(false);
    const { sessionId, characterId } = await newSession();
    const modelOf = async () => (await say(sessionId, 'Hello')).body.receipt.model;
    expect(await modelOf()).toBe('first-model');
    const changed = await server.call('PATCH', `/api/characters/${characterId}`, { connectionId: two.id });
    expect(changed.body.connectionId).toBe(two.id);
    expect(await modelOf()).toBe('second-model');
    expect((await server.call('GET', `/api/connections/${two.id}`)).body.usedBy).toEqual({
      characters: 1,
      sessions: 0,
    });
    await server.call('PATCH', `/api/sessions/${sessionId}`, { connectionId: one.id });
    expect(await modelOf()).toBe('first-model');
    const back = await server.call('PATCH', `/api/sessions/${sessionId}`, { connectionId: null });
    expect(back.body.connectionId).toBeNull();
    expect(await modelOf()).toBe('second-model');
  });

  it('of nobody are refused', async () => {
    const { sessionId, characterId } = await newSession();
    const unknown = { connectionId: '00000000-0000-4000-8000-000000000000' };
    expect((await server.call('PATCH', `/api/sessions/${sessionId}`, unknown)).status).toBe(404);
    expect((await server.call('PATCH', `/api/characters/${characterId}`, unknown)).status).toBe(404);
    expect((await change(unknown.connectionId, { name: 'x' })).status).toBe(404);
  });

  it('write drafts by another where one is for the background', async () => {
    const { sessionId } = await newSession();
    await say(sessionId, 'Hello');
    await change(two.id, { isBackground: true });
    const before = second.requests.length;
    const draft = await server.call('POST', `/api/sessions/${sessionId}/impersonate`, { begun: '' });
    expect(draft.status).toBeLessThan(300);
    expect(second.requests.length).toBe(before + 1);
    expect((await say(sessionId, 'Still here?')).body.receipt.model).toBe('first-model');
    await change(two.id, { isBackground: false });
  });

  it('send what their preset sets and nothing else, and remember what a model refuses', async () => {
    const { sessionId } = await newSession();
    await server.call('PATCH', `/api/sessions/${sessionId}`, { connectionId: two.id });
    await say(sessionId, 'Hello');
    expect(second.last.json).not.toHaveProperty('temperature');
    const preset = { temperature: 0.7, topK: 40, maxReplyTokens: 300, stop: ['###'] };
    expect((await change(two.id, { preset })).body.preset).toEqual(preset);
    const asked = second.requests.length;
    expect((await say(sessionId, 'And again')).status).toBe(200);
    expect(second.requests.slice(asked).map(({ json }) => Object.hasOwn(json, 'top_k'))).toEqual([
      true,
      false,
    ]);
    expect(second.last.json).toMatchObject({ temperature: 0.7, max_tokens: 300, stop: ['###'] });
    expect((await list()).items.find(({ id }) => id === two.id)!.refused).toEqual({
      'second-model': ['top_k'],
    });
    server = await server.restart();
    await say(sessionId, 'After a restart');
    expect(second.requests.length).toBe(asked + 3);
  });

  it('keep a key where nobody can read it', async () => {
    for (const answer of [
      await server.call('GET', '/api/connections'),
      await server.call('GET', `/api/connections/${one.id}`),
      await change(one.id, { name: 'Still one' }),
    ])
      expect(JSON.stringify(answer.body)).not.toContain(KEY);
    const client = new pg.Client(server.databaseUrl);
    await client.connect();
    const { rows } = await client.query('SELECT c::text FROM connections c');
    await client.end();
    expect(JSON.stringify(rows)).not.toContain(KEY);
    expect(rows.some((row: { c: string }) => row.c.includes(Buffer.from(KEY).toString('hex')))).toBe(false);
    expect(server.output()).not.toContain(KEY);
    const file = join(server.dataDir, 'secret-key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim().length).toBeGreaterThan(40);
  });

  it('say so where the secret key is another than a key was stored with', async () => {
    const other = await server.restart({ SECRET_KEY: 'another-secret-of-the-tests' });
    const { body } = await other.call('GET', '/api/connections');
    expect(body.items.find(({ id }: ConnectionView) => id === one.id)).toMatchObject({
      hasKey: false,
      keyUnreadable: true,
    });
    server = await other.restart({ SECRET_KEY: '' });
    expect((await list()).items.find(({ id }) => id === one.id)).toMatchObject({ hasKey: true });
  });

  it('never hand a key to another server than it was entered for', async () => {
    const moved = await change(one.id, { baseUrl: second.url });
    expect(moved.body).toMatchObject({ hasKey: false, baseUrl: second.url });
    const again = await change(one.id, { baseUrl: first.url, apiKey: KEY });
    expect(again.body.hasKey).toBe(true);
    expect((await change(one.id, { baseUrl: `${first.url}/` })).body.hasKey).toBe(true);
  });

  it('are not changed over what somebody else changed', async () => {
    const { revision } = (await list()).items.find(({ id }) => id === two.id)!;
    expect((await change(two.id, { name: 'Tab one', revision })).status).toBe(200);
    const late = await change(two.id, { name: 'Tab two', revision });
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it.each([
    ['no address', { baseUrl: 'api.example.com' }],
    ['a metadata service', { baseUrl: 'http://169.254.169.254/latest' }],
    ['a key in the address', { baseUrl: 'https://sk-1@api.example.com/v1' }],
    ['a key with a line break', { baseUrl: 'https://api.example.com/v1', apiKey: 'sk-1\nsk-2' }],
    ['a key with other letters', { baseUrl: 'https://api.example.com/v1', apiKey: 'sk-密钥' }],
    ['a header with a line break', { baseUrl: 'https://a.test/v1', headers: { 'x-a': 'b\r\nx-c: d' } }],
    ['a header of our own', { baseUrl: 'https://a.test/v1', headers: { Host: 'b.test' } }],
    ['a preset out of bounds', { baseUrl: 'https://a.test/v1', preset: { temperature: 11 } }],
    ['a preset of unknown fields', { baseUrl: 'https://a.test/v1', preset: { temprature: 1 } }],
    ['an unknown field', { baseUrl: 'https://a.test/v1', apikey: 'x' }],
  ])('%s is refused', async (_, wish) => {
    const before = (await list()).items.length;
    expect(await server.call('POST', '/api/connections', wish)).toMatchObject({
      status: 400,
      body: { code: 'bad_request' },
    });
    expect((await list()).items.length).toBe(before);
  });

  it('give way to the default when they are deleted, which is always one of them', async () => {
    const { sessionId } = await newSession();
    await server.call('PATCH', `/api/sessions/${sessionId}`, { connectionId: two.id });
    expect((await server.call('DELETE', `/api/connections/${one.id}`)).status).toBe(204);
    expect((await list()).items.map(({ id, isDefault }) => [id, isDefault])).toEqual([[two.id, true]]);
    expect((await server.call('DELETE', `/api/connections/${two.id}`)).status).toBe(204);
    expect(await list()).toMatchObject({ items: [], model: { provider: 'understudy' } });
    expect((await server.call('GET', `/api/sessions/${sessionId}`)).body.connectionId).toBeNull();
  });
});

describe('a backup', () => {
  it('holds connections without their keys, and none is used before its owner has looked at it', async () => {
    const own = await connect({
      name: 'Own',
      baseUrl: second.url,
      apiKey: KEY,
      preset: { temperature: 0.5 },
    });
    const { sessionId } = await newSession();
    await server.call('PATCH', `/api/sessions/${sessionId}`, { connectionId: own.id });
    const answer = await fetch(`${server.url}/api/backup`, {
      headers: { authorization: `Bearer ${server.token}` },
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    let there = await startServer();
    const restored = await there.upload('/api/restore', 'file', { name: 'b.zip', bytes });
    expect(restored.body).toMatchObject({ restored: { connections: 1 }, leftOut: [] });
    const shown = async (): Promise<ConnectionsView> => (await there.call('GET', '/api/connections')).body;
    expect(await shown()).toMatchObject({
      items: [{ id: own.id, hasKey: false, isDefault: false, preset: { temperature: 0.5 } }],
      model: { provider: 'understudy' },
    });
    expect((await there.call('GET', `/api/sessions/${sessionId}`)).body.connectionId).toBeNull();
    there = await there.restart();
    expect(await shown()).toMatchObject({ items: [{ isDefault: false }], model: { provider: 'understudy' } });
    await there.call('PATCH', `/api/connections/${own.id}`, { isDefault: true });
    expect(await shown()).toMatchObject({ items: [{ isDefault: true }], model: { name: 'second-model' } });
    await there.stop();
    await server.call('DELETE', `/api/connections/${own.id}`);
  });
});

describe('the environment’s connection', () => {
  it('is one among others, which cannot be changed from the page', async () => {
    const own = await connect({ name: 'Own', baseUrl: second.url });
    const env = { OPENAI_BASE_URL: first.url, OPENAI_API_KEY: KEY, MODEL: 'first-model' };
    let other = await server.restart(env);
    const items = async (): Promise<ConnectionView[]> =>
      (await other.call('GET', '/api/connections')).body.items;
    const [shown] = await items();
    expect(shown).toMatchObject({ readOnly: true, hasKey: true, model: 'first-model', isDefault: false });
    expect((await other.call('PATCH', `/api/connections/${shown!.id}`, { model: 'x' })).status).toBe(400);
    expect((await other.call('DELETE', `/api/connections/${shown!.id}`)).status).toBe(400);
    await other.call('PATCH', `/api/connections/${shown!.id}`, {
      isDefault: true,
      preset: { temperature: 1 },
    });
    other = await other.restart({ OPENAI_API_KEY: 'another-key' });
    expect((await items()).map(({ isDefault, preset }) => [isDefault, preset])).toEqual([
      [true, { temperature: 1 }],
      [false, {}],
    ]);
    server = await other.restart({ OPENAI_BASE_URL: '', OPENAI_API_KEY: '', MODEL: '' });
    expect((await list()).items.map(({ id, isDefault }) => [id, isDefault])).toEqual([[own.id, true]]);
  });
});
