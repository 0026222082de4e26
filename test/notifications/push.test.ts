import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { type FakePushService, startFakePushService } from '../support/fakes/fake-push-service.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

describe('a browser that wants to be told of replies', () => {
  let model: FakeModel;
  let push: FakePushService;
  let server: TestServer;
  let cookie: string;
  let sessionId: string;
  let browser: ReturnType<FakePushService['browser']>;
  let id: string;

  /** As a signed-in browser asks. */
  const ask = async (method: string, path: string, body?: object, as = cookie) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { cookie: as, origin: server.url, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const signIn = async () => {
    const response = await fetch(`${server.url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ token: server.token }),
    });
    return response.headers.get('set-cookie')!.split(';')[0]!;
  };
  const say = (text: string) => server.call('POST', `/api/sessions/${sessionId}/messages`, { text });
  /** Whatever is sent has been sent by then: the next thing that is told comes after it. */
  const until = async (is: () => boolean | Promise<boolean>) => {
    for (let n = 0; n < 200 && !(await is()); n++) await sleep(25);
    expect(await is()).toBe(true);
  };

  beforeAll(async () => {
    model = await startFakeModel();
    push = await startFakePushService();
    server = await startServer({
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake-1',
      INGEST_ALLOW_HOSTS: push.host,
    });
    const { id: characterId } = (await server.call('POST', '/api/characters', { name: '米拉 Mira' })).body;
    sessionId = (await server.call('POST', '/api/sessions', { characterId })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await push.close();
    await model.close();
  });
  beforeEach(async () => {
    cookie = await signIn();
    browser = push.browser((await ask('GET', '/api/push')).body.publicKey);
    ({ id } = (await ask('POST', '/api/push/subscriptions', browser.subscription)).body);
    push.refused.length = 0;
  });
  afterEach(async () => {
    await ask('DELETE', `/api/push/subscriptions/${id}`);
  });

  it('is told who replied and where, signed and encrypted, and nothing of the message', async () => {
    model.next({ reply: 'The lighthouse is dark tonight.' });
    await say('A secret question.');
    await until(() => browser.told.length === 1);
    expect(browser.told).toEqual([{ code: 'reply_ready', sessionId, name: '米拉 Mira' }]);
    expect(push.refused).toEqual([]);
  });

  it('is not told of what somebody looks at, and is again when they look away or leave', async () => {
    const socket = await server.socket();
    await socket.emitWithAck('session.look', { sessionId });
    await say('Seen.');
    await socket.emitWithAck('session.look', { sessionId: null });
    await say('Not seen.');
    await until(() => browser.told.length === 1);
    await socket.emitWithAck('session.look', { sessionId });
    await say('Seen again.');
    socket.disconnect();
    await until(async () => {
      await say('Left.');
      return browser.told.length > 1;
    });
  });

  it('is not told of a reply that failed or was stopped', async () => {
    model.next({ failStatus: 401 });
    await say('This fails.');
    model.next({ reply: 'Fine.' });
    await say('This does not.');
    await until(() => browser.told.length > 0);
    await sleep(50);
    expect(browser.told).toHaveLength(1);
  });

  it('is forgotten when its push service says that it is gone, and kept when that has trouble', async () => {
    push.nextStatus = 503;
    await say('Trouble.');
    await until(() => push.nextStatus === null);
    await say('Better.');
    await until(() => browser.told.length === 1);
    push.unsubscribe(browser);
    await say('Gone.');
    await until(async () => (await ask('DELETE', `/api/push/subscriptions/${id}`)).status === 404);
  });

  it('is not followed to where its push service redirects', async () => {
    push.nextStatus = 307;
    await say('Elsewhere.');
    await until(() => push.nextStatus === null);
    await say('Here.');
    await until(() => browser.told.length === 1);
    expect(push.refused).toEqual([]);
  });

  it('is told no longer once its sign-in has ended', async () => {
    const other = await signIn();
    const second = push.browser((await ask('GET', '/api/push')).body.publicKey);
    await ask('POST', '/api/push/subscriptions', second.subscription, other);
    await ask('POST', '/api/sign-out', {}, other);
    await say('Who hears this?');
    await until(() => browser.told.length === 1);
    await sleep(50);
    expect(second.told).toEqual([]);
  });

  it('subscribes once for the same endpoint, and keeps its newest keys', async () => {
    expect((await ask('POST', '/api/push/subscriptions', browser.subscription)).body.id).toBe(id);
    await say('Once.');
    await until(() => browser.told.length === 1);
    await sleep(50);
    expect(browser.told).toHaveLength(1);
  });

  it.each([
    ['an address without https', { endpoint: 'http://push.example/send/1' }],
    ['no address', { endpoint: 'javascript:alert(1)' }],
    ['a key of another length', { keys: { p256dh: 'AAAA', auth: 'AAAA' } }],
    ['a key that is no point of the curve', { keys: { p256dh: `B${'B'.repeat(86)}`, auth: 'A'.repeat(22) } }],
    [
      'an address of letters that are many bytes',
      { endpoint: `https://push.example/${'灯塔😀'.repeat(400)}` },
    ],
  ])('is refused with %s', async (_, change) => {
    const answer = await ask('POST', '/api/push/subscriptions', { ...browser.subscription, ...change });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  });

  it('keeps twenty of many that come at once, each under the address as it is sent', async () => {
    const { keys } = browser.subscription;
    const many = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        ask('POST', '/api/push/subscriptions', { endpoint: `https://push.example/\0\ud800${n % 30}`, keys }),
      ),
    );
    expect(many.map(({ status }) => status)).toEqual(Array(40).fill(201));
    const ids = [...new Set(many.map((one) => one.body.id as string))];
    const gone = await Promise.all(ids.map((one) => ask('DELETE', `/api/push/subscriptions/${one}`)));
    expect(gone.filter(({ status }) => status === 204).length).toBeLessThanOrEqual(20);
  });

  it('is not sent to an address inside the network', async () => {
    const endpoint = 'https://127.0.0.1:9/send/1';
    const inside = (await ask('POST', '/api/push/subscriptions', { ...browser.subscription, endpoint })).body;
    await say('Knock.');
    await until(() => server.output().includes('link_not_allowed'));
    expect(server.output()).not.toContain('Knock.');
    await ask('DELETE', `/api/push/subscriptions/${inside.id}`);
  });

  it('has to be signed in as a browser', async () => {
    const answer = await server.call('POST', '/api/push/subscriptions', browser.subscription);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  });
});
