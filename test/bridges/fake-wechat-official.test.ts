import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WecomCrypto } from '@wecom/aibot-node-sdk';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeOfficial, OUT_OF_ORDER, startFakeOfficial } from '../support/fakes/fake-wechat-official.js';
import { fieldsOf, signatureOf, xmlOf } from '../support/fakes/wechat-official/sealing.js';

type Json = Record<string, any>;
const MING = 'oMing_0123456789abcdefghij';

describe('the fake platform of WeChat accounts', () => {
  let wechat: FakeOfficial;
  let server: Server;
  /** What the bot was told, and what it says to the next. */
  let told: Record<string, string>[];
  let say: (fields: Record<string, string>) => string | undefined | Promise<string>;

  /** A bot whose sealing is that of WeCom's own library, which WeChat shares. */
  beforeEach(async () => {
    told = [];
    say = () => 'success';
    server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const query = new URL(request.url!, 'http://a').searchParams;
        const [timestamp, nonce] = [query.get('timestamp')!, query.get('nonce')!];
        const { token, encodingAesKey, appId } = wechat.account;
        if (query.get('signature') !== signatureOf(token, timestamp, nonce))
          return response.writeHead(403).end();
        if (request.method === 'GET') return response.end(query.get('echostr'));
        const body = fieldsOf(Buffer.concat(chunks).toString())!;
        const crypto = new WecomCrypto(token, encodingAesKey, appId);
        const sealed = body['Encrypt'];
        if (sealed && !crypto.verifySignature(query.get('msg_signature')!, timestamp, nonce, sealed))
          return response.writeHead(403).end();
        const fields = sealed ? fieldsOf(crypto.decrypt(sealed))! : body;
        told.push(fields);
        const said = await say(fields);
        if (said === undefined) return;
        const { encrypt, signature } = crypto.encrypt(said, timestamp, nonce);
        response.end(
          sealed && said.startsWith('<xml>')
            ? xmlOf({ Encrypt: encrypt, MsgSignature: signature, TimeStamp: Number(timestamp), Nonce: nonce })
            : said,
        );
      })().catch(() => response.writeHead(500).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await wechat.close();
    server.close();
    server.closeAllConnections();
  });

  const start = async (options: Parameters<typeof startFakeOfficial>[0] = {}) => {
    const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
    wechat = await startFakeOfficial({ callback, ...options });
  };
  const answer = (text: string, more = {}) =>
    xmlOf({
      ToUserName: MING,
      FromUserName: wechat.account.id,
      CreateTime: 1_700_000_000,
      MsgType: 'text',
      Content: text,
      ...more,
    });
  const ask = async (path: string, body?: object) =>
    (await (
      await fetch(wechat.url + path, body && { method: 'POST', body: JSON.stringify(body) })
    ).json()) as Json;

  it('pushes sealed messages, and shows what they are answered', async () => {
    await start();
    expect(await wechat.verify()).toBe(true);
    expect(await wechat.verify({ nonce: '1' })).toBe(false);
    say = () => answer('你好 <b> & ]]> 完');
    const { msgId, ...pushed } = await wechat.say(MING, 'hi ]]> & <xml>');
    expect(pushed).toEqual({ attempts: 1, status: 200, shown: '你好 <b> & ]]> 完' });
    expect(told[0]).toMatchObject({
      ToUserName: wechat.account.id,
      FromUserName: MING,
      MsgType: 'text',
      Content: 'hi ]]> & <xml>',
      MsgId: msgId,
    });
    expect(Number(msgId)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    for (const nothing of ['success', '']) {
      say = () => nothing;
      expect(await wechat.say(MING, 'x')).toMatchObject({ attempts: 1, shown: undefined });
    }
    const wrong = [
      '{"text":"x"}',
      answer('x', { ToUserName: 'another' }),
      answer('字'.repeat(683)),
      answer('x', { CreateTime: 'now' }),
    ];
    for (const text of wrong) {
      say = () => text;
      expect(await wechat.say(MING, 'x')).toMatchObject({ attempts: 1, shown: OUT_OF_ORDER });
    }
    expect(await wechat.event(MING, 'subscribe')).toMatchObject({ status: 200 });
    expect(told.at(-1)).toMatchObject({ MsgType: 'event', Event: 'subscribe' });
    expect(told.at(-1)).not.toHaveProperty('MsgId');
  });

  it('asks three times where nothing comes in time, with the same id', async () => {
    await start({ waitMs: 100 });
    say = () => undefined;
    const pushed = await wechat.say(MING, 'x');
    expect(pushed).toEqual({ msgId: told[0]!['MsgId'], attempts: 3, status: 0, shown: OUT_OF_ORDER });
    expect(new Set(told.map((one) => one['MsgId'])).size).toBe(1);
    expect(told).toHaveLength(3);
    say = () => {
      if (told.length === 5) return answer('at last');
      // Asked in vain once more, it has time to answer.
      setTimeout(() => (wechat.options.waitMs = 5000), 0);
      return undefined;
    };
    expect(await wechat.say(MING, 'y')).toMatchObject({ attempts: 2, shown: 'at last' });
  });

  it('pushes in the open as well, and forges', async () => {
    await start({ mode: 'plain' });
    say = () => answer('x');
    expect(await wechat.say(MING, 'x')).toMatchObject({ shown: 'x' });
    wechat.options.mode = 'both';
    expect(await wechat.say(MING, 'x')).toMatchObject({ shown: 'x' });
    wechat.options.mode = 'secure';
    const xml = xmlOf({ ToUserName: wechat.account.id, FromUserName: MING, MsgType: 'text', Content: 'x' });
    expect((await wechat.post(xml, { msg_signature: '0'.repeat(40) })).status).toBe(403);
    expect((await wechat.post(xml, { timestamp: '1' })).status).toBe(403);
    const forged = wechat.sealedFor('wx_another', xml);
    const response = await fetch(wechat.address({}, fieldsOf(forged)!['Encrypt']), {
      method: 'POST',
      body: forged,
    });
    expect(response.status).toBe(500);
  });

  it('takes 客服消息 for two days, five of them', async () => {
    await start();
    const { appId, appSecret } = wechat.account;
    const tokenAt = (secret: string, id = appId) =>
      ask(`/cgi-bin/token?grant_type=client_credential&appid=${id}&secret=${secret}`);
    expect(await tokenAt('x')).toMatchObject({ errcode: 40125 });
    expect(await tokenAt(appSecret, 'wx')).toMatchObject({ errcode: 40013 });
    const { access_token: token, expires_in } = await tokenAt(appSecret);
    expect(expires_in).toBe(7200);
    const send = async (text: string, as = token, touser = MING) =>
      (
        await ask(`/cgi-bin/message/custom/send?access_token=${as}`, {
          touser,
          msgtype: 'text',
          text: { content: text },
        })
      )['errcode'];
    expect(await send('x')).toBe(40003);
    await wechat.say(MING, 'hi');
    expect(await send('x', '')).toBe(41001);
    expect(await send('x', 'made up')).toBe(40001);
    expect(await send('')).toBe(44004);
    expect(await send('字'.repeat(683))).toBe(45002);
    for (let n = 0; n < 5; n++) expect(await send(`${n}`)).toBe(0);
    expect(await send('the sixth')).toBe(45047);
    expect(wechat.sent.at(-1)).toEqual({ to: MING, text: '4' });
    expect(
      (
        await ask(`/cgi-bin/message/custom/typing?access_token=${token}`, { touser: MING, command: 'Typing' })
      )['errcode'],
    ).toBe(0);
    const { access_token: next } = await tokenAt(appSecret);
    wechat.later(5 * 60_000 + 1);
    expect(await send('x')).toBe(42001);
    const credentials = { grant_type: 'client_credential', appid: appId, secret: appSecret };
    expect(await ask('/cgi-bin/stable_token', credentials)).toMatchObject({ access_token: next });
    await wechat.say(MING, 'hi');
    wechat.later(48 * 3_600_000 + 1);
    const { access_token: last } = await ask('/cgi-bin/stable_token', credentials);
    expect(await send('x', last)).toBe(45015);
    wechat.account.isVerified = false;
    expect(await send('x', last)).toBe(48001);
    wechat.service.revoke();
    expect(await send('x', last)).toBe(40001);
  });
});
