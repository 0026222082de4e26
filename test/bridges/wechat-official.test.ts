import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { BridgeSettings } from '../../src/contracts/bridge.js';
import { type Bridged, startBridged } from '../support/bridged.js';
import { type FakeOfficial, startFakeOfficial } from '../support/fakes/fake-wechat-official.js';
import { drawn } from '../support/files/drawn.js';
import { xmlOf } from '../support/fakes/wechat-official/sealing.js';

jest.setTimeout(60_000);

const [MING, HONG, STRANGER] = ['oMing_0123456789', 'oHong_0123456789', 'oNobody_01234567'];
const MINUTE = 60_000;

/** A server with a bridge to a fake account, which has been told where to call. */
async function connect(
  options: Parameters<typeof startFakeOfficial>[0],
  settings: (account: FakeOfficial['account']) => BridgeSettings,
) {
  const here = await startBridged();
  const wechat = await startFakeOfficial(options);
  wechat.account.token = 'a0token0of0the0tests0';
  const id = await here.bridge('wechat-official', {
    endpoint: wechat.url,
    appId: wechat.account.appId,
    token: wechat.account.token,
    characterId: here.characterId,
    ...settings(wechat.account),
  });
  const point = () => (wechat.options.callback = `${here.server.url}/bridges/${id}/callback`);
  point();
  return { here, wechat, id, point };
}
const held = () => {
  let go = () => {};
  const until = new Promise<void>((resolve) => (go = resolve));
  return { until, go: () => go() };
};

describe('a WeChat account that may write by itself', () => {
  let here: Bridged;
  let wechat: FakeOfficial;
  let id: string;
  let point: () => void;

  beforeAll(async () => {
    ({ here, wechat, id, point } = await connect({}, ({ appSecret, encodingAesKey }) => ({
      appSecret,
      encodingAesKey,
    })));
    await here.until(id, ({ status }) => status.account !== undefined);
  });
  afterAll(async () => {
    await here.close();
    await wechat.close();
  });
  const stateNow = async () => (await here.view(id)).status.state;
  const said = async () => {
    const [session] = await here.sessions();
    return (await here.messages(session!.id)).map(({ content }) => content);
  };

  it('is connected once WeChat has called, and not before', async () => {
    // That the AppSecret is good says nothing of that.
    expect(await stateNow()).toBe('uncalled');
    const metrics = async () => (await here.server.call('GET', '/metrics')).body;
    expect(await metrics()).toMatch(/keepsake_bridges\{platform="wechat-official",state="uncalled"\} 1/);
    expect(await wechat.verify()).toBe(true);
    expect(await stateNow()).toBe('connected');
    const patch = async (settings: object) => {
      await here.server.call('PATCH', `/api/bridges/${id}`, { settings });
      await here.until(id, ({ status }) => status.account !== undefined);
    };
    await patch({ perDay: 2000 });
    expect(await stateNow()).toBe('connected');
    // Another token has to be entered at WeChat, too.
    const { token } = wechat.account;
    await patch({ token: 'another0token0of0the0tests' });
    expect(await stateNow()).toBe('uncalled');
    expect(await wechat.verify()).toBe(false);
    expect(await stateNow()).toBe('uncalled');
    await patch({ token });
  });

  it('is called by nobody else', async () => {
    expect(await wechat.verify()).toBe(true);
    expect(await wechat.verify({ echostr: '<script>' })).toBe(false);
    expect(await wechat.verify({ timestamp: '1' })).toBe(false);
    const message = xmlOf({
      ToUserName: 'gh',
      FromUserName: MING,
      CreateTime: 1,
      MsgType: 'text',
      Content: 'x',
    });
    const { callback } = wechat.options;
    const statusOf = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).status;
    const post = (body: string, type = 'text/xml') => ({
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    for (const [url, init] of [
      [callback!, post(message)],
      [callback!, post('{"a":1}', 'application/json')],
      [callback!, { method: 'PUT' }],
      [callback!, { method: 'HEAD' }],
      [wechat.address({}).replace(id, randomUUID())],
      [wechat.address({ msg_signature: '0'.repeat(40) }), post(message)],
      // Signed by WeChat, and not for this account; sealed, and no message.
      [wechat.address({}), post(wechat.sealedFor('wx_another', message))],
      [wechat.address({}), post(message)],
    ] as [string, RequestInit?][])
      expect(await statusOf(url, init)).toBe(401);
    for (const path of ['/callback/', '/callback/x', '/other'])
      expect(await statusOf(callback!.replace('/callback', path))).toBe(401);
    expect((await wechat.post('<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>')).status).toBe(429);
    expect((await wechat.post(xmlOf({ Content: 'x'.repeat(70_000) }))).status).toBe(413);
    wechat.later(-10 * MINUTE);
    expect((await wechat.post(message)).status).toBe(429);
    wechat.later(10 * MINUTE);
    // Whoever shares the address of a forger comes in all the same.
    expect(await wechat.verify()).toBe(true);
    expect(here.model.requests).toHaveLength(0);
    expect((await here.view(id)).status.lastError!.code).toBe('clock');
    expect((await here.view(id)).settings).toMatchObject({
      token: true,
      appSecret: true,
      encodingAesKey: true,
    });
  });

  it('tells strangers once how to be let in, and pairs', async () => {
    expect((await wechat.event(STRANGER, 'subscribe')).shown).toMatch(/^你好！我只和已配对的人聊天/);
    for (const text of ['你好', '/delete-everything yes', 'ABCDEFGH', '继续'])
      expect(await wechat.say(STRANGER, text)).toMatchObject({ status: 200, attempts: 1, shown: undefined });
    expect(await wechat.event(STRANGER, 'unsubscribe')).toMatchObject({ status: 200, shown: undefined });
    expect(here.model.requests).toHaveLength(0);
    expect((await wechat.say(MING, await here.code(id))).shown).toMatch(/^配对成功。正在和Mira聊天/);
    expect(await wechat.received(1)).toEqual({ to: MING, text: 'Welcome.' });
    expect((await wechat.event(MING, 'subscribe')).shown).toBeUndefined();
  });

  it('answers right away, each message once', async () => {
    here.model.next({ reply: 'Look <b>here</b>: <A href="https://a.test">safe</a> ]]> & 完' });
    const { shown, msgId } = await wechat.say(MING, '在吗 ]]> & <b>');
    expect(shown).toBe('Look <b>here</b>: (A href="https://a.test">safe(/a> ]]> & 完');
    const again = xmlOf({
      ToUserName: wechat.account.id,
      FromUserName: MING,
      MsgType: 'text',
      Content: '在吗',
    });
    const repeated = again.replace('</xml>', `<CreateTime>1</CreateTime><MsgId>${msgId}</MsgId></xml>`);
    expect((await wechat.post(repeated)).status).toBe(200);
    expect((await wechat.push(MING, { MsgType: 'voice', Recognition: '说的话' })).shown).toBe('Reply 2.');
    expect((await wechat.event(MING, 'CLICK', '/谁')).shown).toMatch(/^你以“User”的身份和Mira聊天/);
    expect(await said()).toEqual([
      'Welcome.',
      '在吗 ]]> & <b>',
      expect.stringMatching(/^Look/),
      '说的话',
      'Reply 2.',
    ]);
    expect(here.model.requests).toHaveLength(2);
    expect(wechat.sent).toHaveLength(1);
  });

  it('keeps pictures', async () => {
    expect((await wechat.show(MING, await drawn('#f00', 'jpeg'))).shown).toMatch(/^Reply/);
    const [session] = await here.sessions();
    expect((await here.messages(session!.id)).at(-2)).toMatchObject({
      content: '',
      pictures: [{ name: '未命名', width: 40 }],
    });
    // Where it is no address of the web's, the account's owner has nothing of it.
    await wechat.push(MING, { MsgType: 'image', PicUrl: 'http://127.0.0.1:1/secret.png' });
    expect((await said()).at(-2)).toBe('［图片：未命名，没有收到］');
    expect((await here.events(id))[0]).toMatchObject({
      code: 'picture_lost',
      params: { why: 'link_not_allowed' },
    });
  });

  it('sends what takes longer by itself, however often its token is taken away', async () => {
    const wait = held();
    here.model.next({ reply: '很长的故事。'.repeat(500), until: wait.until });
    const pushed = await wechat.say(MING, '讲个故事');
    expect(pushed).toMatchObject({ attempts: 1, status: 200, shown: undefined });
    expect(wechat.service.typing).toContainEqual({ user: MING, command: 'Typing' });
    wechat.service.revoke();
    wait.go();
    await wechat.received(5);
    const parts = wechat.sent.slice(1).map(({ text }) => text);
    expect(parts.at(-1)).toMatch(/（还有内容，发送“继续”接着看）$/);
    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(2048);
    await here.until(id, (view) => view.held > 0);
    // What may still be sent is for what has to be said; the rest comes when it is asked for.
    const { shown } = await wechat.say(MING, '继续');
    const rest = [shown!, ...wechat.sent.slice(5).map(({ text }) => text)].join('');
    expect((parts.join('') + rest).match(/很长的故事。/g)).toHaveLength(500);
    expect(await here.view(id)).toMatchObject({ held: 0, refused: 0, unconfirmed: 0 });
  });

  it('keeps what comes too late until somebody writes', async () => {
    const wait = held();
    here.model.next({ reply: '来晚了。', until: wait.until });
    await wechat.say(MING, '快点');
    wechat.later(49 * 60 * MINUTE);
    wait.go();
    await here.until(id, (view) => view.held === 1);
    wechat.later(-49 * 60 * MINUTE);
    expect((await here.events(id))[0]).toMatchObject({ code: 'held', params: { why: 'window' } });
    expect((await wechat.say(MING, '/who')).shown).toMatch(/^You talk with|^来晚了。/);
    await here.until(id, (view) => view.held === 0);
  });

  it('loses nothing when it is killed, and answers once', async () => {
    const wait = held();
    const before = here.model.requests.length;
    here.model.next({ reply: 'Half of a tale.', until: wait.until });
    const pushed = wechat.say(MING, '还没说完');
    await here.model.received(before + 1);
    const count = wechat.sent.length;
    await here.kill();
    point();
    wait.go();
    const { msgId } = await pushed;
    expect((await wechat.received(count + 1)).text).toBe(`Reply ${before + 2}.`);
    expect((await said()).slice(-2)).toEqual(['还没说完', `Reply ${before + 2}.`]);
    // What is pushed again afterwards is known.
    const again = xmlOf({
      ToUserName: wechat.account.id,
      FromUserName: MING,
      MsgType: 'text',
      Content: '还没说完',
    });
    const xml = again.replace(
      '</xml>',
      `<CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgId>${msgId}</MsgId></xml>`,
    );
    expect((await wechat.post(xml)).text).toBe('success');
    expect(here.model.requests).toHaveLength(before + 2);
  });
});

describe('a WeChat account that may only answer', () => {
  let here: Bridged;
  let wechat: FakeOfficial;
  let id: string;
  afterAll(async () => {
    await here.close();
    await wechat.close();
  });

  it('answers in parts, which are asked for', async () => {
    ({ here, wechat, id } = await connect({ isVerified: false }, ({ appSecret }) => ({ appSecret })));
    await here.until(id, ({ status }) => status.account !== undefined);
    wechat.options.mode = 'plain';
    expect((await wechat.say(MING, await here.code(id))).shown).toMatch(/^配对成功。[^]*\n\nWelcome\.$/);
    here.model.next({ reply: '短篇。'.repeat(400) });
    const first = (await wechat.say(MING, '讲个短的')).shown!;
    expect(first).toMatch(/（还有内容，发送“继续”接着看）$/);
    const second = (await wechat.say(MING, '继续')).shown!;
    expect((first + second).match(/短篇。/g)).toHaveLength(400);
    expect(second).not.toMatch(/继续/);
    // Nothing is left: now it is said.
    expect((await wechat.say(MING, '继续')).shown).toBe('Reply 2.');
  });

  it('says that it is still writing, and gives the reply to whoever asks', async () => {
    const wait = held();
    here.model.next({ reply: '写完了。', until: wait.until });
    // Nobody answers at first; pushed the third time, somebody has to.
    wechat.options.waitMs = 1700;
    const pushed = wechat.say(MING, '慢慢写');
    await here.model.received(3);
    wechat.later(10_000);
    wechat.options.waitMs = 5000;
    expect(await pushed).toMatchObject({ attempts: 2, shown: expect.stringMatching(/^还在写/) });
    const asked = wechat.say(MING, '继续');
    await here.until(id, ({ status }) => status.state === 'connected');
    wait.go();
    expect((await asked).shown).toBe('写完了。');
    expect(here.model.requests).toHaveLength(3);
    expect(wechat.sent).toHaveLength(0);
  });

  it('hears one text for each signature', async () => {
    const xml = (text: string) =>
      xmlOf({
        ToUserName: 'gh',
        FromUserName: HONG,
        CreateTime: 1_700_000_000,
        MsgType: 'text',
        Content: text,
      });
    const url = wechat.address({});
    const statusOf = async (body: string) => (await fetch(url, { method: 'POST', body })).status;
    expect([await statusOf(xml('a')), await statusOf(xml('a')), await statusOf(xml('b'))]).toEqual([
      200, 200, 401,
    ]);
  });
});
