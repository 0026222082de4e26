import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { WebhookDeliveryView } from '../../src/contracts/webhook.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

interface Call {
  headers: IncomingHttpHeaders;
  body: string;
}

const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let n = 0; n < 400 && !(await holds()); n++) await new Promise((resolve) => setTimeout(resolve, 50));
};

describe('webhooks', () => {
  let server: TestServer;
  let database: pg.Client;
  let listener: Server;
  let calls: Call[];
  /** Answers that are given before 204. */
  let refusals: number[];
  let url: string;
  /** Answers to calls of slow addresses, by these, which wait until they are told to go out. */
  let held: { path: string; answer: () => void }[];
  let session: string;

  beforeAll(async () => {
    calls = [];
    refusals = [];
    held = [];
    listener = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        const path = request.url!;
        if (path.startsWith('/slow/'))
          return void held.push({ path, answer: () => response.writeHead(204).end() });
        calls.push({ headers: request.headers, body });
        response.writeHead(refusals.shift() ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
    url = `http://${host}/hook`;
    server = await startServer({ INGEST_ALLOW_HOSTS: host });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
    session = (await server.call('POST', '/api/sessions', { characterId })).body.id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    listener.close();
  });

  const deliveries = async (id: string) =>
    (await server.call('GET', `/api/webhooks/${id}/deliveries`)).body.items as WebhookDeliveryView[];

  it('are told what happens, signed, and again where they did not take it', async () => {
    const { status, body: hook } = await server.call('POST', '/api/webhooks', {
      url,
      events: ['message.created', 'turn.finished'],
    });
    expect(status).toBe(201);
    refusals.push(500);
    const { body: said } = await server.call('POST', `/api/sessions/${session}/messages`, { text: 'Hello?' });
    await until(async () => (await deliveries(hook.id)).some(({ attempts }) => attempts > 0));
    const waiting = async () => (await deliveries(hook.id)).filter(({ state }) => state === 'waiting');
    await until(async () => (await waiting()).length === 1);
    const [again] = await waiting();
    expect(again).toMatchObject({
      attempts: 1,
      problem: 'It answered 500.',
      problemCode: 'link_refused',
      problemStatus: 500,
    });
    await database.query('UPDATE webhook_deliveries SET next_at = now() WHERE next_at IS NOT NULL');
    // Whatever happens next has it looked up.
    await server.call('POST', `/api/sessions/${session}/messages`, { text: 'And?' });
    await until(
      async () => (await deliveries(hook.id)).filter(({ state }) => state === 'delivered').length === 4,
    );
    for (const { headers, body } of calls) {
      const [, at, signature] = /^t=(\d+),v1=([\da-f]{64})$/.exec(String(headers['keepsake-signature']))!;
      const expected = createHmac('sha256', hook.secret).update(`${at}.${body}`).digest('hex');
      expect(signature).toBe(expected);
    }
    const told = calls.map(({ body }) => JSON.parse(body) as { id: string; event: string; data: any });
    expect(told.filter(({ id }) => id === again!.id)).toHaveLength(2);
    expect(told.find(({ event }) => event === 'message.created')!.data.message.content).toBe('Hello?');
    const finished = told
      .filter(({ event }) => event === 'turn.finished')
      .map(({ data }) => data.message.content);
    expect(finished).toContain(said.reply.content);
    // What was told is not kept.
    const { rows } = await database.query(`SELECT DISTINCT data FROM webhook_deliveries`);
    expect(rows).toEqual([{ data: '' }]);
    expect(JSON.stringify(await server.call('GET', '/api/webhooks'))).not.toContain(hook.secret);
    expect((await server.call('DELETE', `/api/webhooks/${hook.id}`)).status).toBe(204);
    expect((await deliveries(hook.id)) ?? []).toEqual([]);
  });

  it('wait in the database while the server is away', async () => {
    const { body: hook } = await server.call('POST', '/api/webhooks', { url, events: ['message.created'] });
    refusals.push(503);
    const before = calls.length;
    await server.call('POST', `/api/sessions/${session}/messages`, { text: 'Still there?' });
    await until(() => calls.length > before);
    await until(async () => (await deliveries(hook.id))[0]?.attempts === 1);
    const same = { DATABASE_URL: server.databaseUrl };
    await database.query('UPDATE webhook_deliveries SET next_at = now() WHERE next_at IS NOT NULL');
    server = await server.restart(same);
    await until(() => calls.length > before + 1);
    expect(JSON.parse(calls.at(-1)!.body).data.message.content).toBe('Still there?');
    await server.call('DELETE', `/api/webhooks/${hook.id}`);
  });

  it('are all called, however long some of them take', async () => {
    const called = new Set<string>();
    const hooks: string[] = [];
    for (let n = 0; n < 10; n++) {
      const wish = { url: url.replace('hook', `slow/${n}`), events: ['message.created'] };
      hooks.push((await server.call('POST', '/api/webhooks', wish)).body.id);
    }
    await database.query(
      `INSERT INTO webhook_deliveries (webhook_id, event, data)
       SELECT id, 'message.created', '{}' FROM webhooks, generate_series(1, 100) WHERE url LIKE $1`,
      [url.replace('hook', 'slow/%')],
    );
    // Something happens, so that they are looked up.
    await server.call('POST', `/api/sessions/${session}/messages`, { text: 'Now.' });
    for (let answered = 0; answered < 80 && called.size < 10; answered++) {
      await until(() => held.length === 8);
      for (const { path } of held) called.add(path);
      held.shift()!.answer();
    }
    expect(called.size).toBe(10);
    for (const id of hooks) await server.call('DELETE', `/api/webhooks/${id}`);
    for (const { answer } of held.splice(0)) answer();
  });

  it('are not told of more than may wait for one of them', async () => {
    const [full, other] = [url.replace('hook', 'full'), url];
    for (const one of [full, other])
      await server.call('POST', '/api/webhooks', { url: one, events: ['message.created'] });
    await database.query(
      `INSERT INTO webhook_deliveries (webhook_id, event, data, next_at)
       SELECT id, 'message.created', repeat('x', 8 * 1024 * 1024), now() + interval '1 day'
       FROM webhooks, generate_series(1, 2) WHERE url = $1`,
      [full],
    );
    const before = calls.length;
    await server.call('POST', `/api/sessions/${session}/messages`, { text: 'One more.' });
    await until(() => calls.length > before);
    for (const { id, url: of } of (await server.call('GET', '/api/webhooks')).body.items) {
      if (of === full) expect(await deliveries(id)).toHaveLength(2);
      await server.call('DELETE', `/api/webhooks/${id}`);
    }
  });

  it('are tried when they are asked for, once, and their list says how it went', async () => {
    const { body: hook } = await server.call('POST', '/api/webhooks', { url, events: ['ingest.done'] });
    const listed = async () => {
      const { items } = (await server.call('GET', '/api/webhooks')).body;
      return items.find(({ id }: { id: string }) => id === hook.id);
    };
    expect(await listed()).toMatchObject({ url, keyName: null, lastCall: null });
    for (const state of ['failed', 'delivered']) {
      if (state === 'failed') refusals.push(500);
      const { status, body } = await server.call('POST', `/api/webhooks/${hook.id}/ping`);
      expect({ status, body }).toMatchObject({ status: 202, body: { event: 'ping', state: 'waiting' } });
      await until(async () => (await listed()).lastCall.state === state);
      expect((await listed()).lastCall).toMatchObject({ id: body.id, state, attempts: 1, nextAt: null });
      expect(JSON.parse(calls.at(-1)!.body)).toMatchObject({ id: body.id, event: 'ping', data: {} });
    }
    expect(await deliveries(hook.id)).toHaveLength(2);
    // However often it is asked for, one is on its way.
    const wish = { url: url.replace('hook', 'slow/ping'), events: ['message.created'] };
    const { id: slow } = (await server.call('POST', '/api/webhooks', wish)).body;
    const ping = async () => (await server.call('POST', `/api/webhooks/${slow}/ping`)).body.id as string;
    expect(new Set(await Promise.all(Array.from({ length: 20 }, ping))).size).toBe(1);
    await server.call('DELETE', `/api/webhooks/${slow}`);
    await server.call('DELETE', `/api/webhooks/${hook.id}`);
    expect((await server.call('POST', `/api/webhooks/${hook.id}/ping`)).status).toBe(404);
  });

  it('are no way into a private network, nor past a key’s scopes', async () => {
    for (const address of [
      'http://127.0.0.1:1/',
      'http://10.0.0.1/',
      'http://[::1]/',
      'http://169.254.169.254/latest',
      'https://example.org:8443/',
    ])
      expect(
        await server.call('POST', '/api/webhooks', { url: address, events: ['ingest.done'] }),
      ).toMatchObject({
        status: 422,
        body: { code: 'link_not_allowed' },
      });
    for (const body of [
      { url, events: [] },
      { url: 'file:///etc/passwd', events: ['ingest.done'] },
      { url, events: ['x'] },
    ])
      expect((await server.call('POST', '/api/webhooks', body)).status).toBe(400);
    const { key } = (await server.call('POST', '/api/keys', { name: 'Hooks', scopes: ['webhooks:write'] }))
      .body;
    const refused = await fetch(`${server.url}/api/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url, events: ['message.created'] }),
    });
    expect(await refused.json()).toMatchObject({ code: 'scope_missing', scope: 'sessions:read' });
  });

  it('hear no more than the key that added them, and go with it', async () => {
    const { key, id } = (
      await server.call('POST', '/api/keys', { name: 'Hooks', scopes: ['webhooks:write', 'sessions:read'] })
    ).body;
    const added = await fetch(`${server.url}/api/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url, events: ['message.created'] }),
    });
    expect(added.status).toBe(201);
    const hook = (await added.json()) as { id: string };
    expect((await server.call('GET', '/api/webhooks')).body.items[0]).toMatchObject({ keyName: 'Hooks' });
    const said = async (text: string) => {
      await server.call('POST', `/api/sessions/${session}/messages`, { text });
      await until(() => calls.some(({ body }) => body.includes(text)));
    };
    await said('While the key is good.');
    await database.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [id]);
    const own = (await server.call('POST', '/api/webhooks', { url, events: ['message.created'] })).body;
    await said('After it expired.');
    // Each has heard of one.
    for (const one of [hook, own]) expect(await deliveries(one.id)).toHaveLength(1);
    await server.call('DELETE', `/api/keys/${id}`);
    const { body: left } = await server.call('GET', '/api/webhooks');
    expect(left.items.map((one: { id: string }) => one.id)).toEqual([own.id]);
    await server.call('DELETE', `/api/webhooks/${own.id}`);
  });
});
