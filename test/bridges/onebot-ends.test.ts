import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Bridged, startBridged } from '../support/bridged.js';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';

jest.setTimeout(120_000);

const [MING, CLUB] = [20_001, 30_001];
const TOKEN = 'a-token-of-the-tests';

const pair = async (here: Bridged, qq: FakeOneBot, id: string) => {
  qq.say(MING, await here.code(id));
  await qq.until(() => qq.sent.some(({ text }) => text === 'Welcome.'));
};
const startQq = async (options: Parameters<typeof startFakeOneBot>[0] = {}) => {
  const qq = await startFakeOneBot({ token: TOKEN, ...options });
  qq.friend(MING, '小明');
  qq.group(CLUB, '读书会', { [MING]: '明哥' });
  return qq;
};

describe('a bridge whose server is killed', () => {
  let here: Bridged;
  let qq: FakeOneBot;
  let id: string;
  beforeAll(async () => {
    here = await startBridged();
    qq = await startQq();
    id = await here.bridge('onebot', { endpoint: qq.url, accessToken: TOKEN });
    await here.until(id, ({ status }) => status.state === 'connected');
    await pair(here, qq, id);
  });
  afterAll(async () => {
    await here.close();
    await qq.close();
  });

  const said = async () => {
    const [session] = await here.sessions();
    return (await here.messages(session!.id)).map(({ content }) => content);
  };

  it.each(['SIGKILL', 'SIGTERM'] as const)('while a reply is written answers once (%s)', async (signal) => {
    const count = qq.sent.length;
    const before = here.model.requests.length;
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'Half of a tale that is never told.', until: held });
    for (const text of [`Tell me (${signal}).`, 'Please.']) qq.say(MING, text);
    await here.model.received(before + 1);
    await here.server.stop(signal);
    go();
    here.server = await here.server.restart();
    expect((await qq.received(count + 1)).text).toBe(`Reply ${before + 2}.`);
    expect((await said()).slice(-2)).toEqual([`Tell me (${signal}).\nPlease.`, `Reply ${before + 2}.`]);
    // The lines of the burst are not answered one by one.
    qq.say(MING, '/who');
    await qq.until(() => qq.sent.at(-1)!.text.includes('Mira'));
    expect(qq.sent.slice(count).filter(({ text }) => text === `Reply ${before + 2}.`)).toHaveLength(1);
    expect(here.model.requests).toHaveLength(before + 2);
  });

  it('answers all that came while a reply is written and its settings change, once', async () => {
    const count = qq.sent.length;
    const before = here.model.requests.length;
    let go = () => {};
    here.model.next({ reply: 'A long one.', until: new Promise<void>((resolve) => (go = resolve)) });
    qq.say(MING, 'First of all.');
    await here.model.received(before + 1);
    for (const text of ['Then this.', 'And that.']) qq.say(MING, text);
    for (const name of ['One name', 'Another'])
      await here.server.call('PATCH', `/api/bridges/${id}`, { name });
    qq.say(MING, 'And at last.');
    go();
    await qq.received(count + 2);
    await here.until(id, ({ status }) => status.state === 'connected');
    qq.say(MING, '/who');
    await qq.until(() => qq.sent.at(-1)!.text.includes('Mira'));
    const told = (await said()).join('\n').split('\n');
    for (const line of ['First of all.', 'Then this.', 'And that.', 'And at last.', 'A long one.'])
      expect(told.filter((one) => one === line)).toEqual([line]);
    expect(qq.sent.slice(count).filter(({ text }) => text === 'A long one.')).toHaveLength(1);
  });

  it('before anything was said of what came in says it then', async () => {
    const count = qq.sent.length;
    const { lastIn } = (await here.view(id)).status;
    qq.say(MING, 'Kept, and not said yet.');
    await here.until(id, ({ status }) => status.lastIn !== lastIn);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await here.kill();
    expect((await qq.received(count + 1)).text).toMatch(/^Reply/);
    expect((await said()).filter((text) => text === 'Kept, and not said yet.')).toHaveLength(1);
  });

  it('while a reply is on its way tells that it is not confirmed, and sends nothing twice', async () => {
    const count = qq.sent.length;
    qq.next({ fate: 'sent-silent' });
    qq.say(MING, 'On its way.');
    await qq.received(count + 1);
    await here.kill();
    await here.until(id, ({ unconfirmed, status }) => unconfirmed === 1 && status.state === 'connected');
    qq.say(MING, '/who');
    expect((await qq.received(count + 2)).text).toMatch(/^You talk with Mira/);
    expect((await here.events(id)).find(({ code }) => code === 'unconfirmed')!.params).toMatchObject({
      why: 'interrupted',
    });
  });

  it('keeps what goes out while its platform is away', async () => {
    const count = qq.sent.length;
    const before = here.model.requests.length;
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    here.model.next({ reply: 'After all.', until: held });
    qq.say(MING, 'Are you there?');
    await here.model.received(before + 1);
    qq.drop();
    await here.until(id, ({ status }) => status.state !== 'connected');
    go();
    expect((await qq.received(count + 1)).text).toBe('After all.');
    // They are noted beside the sending.
    const codes = async () => (await here.events(id)).map(({ code }) => code).slice(0, 2);
    while ((await codes())[0] !== 'connected') await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await codes()).toEqual(['connected', 'disconnected']);
  });

  it('is off, changed and gone as it is told', async () => {
    const patch = (body: object) => here.server.call('PATCH', `/api/bridges/${id}`, body);
    await patch({ settings: { perPerson: 1 } });
    await here.until(id, ({ status }) => status.state === 'connected');
    const [count, before] = [qq.sent.length, here.model.requests.length];
    qq.say(MING, 'One too many.');
    expect((await qq.received(count + 1)).text).toMatch(/enough for today/);
    // What makes a reply counts however it is asked for; what only tells something does not.
    for (const text of ['/regenerate', '/continue', '/who']) qq.say(MING, text);
    expect((await qq.received(count + 2)).text).toMatch(/^You talk with Mira/);
    expect(here.model.requests).toHaveLength(before);
    expect((await patch({ enabled: false })).body.status.state).toBe('off');
    await qq.until(() => qq.connections === 0);
    expect((await patch({ enabled: true, settings: { accessToken: 'wrong' } })).status).toBe(200);
    await here.until(id, ({ status }) => status.lastError?.code === 'unauthorized');
    await patch({ settings: { accessToken: TOKEN } });
    await here.until(id, ({ status }) => status.state === 'connected');
    expect((await patch({ settings: { endpoint: 'ws://127.0.0.1:9' } })).body).toMatchObject({
      status: { state: 'refused', lastError: { code: 'secret_missing' } },
      settings: { endpoint: 'ws://127.0.0.1:9' },
    });
    for (const [body, path] of [
      [{ kind: 'icq' }, ''],
      [{ kind: 'onebot', settings: { endpoint: 'ws://169.254.169.254' } }, ''],
      [{ kind: 'onebot', settings: { unknown: 1 } }, ''],
      [{ characterId: randomUUID() }, `/${id}/pairings`],
    ] as const) {
      const { status } = await here.server.call('POST', `/api/bridges${path}`, body);
      expect([400, 404]).toContain(status);
    }
    expect((await here.server.call('DELETE', `/api/bridges/${id}`)).status).toBe(204);
    expect((await here.server.call('GET', `/api/bridges/${id}/events`)).status).toBe(404);
    expect(await here.sessions()).toHaveLength(1);
    expect(here.model.requests).toHaveLength(before);
  });
});

describe('OneBot v11, where the gateway calls', () => {
  let here: Bridged;
  let qq: FakeOneBot;
  let id: string;
  beforeAll(async () => {
    here = await startBridged();
    qq = await startQq({ format: 'string' });
    id = await here.bridge('onebot', { accessToken: TOKEN, rooms: [String(CLUB)] });
  });
  afterAll(async () => {
    await here.close();
    await qq.close();
  });

  const address = (of = id) => `${here.server.url.replace('http:', 'ws:')}/bridges/${of}/onebot`;

  it('lets nobody in but who has the token', async () => {
    for (const [url, headers, status] of [
      [address(), { Authorization: undefined }, 401],
      [address(), { Authorization: 'Bearer wrong' }, 401],
      [`${address()}?access_token=wrong`, { Authorization: undefined }, 401],
      [address(randomUUID()), {}, 401],
      [address().replace('/onebot', '/other'), {}, 404],
      [address().replace('/onebot', '/onebot/..%2f'), {}, 400],
    ] as const)
      expect((await qq.dial(url, { headers })).status).toBe(status);
    expect((await here.view(id)).status.state).toBe('uncalled');
    // Guesses are throttled; who is right is not kept out by them.
    const guess = async (token: string) =>
      (await qq.dial(address(), { headers: { Authorization: `Bearer ${token}` } })).status;
    let last = 401;
    for (let n = 0; last === 401 && n < 30; n++) last = await guess(`wrong ${n}`);
    expect(last).toBe(429);
    const { status, socket } = await qq.dial(address());
    expect(status).toBe(101);
    socket.terminate();
    await here.until(id, (view) => view.status.state === 'uncalled');
    const plain = await fetch(`${here.server.url}/bridges/${id}/onebot`);
    expect(plain.status).toBe(401);
  });

  it('talks, reads messages with codes, and takes the newest connection', async () => {
    // As gateways do: while the connection before it is only just ending, it calls again.
    let { status } = await qq.dial(address());
    while (status === 503) ({ status } = await qq.dial(address()));
    expect(status).toBe(101);
    await here.until(id, (view) => view.status.state === 'connected');
    await pair(here, qq, id);
    const count = qq.sent.length;
    qq.say(
      MING,
      [
        { type: 'at', data: { qq: String(qq.selfId) } },
        { type: 'text', data: { text: ' 在吗 [笑]' } },
      ],
      CLUB,
    );
    expect((await qq.received(count + 1)).text).toMatch(/还没有选由谁回复/);
    await here.server.call('PATCH', `/api/bridges/${id}`, { settings: { characterId: here.characterId } });
    await qq.until(() => qq.connections === 0);
    expect((await qq.dial(address(), { scheme: 'Token' })).status).toBe(101);
    await here.until(id, ({ status }) => status.state === 'connected');
    // One that is dead and does not know it is closed by the next call; the call after that comes in.
    expect((await qq.dial(address())).status).toBe(503);
    await qq.until(() => qq.connections === 0);
    for (;;) {
      if ((await qq.dial(address())).status === 101) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await here.until(id, ({ status }) => status.state === 'connected');
    qq.say(MING, 'And now?');
    expect((await qq.received(count + 2)).text).toMatch(/^Reply/);
    const metrics = await (
      await fetch(`${here.server.url}/metrics`, {
        headers: { authorization: `Bearer ${here.server.token}` },
      })
    ).text();
    expect(metrics).toContain('keepsake_bridges{platform="onebot",state="connected"} 1');
    expect(metrics).toMatch(/keepsake_bridge_messages_total\{platform="onebot",direction="in"\} [1-9]/);
    for (const event of ['state', 'in', 'out'])
      expect(metrics).toMatch(
        new RegExp(`keepsake_bridge_last_timestamp_seconds\\{platform="onebot",event="${event}"\\} [1-9]`),
      );
  });
});
