import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { closeServer, listenOnLoopback } from './loopback.js';
import { Media } from './wecom/media.js';
import { Watch } from './watch.js';

export interface FakeWeComOptions {
  /** Messages of a chat, answers and others together; 30 a minute. */
  rate?: { sends: number; ms: number };
  /** A stream may be changed for so long; six minutes. */
  streamMs?: number;
}

/** What the bot sent; a stream is one message, with its newest text. */
export interface SentByWeCom {
  /** The person, or the group. */
  chat: string;
  text: string;
  stream?: string;
  isFinished: boolean;
  at: number;
}

/** What becomes of an answer: `sent-…` is sent, and the bot does not hear of it. */
export type WeComFate = 'refused' | 'sent-silent' | 'sent-cut' | 'cut';

type Body = Record<string, any>;
type Frame = { cmd?: string; headers?: { req_id?: string }; body?: Body };

/** What may be answered, and until when. */
interface Opening {
  chat: string;
  until: number;
  isWelcome: boolean;
}

/** Refusals; `846605` and `846608` are those that people met, the others are of 全局错误码. */
const REFUSED = {
  credentials: [853000, 'invalid bot_id or secret'],
  request: [846605, 'invalid req_id'],
  expired: [846608, 'stream message update expired'],
  type: [40008, 'invalid message type'],
  empty: [44004, 'empty content'],
  long: [45002, 'content size out of limit'],
  often: [45009, 'api freq out of limit'],
  chat: [93006, 'invalid chatid'],
  command: [40035, 'invalid parameter'],
} as const;
type Refused = keyof typeof REFUSED;

const MAX_BYTES = 20_480;

/** The long connection of WeCom's 智能机器人 (developer.work.weixin.qq.com/document/path/101463), on loopback. */
export class FakeWeCom {
  /** For `wsUrl`. */
  url = '';
  readonly bot = { botId: `aib-${randomBytes(8).toString('hex')}`, secret: randomBytes(16).toString('hex') };
  readonly sent: SentByWeCom[] = [];
  /** Every frame that came, in order, with what it was answered. */
  readonly frames: { cmd: string; errcode: number }[] = [];
  /** While it is, heartbeats are not answered. */
  isSilent = false;
  /** The connection that is subscribed; there is one at a time. */
  private client: WebSocket | undefined;
  private aheadMs = 0;
  private readonly openings = new Map<string, Opening>();
  private readonly known = new Set<string>();
  private readonly times = new Map<string, number[]>();
  private readonly planned: WeComFate[] = [];
  private readonly media = new Media();
  private readonly watch = new Watch();
  private readonly sockets = new WebSocketServer({ noServer: true });
  private readonly http = createServer((request, response) => {
    const file = this.media.get(request.url ?? '', this.now());
    response.writeHead(file ? 200 : 404).end(file);
  });

  constructor(readonly options: FakeWeComOptions) {
    this.http.on('upgrade', (request, socket, head) =>
      this.sockets.handleUpgrade(request, socket, head, (client) => this.serve(client)),
    );
  }

  get isConnected(): boolean {
    return this.client !== undefined;
  }

  /** Somebody writes to the bot, or names it in a group; the id of his message. Lost while nobody is connected. */
  say(user: string, text: string, group?: string): string {
    return this.receive(
      user,
      { msgtype: 'text', text: { content: group ? `@Keeper ${text}` : text } },
      group,
    );
  }

  /** He speaks; WeCom writes it down. */
  speak(user: string, transcript: string): string {
    return this.receive(user, { msgtype: 'voice', voice: { content: transcript } });
  }

  /** He sends a picture: sealed with a key that comes with it. */
  show(user: string, bytes: Buffer): string {
    return this.receive(user, { msgtype: 'image', image: this.sealed(bytes) });
  }

  /** A picture as messages of several kinds have it, too. */
  sealed(bytes: Buffer): { url: string; aeskey: string } {
    return this.media.seal(bytes, this.url.replace('ws:', 'http:'), this.now());
  }

  receive(user: string, content: Body, group?: string): string {
    const msgid = randomBytes(16).toString('hex');
    const chat = group ?? user;
    this.known.add(chat);
    const headers = this.open(chat, 24 * 3_600_000, false);
    const where = group ? { chattype: 'group', chatid: group } : { chattype: 'single' };
    const body = { msgid, aibotid: this.bot.botId, ...where, from: { userid: user }, ...content };
    this.push({ cmd: 'aibot_msg_callback', headers, body });
    return msgid;
  }

  /** He comes to the bot's chat: a word of welcome is taken for five seconds. */
  enter(user: string): void {
    this.pushEvent('enter_chat', { from: { userid: user }, chattype: 'single' }, this.open(user, 5000, true));
  }

  /** How the next messages of the bot's fare; several line up. */
  next(...fates: WeComFate[]): void {
    this.planned.push(...fates);
  }

  /** The clock of WeCom goes forward. */
  later(ms: number): void {
    this.aheadMs += ms;
  }

  async received(count: number): Promise<SentByWeCom> {
    await this.until(() => this.sent.length >= count);
    return this.sent[count - 1]!;
  }

  /** Once this is so; looked at whenever a frame came. */
  until(is: () => boolean): Promise<void> {
    return this.watch.until(is);
  }

  /** The connection breaks. */
  drop(): void {
    for (const client of this.sockets.clients) client.terminate();
  }

  async listen(): Promise<void> {
    this.url = `ws://${await listenOnLoopback(this.http)}`;
  }

  async close(): Promise<void> {
    this.drop();
    await closeServer(this.http);
  }

  private now(): number {
    return Date.now() + this.aheadMs;
  }

  private open(chat: string, ms: number, isWelcome: boolean): { req_id: string } {
    const req_id = randomBytes(12).toString('base64url');
    this.openings.set(req_id, { chat, until: this.now() + ms, isWelcome });
    return { req_id };
  }

  private push(frame: Frame): void {
    this.client?.send(JSON.stringify(frame));
  }

  private pushEvent(
    eventtype: string,
    more: object,
    headers = { req_id: randomBytes(12).toString('base64url') },
  ): void {
    const body = {
      msgid: randomBytes(16).toString('hex'),
      create_time: Math.floor(this.now() / 1000),
      aibotid: this.bot.botId,
      msgtype: 'event',
      event: { eventtype },
      ...more,
    };
    this.push({ cmd: 'aibot_event_callback', headers, body });
  }

  private serve(client: WebSocket): void {
    client.on('error', () => client.terminate());
    client.on('close', () => {
      if (this.client === client) this.client = undefined;
      this.watch.look();
    });
    client.on('message', (data) => {
      let frame: Frame;
      try {
        frame = JSON.parse((data as Buffer).toString()) as Frame;
      } catch {
        return client.close(1003);
      }
      const fate =
        frame.cmd?.startsWith('aibot_respond') || frame.cmd === 'aibot_send_msg'
          ? this.planned.shift()
          : undefined;
      if (fate === 'cut') return client.terminate();
      const wrong = fate === 'refused' ? 'often' : this.take(client, frame);
      const [errcode, errmsg] = wrong ? REFUSED[wrong] : [0, 'ok'];
      this.frames.push({ cmd: String(frame.cmd), errcode });
      this.watch.look();
      if (fate === 'sent-cut') return client.terminate();
      if (fate === 'sent-silent' || (this.isSilent && frame.cmd === 'ping')) return;
      client.send(JSON.stringify({ headers: { req_id: frame.headers?.req_id }, errcode, errmsg }));
    });
  }

  private take(client: WebSocket, { cmd, headers, body = {} }: Frame): Refused | undefined {
    if (cmd === 'aibot_subscribe') {
      if (body['bot_id'] !== this.bot.botId || body['secret'] !== this.bot.secret) return 'credentials';
      // One connection: a new one puts the old one out.
      const before = this.client;
      if (before && before !== client) {
        this.pushEvent('disconnected_event', {});
        before.close();
      }
      this.client = client;
      return undefined;
    }
    if (cmd === 'ping') return undefined;
    if (this.client !== client) return 'credentials';
    if (cmd === 'aibot_send_msg') {
      const chat = String(body['chatid']);
      // Whoever never wrote is not written to.
      return this.known.has(chat) ? this.sendMarkdown(chat, body) : 'chat';
    }
    if (cmd !== 'aibot_respond_msg' && cmd !== 'aibot_respond_welcome_msg') return 'command';
    const opening = this.openings.get(headers?.req_id ?? '');
    if (!opening || opening.isWelcome !== (cmd === 'aibot_respond_welcome_msg') || this.now() > opening.until)
      return 'request';
    if (opening.isWelcome) {
      this.openings.delete(headers!.req_id!);
      return body['msgtype'] === 'text' ? this.deliver(opening.chat, body['text']?.content) : 'type';
    }
    return body['msgtype'] === 'stream'
      ? this.stream(opening.chat, body['stream'] ?? {})
      : this.sendMarkdown(opening.chat, body);
  }

  private sendMarkdown(chat: string, body: Body): Refused | undefined {
    return body['msgtype'] === 'markdown' ? this.deliver(chat, body['markdown']?.content) : 'type';
  }

  /** The whole text so far each time; once it is finished, or old, it stays as it is. */
  private stream(chat: string, { id, content, finish }: Body): Refused | undefined {
    const known = this.sent.find((one) => one.chat === chat && one.stream === id);
    if (typeof id !== 'string' || !id) return 'command';
    if (!known) return this.deliver(chat, content, { stream: id, isFinished: finish === true });
    const wrong = wrongText(content);
    if (wrong) return wrong;
    if (known.isFinished || this.now() - known.at > (this.options.streamMs ?? 360_000)) return 'expired';
    Object.assign(known, { text: content, isFinished: finish === true });
    return undefined;
  }

  private deliver(chat: string, text: unknown, more: Partial<SentByWeCom> = {}): Refused | undefined {
    const wrong = wrongText(text);
    if (wrong) return wrong;
    const { sends, ms } = this.options.rate ?? { sends: 30, ms: 60_000 };
    const times = (this.times.get(chat) ?? []).filter((at) => at > this.now() - ms);
    if (times.length >= sends) return 'often';
    this.times.set(chat, [...times, this.now()]);
    this.sent.push({ chat, text: String(text), isFinished: true, at: this.now(), ...more });
    return undefined;
  }
}

function wrongText(text: unknown): Refused | undefined {
  if (typeof text !== 'string' || !text) return 'empty';
  return Buffer.byteLength(text) > MAX_BYTES ? 'long' : undefined;
}

/** Listens on a free port of loopback. */
export async function startFakeWeCom(options: FakeWeComOptions = {}): Promise<FakeWeCom> {
  const fake = new FakeWeCom(options);
  await fake.listen();
  return fake;
}
