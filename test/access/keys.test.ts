import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io } from 'socket.io-client';
import pg from 'pg';
import type { ApiCallView, ApiKeyView, NewApiKeyView } from '../../src/contracts/api-key.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

const until = async (holds: () => Promise<boolean>) => {
  for (let n = 0; n < 400 && !(await holds()); n++) await new Promise((resolve) => setTimeout(resolve, 50));
};

describe('API keys', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let mira: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: () => 'An answer.' });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    mira = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await model.close();
  });

  const make = async (wish: object) =>
    (await server.call('POST', '/api/keys', { name: 'A bot', ...wish })).body as NewApiKeyView;
  const list = async () => (await server.call('GET', '/api/keys')).body.items as ApiKeyView[];
  const ask = async (key: string, method: string, path: string, body?: object) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as any) : text,
    };
  };
  const socketWith = async (token: string) => {
    const socket = io(server.url, { transports: ['websocket'], auth: { token }, forceNew: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  };

  it('open what their scopes name, and say what they lack', async () => {
    const made = await make({ scopes: ['characters:read'] });
    expect(made.key).toMatch(/^ksk_[\w-]{43}$/);
    expect(made.hint).toBe(made.key.slice(-4));
    const { rows } = await database.query('SELECT row_to_json(k)::text AS kept FROM api_keys k');
    expect(rows[0].kept).not.toContain(made.key.slice(4, 40));
    const shown = await ask(made.key, 'GET', `/api/characters/${mira}`);
    expect(shown).toMatchObject({ status: 200, body: { name: 'Mira' } });
    expect(await ask(made.key, 'POST', '/api/characters', { name: 'Other' })).toMatchObject({
      status: 403,
      body: { code: 'scope_missing', scope: 'characters:write' },
    });
    expect(await ask(made.key, 'GET', '/api/sessions')).toMatchObject({
      body: { code: 'scope_missing', scope: 'sessions:read' },
    });
    // On the other face, too, in its form.
    expect(await ask(made.key, 'GET', '/v1/models')).toMatchObject({
      status: 403,
      body: { error: { code: 'scope_missing', message: expect.stringContaining('sessions:talk') } },
    });
    for (const [method, path] of [
      ['POST', '/api/keys'],
      ['GET', '/api/keys'],
      ['DELETE', `/api/keys/${made.id}`],
      ['GET', '/api/backup'],
      ['POST', '/api/sign-in-links'],
      ['GET', '/api/connections'],
      ['DELETE', '/api/sign-ins'],
    ] as const)
      expect(await ask(made.key, method, path, method === 'POST' ? {} : undefined)).toMatchObject({
        status: 403,
        body: { code: 'owner_only' },
      });
    expect(await list()).toHaveLength(1);
    // What describes all of it is for every key.
    expect((await ask(made.key, 'GET', '/api/openapi.json')).status).toBe(200);
  });

  it('are made by who signed in, for what there is', async () => {
    const wrong = [
      { name: '', scopes: ['characters:read'] },
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['everything'] },
      { name: 'x', scopes: ['characters:read'], expiresAt: '2001-01-01T00:00:00Z' },
      { name: 'x', scopes: ['characters:read'], limits: { requestsPerMinute: 0 } },
    ];
    for (const body of wrong)
      expect(await server.call('POST', '/api/keys', body)).toMatchObject({ status: 400 });
    const soon = { name: 'x', scopes: ['characters:read'], expiresAt: 'tomorrow' };
    expect((await server.call('POST', '/api/keys', soon)).body.message).not.toContain('past');
  });

  it('are told when and from where they were used, and what was asked with them', async () => {
    const { key, id } = await make({ name: 'Seen', scopes: ['characters:read'] });
    await ask(key, 'GET', `/api/characters/${mira}?secret=words`);
    await ask(key, 'DELETE', `/api/characters/${mira}`);
    await ask(key, 'GET', '/api/nothing/of/the/kind');
    const calls = async () =>
      ((await server.call('GET', '/api/keys/calls')).body.items as ApiCallView[]).filter(
        ({ keyName }) => keyName === 'Seen',
      );
    await until(async () => (await calls()).length === 3);
    const told = (await calls()).map(({ method, route, status }) => ({ method, route, status }));
    expect(told).toContainEqual({ method: 'GET', route: '/api/characters/:id', status: 200 });
    expect(told).toContainEqual({ method: 'DELETE', route: '/api/characters/:id', status: 403 });
    expect(told).toContainEqual({ method: 'GET', route: '', status: 404 });
    expect(JSON.stringify(await calls())).not.toMatch(/secret|words|of.the/);
    const seen = (await list()).find((one) => one.id === id)!;
    expect(seen.lastAddress).toBe('127.0.0.1');
    expect(Date.parse(seen.lastUsedAt!)).toBeLessThanOrEqual(Date.now());
    // A hundred are kept.
    await database.query(
      `INSERT INTO api_calls (owner_id, key_name, at, method, route, status, ms)
       SELECT id, 'Old', now() - interval '1 day', 'GET', '', 200, 1 FROM owners, generate_series(1, 150)`,
    );
    await ask(key, 'GET', '/api/characters');
    await until(async () => (await calls()).length === 4);
    expect((await database.query('SELECT count(*)::int AS n FROM api_calls')).rows[0].n).toBe(100);
  });

  it('never stand in an address', async () => {
    const { key } = await make({ scopes: ['characters:read'] });
    for (const path of [`/api/characters?key=${key}`, `/v1/models?api_key=${key}`]) {
      const answer = await fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('key_in_address');
    }
    const socket = io(server.url, {
      transports: ['websocket'],
      auth: { token: key },
      query: { token: key },
      reconnection: false,
      forceNew: true,
    });
    await new Promise((resolve) => socket.once('connect_error', resolve));
    socket.disconnect();
  });

  it('end at once with their sockets and running answers', async () => {
    const { key, id } = await make({ scopes: ['sessions:read', 'sessions:talk', 'sessions:write'] });
    const other = await make({ name: 'Reads', scopes: ['sessions:read'] });
    const { body: session } = await ask(key, 'POST', '/api/sessions', { characterId: mira });
    const socket = await socketWith(key);
    expect(await socket.emitWithAck('session.open', { sessionId: session.id })).toMatchObject({ ok: true });
    const reader = await socketWith(other.key);
    expect(await reader.emitWithAck('session.open', { sessionId: session.id })).toMatchObject({ ok: true });
    expect(
      await reader.emitWithAck('message.send', { sessionId: session.id, clientId: 'a', text: 'Hi' }),
    ).toMatchObject({ ok: false, code: 'scope_missing' });
    let release = () => {};
    model.next({ reply: 'It takes long.', until: new Promise<void>((resolve) => (release = resolve)) });
    const answer = ask(key, 'POST', `/api/sessions/${session.id}/messages`, { text: 'Hi' }).then(
      () => 'answered',
      () => 'cut off',
    );
    const ended = new Promise((resolve) => socket.once('disconnect', resolve));
    await until(async () => model.requests.some((one) => JSON.stringify(one).includes('"Hi')));
    expect((await server.call('DELETE', `/api/keys/${id}`)).status).toBe(204);
    await ended;
    expect(await answer).toBe('cut off');
    release();
    expect(reader.connected).toBe(true);
    expect(await ask(key, 'GET', '/api/sessions')).toMatchObject({ status: 401 });
    await expect(socketWith(key)).rejects.toThrow();
    expect((await server.call('DELETE', `/api/keys/${id}`)).status).toBe(404);
    // One that expires ends what it opened, too.
    const late = new Promise((resolve) => reader.once('disconnect', resolve));
    await database.query(`UPDATE api_keys SET expires_at = now() WHERE id = $1`, [other.id]);
    await late;
    expect(await ask(other.key, 'GET', '/api/sessions')).toMatchObject({
      status: 401,
      body: { code: 'key_expired' },
    });
  });

  it('are given another name and other limits, which hold at once', async () => {
    const made = await make({ scopes: ['characters:read'], limits: { requestsPerDay: 5 } });
    const change = (body: object) => server.call('PATCH', `/api/keys/${made.id}`, body);
    expect(await change({ name: ' Another ', limits: { requestsPerMinute: 1 } })).toMatchObject({
      status: 200,
      body: { name: 'Another', scopes: made.scopes, limits: { requestsPerMinute: 1, requestsPerDay: null } },
    });
    const states = async () => [
      (await ask(made.key, 'GET', '/api/characters')).status,
      (await ask(made.key, 'GET', '/api/characters')).status,
    ];
    expect((await states()).at(-1)).toBe(429);
    expect(await change({ name: 'Unbounded', limits: {} })).toMatchObject({ body: { name: 'Unbounded' } });
    expect(await states()).toEqual([200, 200]);
    for (const [body, param] of [
      [{ name: ' ' }, 'name'],
      [{ limits: { requestsPerDay: 0 } }, 'limits.requestsPerDay'],
      [{ scopes: ['metrics:read'] }, 'scopes'],
    ] as const)
      expect(await change(body)).toMatchObject({ status: 400, body: { param } });
    // No key changes keys, and none changes what is not there.
    const all = await make({ scopes: ['characters:write', 'sessions:write'] });
    expect((await ask(all.key, 'PATCH', `/api/keys/${made.id}`, { name: 'Mine' })).status).toBe(403);
    await server.call('DELETE', `/api/keys/${made.id}`);
    expect((await change({ name: 'Gone' })).status).toBe(404);
  });

  it('may take what they are given, and are told how much is left', async () => {
    const { key, id } = await make({
      scopes: ['sessions:talk', 'characters:read'],
      limits: { requestsPerDay: 7, tokensPerDay: 10 },
    });
    const first = await ask(key, 'GET', '/api/characters');
    expect(first.headers.get('ratelimit-limit')).toBe('7');
    expect(first.headers.get('ratelimit-remaining')).toBe('6');
    // To talk is not yet to change what was said.
    expect(
      await ask(key, 'POST', '/v1/chat/completions', {
        model: mira,
        messages: [{ role: 'user', content: 'Hi' }],
        metadata: { edits: 'apply' },
      }),
    ).toMatchObject({ status: 403, body: { error: { code: 'scope_missing' } } });
    const say = () =>
      ask(key, 'POST', '/v1/chat/completions', { model: mira, messages: [{ role: 'user', content: 'Hi' }] });
    expect((await say()).status).toBe(200);
    const refused = await say();
    expect(refused).toMatchObject({
      status: 429,
      body: { error: { code: 'rate_limited', type: 'rate_limit_error' } },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // To read takes no tokens.
    for (let n = 0; n < 4; n++) expect((await ask(key, 'GET', '/api/characters')).status).toBe(200);
    expect(await ask(key, 'GET', '/api/characters')).toMatchObject({
      status: 429,
      body: { code: 'rate_limited' },
    });
    const taken = async () =>
      (await database.query('SELECT requests, tokens::int FROM api_key_days WHERE key_id = $1', [id]))
        .rows[0] as { requests: number; tokens: number } | undefined;
    await until(async () => (await taken())?.requests === 7);
    expect((await taken())!.tokens).toBeGreaterThan(10);
  });
});
