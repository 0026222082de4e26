import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { Media } from './ilink/media.js';
import {
  bare,
  type ILinkFate,
  type ILinkRate,
  Outbox,
  type SentByILink,
  token,
  u64,
} from './ilink/outbox.js';
import { closeServer, listenOnLoopback } from './loopback.js';
import { SignIn } from './ilink/sign-in.js';
import { Watch } from './watch.js';

export interface FakeILinkOptions {
  /** How long polls are held; 35000. */
  pollMs?: number;
  /** What `confirmed` says; its own address. */
  baseurl?: string;
  /** More answers are -2; what was seen of it is 4 in 8 minutes, and half an hour of -2: no limit. */
  rate?: ILinkRate;
  /** Where a stale token is told: in `ret` or in `errcode`, as both were seen. */
  staleIn?: 'ret' | 'errcode';
}

type Body = Record<string, any>;

/**
 * WeChat's iLink for bots, on loopback. Its document is `docs/protocol.md` of Tencent/openclaw-weixin; the limits, which
 * are in no document, are those that people reported in its tracker (24 hours, ten replies, -2, no `message_id`).
 */
export class FakeILink {
  url = '';
  readonly outbox = new Outbox(
    () => this.now(),
    () => String(this.nextId++),
  );
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** What a request should have had and did not; it is served all the same. */
  readonly faults: string[] = [];
  /** Who is shown that the bot types, in order: 1 typing, 2 no more. */
  readonly typing: { user: string; status: number }[] = [];
  readonly bot = { bot_token: token('bot'), ilink_bot_id: `${randomBytes(6).toString('hex')}@im.bot` };
  readonly signIn: SignIn;

  private aheadMs = 0;
  private isStale = false;
  private isAway = false;
  private shown = 0;
  private readonly media = new Media();
  private readonly messages: object[] = [];
  private acknowledged = 0;
  /** 64 bits, so far up that neighbours are one number to JSON.parse. */
  private nextId = 7_480_123_456_789_012_345n;
  private poll: (() => void) | undefined;
  private readonly watch = new Watch();
  private readonly http = createServer((request, response) => {
    void (async () => {
      if (this.isAway) return void request.destroy();
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const url = new URL(request.url ?? '/', this.url);
      if (url.pathname === '/c2c/download') {
        const bytes = this.media.get(url.searchParams.get('encrypted_query_param') ?? '');
        return void response.writeHead(bytes ? 200 : 404).end(bytes);
      }
      const said = await this.answer(request, url, Buffer.concat(chunks).toString());
      this.watch.look();
      if (said === 'cut') response.destroy();
      else if (said === 404) response.writeHead(404).end();
      else if (said !== 'hang') response.setHeader('content-type', 'application/json').end(bare(said));
    })().catch(() => response.destroy());
  });

  constructor(readonly options: FakeILinkOptions) {
    this.signIn = new SignIn(() => this.now(), this.pollMs);
  }

  /** What the bot sent and WeChat delivered, in order. */
  get sent(): SentByILink[] {
    return this.outbox.sent;
  }

  /** Somebody writes to the bot. */
  say(user: string, text: string): string {
    return this.receive(user, { type: 1, text_item: { text } });
  }

  /** He speaks; WeChat writes down what it understood. */
  speak(user: string, transcript: string): string {
    const { media } = this.media.keep(Buffer.from('silk'), this.url);
    return this.receive(user, {
      type: 3,
      voice_item: { media, encode_type: 6, playtime: 2000, text: transcript },
    });
  }

  /** He sends a picture. */
  show(user: string, bytes: Buffer): string {
    const { media, hexKey } = this.media.keep(bytes, this.url, true);
    // Beside its own key the item may have none.
    const own = ++this.shown % 2 ? { aeskey: hexKey } : {};
    return this.receive(user, { type: 2, image_item: { media, ...own, mid_size: bytes.length } });
  }

  /** Any item; others of the message as usual, but for `more`. */
  receive(user: string, item: object, more: object = {}): string {
    const id = String(this.nextId++);
    const context = this.outbox.opened(user);
    this.messages.push({
      seq: this.messages.length + 1,
      message_id: u64(id),
      from_user_id: user,
      to_user_id: this.bot.ilink_bot_id,
      client_id: token('client'),
      create_time_ms: this.now(),
      session_id: `${user}#${this.bot.ilink_bot_id}`,
      message_type: 1,
      message_state: 2,
      item_list: [item],
      context_token: context,
      ...more,
    });
    this.poll?.();
    return id;
  }

  /** Who scans the code says yes: the bot is his. */
  confirm(user = 'owner@im.wechat'): void {
    this.isStale = false;
    this.signIn.confirm(this.bot, { baseurl: this.options.baseurl ?? this.url, ilink_user_id: user });
  }

  /** The token is no longer good: -14, until somebody scans anew and gets another one. */
  goStale(): void {
    this.isStale = true;
    this.bot.bot_token = token('bot');
    this.poll?.();
  }

  /** The clock of WeChat goes forward. */
  later(ms: number): void {
    this.aheadMs += ms;
  }

  /** How the next messages of the bot's fare; several line up. */
  next(...fates: ILinkFate[]): void {
    this.outbox.planned.push(...fates);
  }

  async received(count: number): Promise<SentByILink> {
    await this.until(() => this.sent.length >= count);
    return this.sent[count - 1]!;
  }

  /** Once this is so; looked at whenever something came in. */
  until(is: () => boolean): Promise<void> {
    return this.watch.until(is);
  }

  /** Every connection breaks. */
  drop(): void {
    this.http.closeAllConnections();
  }

  /** It has ended, and serves nobody; what people write is kept. */
  leave(): void {
    this.isAway = true;
    this.drop();
  }

  comeBack(): void {
    this.isAway = false;
  }

  async listen(): Promise<void> {
    this.url = `http://${await listenOnLoopback(this.http)}`;
  }

  async close(): Promise<void> {
    await closeServer(this.http);
    this.poll?.();
    this.signIn.release();
  }

  private now(): number {
    return Date.now() + this.aheadMs;
  }

  private get pollMs(): number {
    return this.options.pollMs ?? 35_000;
  }

  private async answer(
    request: IncomingMessage,
    { pathname, searchParams }: URL,
    text: string,
  ): Promise<object | 404 | 'cut' | 'hang'> {
    this.asked.push(pathname);
    this.watch.look();
    const name = pathname.replace(/^\/ilink\/bot\//, '');
    const body = (text ? JSON.parse(text) : {}) as Body;
    if (name === 'get_bot_qrcode' && searchParams.get('bot_type') === '3')
      return this.signIn.code(body['local_token_list']);
    if (name === 'get_qrcode_status' && request.method === 'GET')
      return this.signIn.status(searchParams.get('qrcode') ?? '', searchParams.get('verify_code'));
    if (request.method !== 'POST') return 404;
    this.checkHeaders(request, name, body);
    const given = request.headers.authorization?.replace(/^Bearer /, '');
    if (this.isStale || given !== this.bot.bot_token) return this.stale();
    switch (name) {
      case 'getupdates':
        return this.updates(String(body['get_updates_buf'] ?? ''));
      case 'sendmessage':
        return this.outbox.send((body['msg'] ?? {}) as Body, this.options.rate);
      case 'getconfig': {
        const person = this.outbox.people.get(String(body['ilink_user_id']));
        return person ? { ret: 0, typing_ticket: person.ticket } : { ret: -1, errmsg: 'unknown user' };
      }
      case 'sendtyping': {
        const [user, status] = [String(body['ilink_user_id']), Number(body['status'])];
        if (this.outbox.people.get(user)?.ticket !== body['typing_ticket'])
          return { ret: -1, errmsg: 'bad ticket' };
        this.typing.push({ user, status });
        return { ret: 0 };
      }
      case 'msg/notifystart':
      case 'msg/notifystop':
        return { ret: 0, errmsg: '' };
      default:
        return 404;
    }
  }

  private stale(): object {
    const said = { errmsg: 'session timeout' };
    return this.options.staleIn === 'ret' ? { ret: -14, ...said } : { errcode: -14, ...said };
  }

  /** The cursor is how far the client has come; what it does not give back is told again. */
  private async updates(cursor: string): Promise<object> {
    const at = cursor
      ? Number(Buffer.from(cursor, 'base64').toString().replace('upto:', ''))
      : this.acknowledged;
    this.acknowledged = Math.max(this.acknowledged, at || 0);
    // One poll is held; another takes its place.
    this.poll?.();
    if (this.messages.length <= at)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.pollMs).unref();
        this.poll = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.poll = undefined;
    if (this.isStale) return this.stale();
    return {
      ret: 0,
      msgs: this.messages.slice(at),
      get_updates_buf: Buffer.from(`upto:${this.messages.length}`).toString('base64'),
      longpolling_timeout_ms: this.pollMs,
    };
  }

  private checkHeaders({ headers }: IncomingMessage, name: string, body: Body): void {
    const uin = Buffer.from(String(headers['x-wechat-uin'] ?? ''), 'base64').toString();
    const wanted: [string, boolean][] = [
      ['Content-Type', !!headers['content-type']?.startsWith('application/json')],
      ['AuthorizationType', headers['authorizationtype'] === 'ilink_bot_token'],
      ['X-WECHAT-UIN', /^\d{1,10}$/.test(uin) && Number(uin) < 2 ** 32],
      ['iLink-App-Id', headers['ilink-app-id'] === 'bot'],
      ['iLink-App-ClientVersion', /^\d+$/.test(String(headers['ilink-app-clientversion']))],
      ['base_info', typeof body['base_info']?.['channel_version'] === 'string'],
    ];
    for (const [what, is] of wanted) if (!is) this.faults.push(`${name}: ${what}`);
  }
}

/** Listens on a free port of loopback. */
export async function startFakeILink(options: FakeILinkOptions = {}): Promise<FakeILink> {
  const fake = new FakeILink(options);
  await fake.listen();
  return fake;
}
