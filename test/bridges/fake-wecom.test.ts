import { afterEach, describe, expect, it } from '@jest/globals';
import { WSClient } from '@wecom/aibot-node-sdk';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type FakeWeCom, startFakeWeCom } from '../support/fakes/fake-wecom.js';

type Frame = { headers: { req_id: string }; body: Record<string, any> };
const logger = { debug() {}, info() {}, warn() {}, error() {} };

describe('the fake WeCom', () => {
  let wecom: FakeWeCom;
  const clients: WSClient[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await wecom.close();
  });

  const connect = async (more = {}) => {
    const client = new WSClient({ ...wecom.bot, wsUrl: wecom.url, logger, reconnectInterval: 10, ...more });
    client.on('error', () => {});
    clients.push(client);
    const ready = new Promise<void>((resolve) => client.on('authenticated', resolve));
    client.connect();
    await ready;
    return client;
  };
  const next = <T extends string>(client: WSClient, event: T) =>
    new Promise<Frame>((resolve) =>
      client.once(event as 'message', (frame) => resolve(frame as unknown as Frame)),
    );
  const codeOf = (asked: Promise<unknown>) =>
    asked.then(
      () => 0,
      (error: { errcode?: number }) => error.errcode ?? String(error),
    );

  it('streams answers to what is said, and refuses as WeCom does', async () => {
    wecom = await startFakeWeCom();
    const client = await connect();
    let coming = next(client, 'message.text');
    const msgid = wecom.say('ming', '你好');
    const frame = await coming;
    expect(frame.body).toMatchObject({
      msgid,
      chattype: 'single',
      from: { userid: 'ming' },
      text: { content: '你好' },
    });
    await client.replyStream(frame, 's1', '在', false);
    await client.replyStream(frame, 's1', '在的。', true);
    expect(wecom.sent).toMatchObject([{ chat: 'ming', text: '在的。', isFinished: true }]);
    expect(await codeOf(client.replyStream(frame, 's1', 'more', true))).toBe(846608);
    expect(await codeOf(client.replyStream(frame, 's2', '字'.repeat(6827), true))).toBe(45002);
    expect(await codeOf(client.replyStream({ headers: { req_id: 'x' } }, 's3', 'x', true))).toBe(846605);
    expect(await codeOf(client.reply(frame, { msgtype: 'hologram' }))).toBe(40008);
    await client.replyStream(frame, 's4', '…', false);
    wecom.later(361_000);
    expect(await codeOf(client.replyStream(frame, 's4', 'late', true))).toBe(846608);
    await client.sendMessage('ming', { msgtype: 'markdown', markdown: { content: 'unasked' } });
    expect(
      await codeOf(client.sendMessage('stranger', { msgtype: 'markdown', markdown: { content: 'x' } })),
    ).toBe(93006);

    coming = next(client, 'message.text');
    wecom.say('ming', 'hi', 'group-1');
    expect((await coming).body).toMatchObject({
      chattype: 'group',
      chatid: 'group-1',
      text: { content: '@Keeper hi' },
    });
    coming = next(client, 'message.voice');
    wecom.speak('ming', '说的话');
    expect((await coming).body['voice'].content).toBe('说的话');
    coming = next(client, 'message.image');
    wecom.show('ming', Buffer.from('a picture'));
    const { url, aeskey } = (await coming).body['image'];
    expect((await client.downloadFile(url, aeskey)).buffer.toString()).toBe('a picture');

    coming = next(client, 'event.enter_chat');
    wecom.enter('ming');
    const entered = await coming;
    await client.replyWelcome(entered, { msgtype: 'text', text: { content: 'welcome' } });
    expect(wecom.sent.at(-1)!.text).toBe('welcome');
    expect(await codeOf(client.replyWelcome(entered, { msgtype: 'text', text: { content: 'again' } }))).toBe(
      846605,
    );

    wecom.options.rate = { sends: 1, ms: 60_000 };
    wecom.later(61_000);
    const push = (content: string) =>
      client.sendMessage('ming', { msgtype: 'markdown', markdown: { content } });
    expect([await codeOf(push('1')), await codeOf(push('2'))]).toEqual([0, 45009]);
    wecom.later(61_000);
    wecom.next('sent-cut');
    expect(await codeOf(push('3'))).toMatch(/closed/);
    expect(wecom.sent.at(-1)!.text).toBe('3');
  });

  it('keeps one connection, and out who is not the bot', async () => {
    wecom = await startFakeWeCom();
    const first = await connect();
    const out = next(first, 'event.disconnected_event');
    const second = await connect({ heartbeatInterval: 20 });
    await out;
    expect(first.isConnected).toBe(false);
    wecom.drop();
    await next(second, 'authenticated');
    // It hears nothing of its heartbeats, and comes back by itself.
    wecom.isSilent = true;
    const again = next(second, 'authenticated');
    await next(second, 'disconnected');
    wecom.isSilent = false;
    await again;
    second.disconnect();

    const failed = new WSClient({
      ...wecom.bot,
      secret: 'x',
      wsUrl: wecom.url,
      logger,
      maxAuthFailureAttempts: 0,
    });
    clients.push(failed);
    const error = new Promise<Error>((resolve) => failed.once('error', resolve));
    failed.connect();
    expect((await error).message).toContain('853000');
    const stranger = new WebSocket(wecom.url);
    await once(stranger, 'open');
    stranger.send(
      JSON.stringify({ cmd: 'aibot_send_msg', headers: { req_id: '1' }, body: { chatid: 'ming' } }),
    );
    expect(JSON.parse(String((await once(stranger, 'message'))[0]))).toMatchObject({ errcode: 853000 });
    stranger.send('{');
    expect((await once(stranger, 'close'))[0]).toBe(1003);
  });
});
