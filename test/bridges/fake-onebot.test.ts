import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { type FakeOneBot, startFakeOneBot } from '../support/fakes/fake-onebot.js';
import { fromCqCode, toCqCode } from '../support/fakes/onebot/segments.js';

const [MING, STRANGER, GROUP] = [20_001, 20_009, 30_001];

type Json = Record<string, any>;

/** A bot at its end of a connection: what was pushed, and a way to ask. */
class Bot {
  readonly pushed: Json[] = [];
  private readonly asked = new Map<unknown, (answer: Json) => void>();
  private readonly waiting: (() => void)[] = [];

  constructor(readonly socket: WebSocket) {
    socket.on('error', () => {});
    socket.on('message', (data: Buffer) => {
      const json = JSON.parse(data.toString()) as Json;
      if ('retcode' in json && this.asked.has(json['echo'])) this.asked.get(json['echo'])!(json);
      else this.pushed.push(json);
      for (const look of this.waiting.splice(0)) look();
    });
  }

  ask(action: string, params: object = {}): Promise<Json> {
    const echo = `${this.asked.size}`;
    const answer = new Promise<Json>((resolve) => this.asked.set(echo, resolve));
    this.socket.send(JSON.stringify({ action, params, echo }));
    return answer;
  }

  /** The n-th that was pushed, from 0; the first is the greeting of the connection. */
  async at(n: number): Promise<Json> {
    while (this.pushed.length <= n) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.pushed[n]!;
  }
}

describe('the fake gateway to QQ', () => {
  let qq: FakeOneBot;
  afterEach(() => qq.close());

  const start = async (options: Parameters<typeof startFakeOneBot>[0] = {}) => {
    qq = await startFakeOneBot(options);
    qq.friend(MING, '小明');
    qq.group(GROUP, '读书会', { [MING]: '明哥' });
  };
  const connect = (path = '/', headers: Record<string, string> = {}) =>
    new Bot(new WebSocket(qq.url + path, { headers }));

  it('pushes what is said, and sends what it is asked to', async () => {
    await start({ reportSelf: true });
    const bot = connect();
    expect(await bot.at(0)).toMatchObject({ meta_event_type: 'lifecycle', sub_type: 'connect' });

    const id = qq.say(MING, '你好 [吗]');
    expect(await bot.at(1)).toMatchObject({
      self_id: qq.selfId,
      post_type: 'message',
      message_type: 'private',
      user_id: MING,
      message_id: id,
      raw_message: '你好 &#91;吗&#93;',
      message: [{ type: 'text', data: { text: '你好 [吗]' } }],
      sender: { user_id: MING, nickname: '小明' },
    });
    const reply = await bot.ask('send_msg', {
      message_type: 'private',
      user_id: String(MING),
      message: [
        { type: 'reply', data: { id: String(id) } },
        { type: 'text', data: { text: '在' } },
      ],
    });
    expect(reply).toMatchObject({ status: 'ok', retcode: 0, data: { message_id: expect.any(Number) } });
    expect(await qq.received(1)).toMatchObject({ user: MING, text: '在', id: reply['data'].message_id });
    expect(await bot.at(2)).toMatchObject({ post_type: 'message_sent', user_id: qq.selfId, target_id: MING });

    const inGroup = qq.say(
      MING,
      [{ type: 'at', data: { qq: String(qq.selfId) } }, qq.picture(Buffer.from('png'))],
      GROUP,
    );
    const event = await bot.at(3);
    expect(event).toMatchObject({
      group_id: GROUP,
      sub_type: 'normal',
      sender: { card: '明哥', role: 'member' },
      message: [{ type: 'at' }, { type: 'image', data: { file_size: '3' } }],
    });
    expect(await (await fetch(event['message'][1].data.url)).text()).toBe('png');
    expect((await bot.ask('get_msg', { message_id: inGroup }))['data'].raw_message).toContain('[CQ:at,qq=');
    expect(
      (await bot.ask('send_group_msg', { group_id: GROUP, message: '[CQ:at,qq=20001] 好&amp;' }))['retcode'],
    ).toBe(0);
    expect((await qq.received(2)).segments).toEqual([
      { type: 'at', data: { qq: '20001' } },
      { type: 'text', data: { text: ' 好&' } },
    ]);
    qq.recall(inGroup);
    expect(await bot.at(5)).toMatchObject({
      notice_type: 'group_recall',
      message_id: inGroup,
      group_id: GROUP,
    });
    expect((await bot.ask('delete_msg', { message_id: qq.sent[1]!.id }))['retcode']).toBe(0);
    const told = (await bot.ask('get_friend_msg_history', { user_id: MING }))['data'].messages;
    expect(told.map((message: Json) => message['raw_message'])).toEqual([
      '你好 &#91;吗&#93;',
      `[CQ:reply,id=${id}]在`,
    ]);
    qq.repeat(id);
    expect(await bot.at(7)).toEqual(bot.pushed[1]);
  });

  it('refuses what a gateway and QQ refuse', async () => {
    await start({ maxText: 10 });
    const bot = connect('/api');
    await once(bot.socket, 'open');
    const code = async (action: string, params: object = {}) => (await bot.ask(action, params))['retcode'];
    const text = { message: 'x' };
    expect(await code('send_telegram')).toBe(1404);
    expect(await code('send_private_msg', { user_id: MING })).toBe(1400);
    expect(await code('send_private_msg', { ...text, user_id: 'Ming' })).toBe(1400);
    expect(await code('send_msg', { ...text, message_type: 'channel', user_id: MING })).toBe(1400);
    expect(await code('send_msg', { user_id: MING, message: [{ type: 'hologram', data: {} }] })).toBe(1400);
    expect(await code('send_private_msg', { user_id: MING, message: '' })).toBe(1200);
    expect(await code('send_private_msg', { user_id: MING, message: '12345678901' })).toBe(1200);
    expect(await code('send_private_msg', { ...text, user_id: STRANGER })).toBe(1200);
    expect(await code('send_group_msg', { ...text, group_id: 5 })).toBe(1200);
    expect(await code('get_msg', { message_id: 5 })).toBe(1200);
    expect(await code('get_group_member_info', { group_id: GROUP, user_id: STRANGER })).toBe(1200);
    qq.next({ fate: 'muted' }, { fate: 'timeout' }, { fate: 'sent-timeout' }, { fate: 'async' });
    expect((await bot.ask('send_group_msg', { ...text, group_id: GROUP }))['message']).toContain(
      '"result": 120',
    );
    const [held, sent] = [
      await bot.ask('send_private_msg', { ...text, user_id: MING }),
      await bot.ask('send_private_msg', { ...text, user_id: MING }),
    ];
    expect(held['message']).toBe(sent['message']);
    expect(qq.sent).toHaveLength(1);
    expect(await code('send_private_msg', { ...text, user_id: MING })).toBe(1);
    qq.options.risk = { sends: 1, ms: 60_000 };
    expect(await code('send_private_msg', { ...text, user_id: MING })).toBe(0);
    expect((await bot.ask('send_private_msg', { ...text, user_id: MING }))['message']).toMatch(/^Timeout/);
    bot.socket.send('{');
    expect(await bot.at(0)).toMatchObject({ status: 'failed', retcode: 1400 });
  });

  it('loses an answer, and a connection, after a message was sent', async () => {
    await start();
    const bot = connect();
    await bot.at(0);
    const send = { user_id: MING, message: 'x' };
    let answered = false;
    let go!: () => void;
    qq.next(
      { fate: 'sent-silent' },
      { until: new Promise<void>((resolve) => (go = resolve)) },
      { fate: 'sent-cut' },
    );
    void bot.ask('send_private_msg', send).then(() => (answered = true));
    const late = bot.ask('send_private_msg', send);
    await qq.received(2);
    go();
    expect((await late)['retcode']).toBe(0);
    expect(answered).toBe(false);
    void bot.ask('send_private_msg', send);
    await once(bot.socket, 'close');
    expect(qq.sent).toHaveLength(3);
    await qq.until(() => qq.connections === 0);
    qq.say(MING, 'into the void');
    const again = connect('/event');
    expect(await again.at(0)).toMatchObject({ meta_event_type: 'lifecycle' });
    qq.drop();
    await once(again.socket, 'close');
    expect(again.pushed).toHaveLength(1);
  });

  it('keeps out who has a wrong token, each gateway in its way', async () => {
    await start({ token: 'right' });
    expect(await connect('/?access_token=right').at(0)).toMatchObject({ meta_event_type: 'lifecycle' });
    expect(await connect('/', { authorization: 'Bearer right' }).at(0)).toMatchObject({
      post_type: 'meta_event',
    });
    const wrong = connect('/', { authorization: 'Bearer wrong' });
    expect(await wrong.at(0)).toMatchObject({ retcode: 1403 });
    await once(wrong.socket, 'close');
    await qq.close();

    await start({ token: 'right', manners: 'lagrange' });
    expect((await once(connect().socket, 'close'))[0]).toBe(1002);
    await qq.close();

    await start({ token: 'right', manners: 'standard' });
    const refused = async (path: string) =>
      (await once(connect(path).socket, 'unexpected-response'))[1].statusCode as number;
    expect([await refused('/'), await refused('/?access_token=x')]).toEqual([401, 403]);
  });

  it('dials a bot, in one connection or two', async () => {
    await start({ token: 'right', format: 'string', heartbeatMs: 20 });
    const http = createServer().listen(0, '127.0.0.1');
    const server = new WebSocketServer({ noServer: true });
    const bots: Bot[] = [];
    const headers: Json[] = [];
    http.on('upgrade', (request, socket, head) => {
      headers.push(request.headers);
      if (request.headers.authorization?.endsWith('right'))
        server.handleUpgrade(request, socket, head, (client) => bots.push(new Bot(client)));
      else socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    });
    await once(http, 'listening');
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/onebot`;

    const { status, closed } = await qq.dial(url);
    expect(status).toBe(101);
    expect(headers[0]).toMatchObject({
      'x-self-id': String(qq.selfId),
      'x-client-role': 'Universal',
      authorization: 'Bearer right',
    });
    await bots[0]!.at(0);
    qq.say(MING, 'a,b');
    while (!bots[0]!.pushed.some(({ message }) => message === 'a,b'))
      await bots[0]!.at(bots[0]!.pushed.length);
    while (!bots[0]!.pushed.some((event) => event['meta_event_type'] === 'heartbeat'))
      await bots[0]!.at(bots[0]!.pushed.length);
    expect((await bots[0]!.ask('get_login_info'))['data']).toEqual({ user_id: qq.selfId, nickname: 'Bot' });
    bots[0]!.socket.close(4000);
    expect(await closed).toBe(4000);

    await qq.dial(url, { role: 'API', scheme: 'Token' });
    await qq.dial(url, { role: 'Event' });
    expect(headers[1]!['authorization']).toBe('Token right');
    expect((await bots[1]!.ask('get_status'))['data']).toMatchObject({ online: true });
    expect(await bots[2]!.at(0)).toMatchObject({ meta_event_type: 'lifecycle' });
    expect((await qq.dial(url, { headers: { Authorization: undefined } })).status).toBe(401);
    http.close();
    http.closeAllConnections();
    qq.drop();
  });

  it('writes and reads the string form', () => {
    const segments = [
      { type: 'text', data: { text: '[a] & b, c' } },
      { type: 'image', data: { file: 'a,b].png', url: 'http://a/?b=1&c=2' } },
    ];
    expect(toCqCode(segments)).toBe(
      '&#91;a&#93; &amp; b, c[CQ:image,file=a&#44;b&#93;.png,url=http://a/?b=1&amp;c=2]',
    );
    expect(fromCqCode(toCqCode(segments))).toEqual(segments);
  });
});
