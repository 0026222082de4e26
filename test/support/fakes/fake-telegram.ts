import { createServer, type IncomingMessage } from 'node:http';
import { closeServer, listenOnLoopback } from './loopback.js';
import { type ChatLimits, Limiter } from './telegram/chat-limits.js';
import { METHODS, type Params } from './telegram/methods.js';
import { Updates } from './telegram/updates.js';
import {
  messageJson,
  type TelegramChat,
  type TelegramMessage,
  TelegramRefusal,
  type TelegramUser,
} from './telegram/world.js';
import { Watch } from './watch.js';

export interface FakeTelegramOptions {
  token?: string;
  /** In groups it hears only commands, mentions and answers to it, as bots do unless their owner says otherwise; yes. */
  privacy?: boolean;
  limits?: ChatLimits;
}

/** What becomes of a call: `done-…` is done before the answer is lost. */
export interface NextCall {
  method?: string;
  fate?: 'cut' | 'hang' | 'done-cut' | 'done-hang';
  refuse?: TelegramRefusal;
  /** It is done at once, and answered after this. */
  until?: Promise<unknown>;
}

/** Telegram's Bot API on loopback (core.telegram.org/bots/api), and what people do there. */
export class FakeTelegram {
  /** For `apiRoot`. */
  url = '';
  readonly token: string;
  readonly bot: TelegramUser = {
    id: 7_000_000_001,
    is_bot: true,
    first_name: 'Keeper',
    username: 'keeper_bot',
  };
  readonly chats = new Map<number, TelegramChat>();
  readonly updates = new Updates();
  readonly limits: Limiter;
  /** What the bot sent, in order; edits show in it. */
  readonly sent: TelegramMessage[] = [];
  readonly drafts: { chat: number; text: string }[] = [];
  readonly actions: { chat: number; action: string; topic?: number }[] = [];
  readonly calls: { method: string; params: Params; code: number }[] = [];
  readonly callbacks = new Set<string>();
  /** By their ids; a path of each is told by `getFile`. */
  readonly files = new Map<string, { bytes: Buffer; path: string }>();
  commands: object[] = [];

  private aheadMs = 0;
  private ids = 1000;
  private readonly planned: NextCall[] = [];
  private readonly watch = new Watch();
  private readonly http = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(request.url ?? '');
      if (file) {
        const found = [...this.files.values()].find(({ path }) => path === file[2]);
        const bytes = file[1] === this.token ? found?.bytes : undefined;
        return void response.writeHead(bytes ? 200 : 404).end(bytes);
      }
      const said = await this.answer(request, Buffer.concat(chunks).toString());
      if (said === 'cut') return void response.destroy();
      if (said === 'hang') return;
      response.writeHead(said.code, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
    })().catch(() => response.destroy());
  });

  constructor(readonly options: FakeTelegramOptions) {
    this.token = options.token ?? `${this.bot.id}:AAF-fake_token_of_thirty_five_letters`;
    this.limits = new Limiter(options.limits ?? {}, () => this.now());
  }

  person(first_name: string, more: Partial<TelegramUser> = {}): TelegramUser {
    const user = { id: this.ids++, is_bot: false, first_name, language_code: 'en', ...more };
    this.chats.set(user.id, this.chat({ id: user.id, type: 'private', user, isBegun: false }));
    return user;
  }

  /** A supergroup; with topics if it has some. */
  group(title: string, topics: Record<number, string> = {}): TelegramChat {
    const list = Object.entries(topics).map(([id, name]) => [Number(id), { name, isClosed: false }] as const);
    const chat = this.chat({
      id: -1_000_000_000_000 - this.ids++,
      type: 'supergroup',
      title,
      is_forum: list.length > 0,
      topics: new Map(list),
      isBegun: true,
    });
    this.chats.set(chat.id, chat);
    return chat;
  }

  /** His chat with the bot. */
  dm(user: TelegramUser): TelegramChat {
    return this.chats.get(user.id)!;
  }

  say(
    from: TelegramUser,
    chat: TelegramChat,
    text: string,
    more: { replyTo?: TelegramMessage; topic?: number; fields?: object } = {},
  ): TelegramMessage {
    const { replyTo, topic, fields = {} } = more;
    const message = this.post({ chat, from, text, topic, replyTo, more: fields });
    if (this.hears(message)) this.updates.push('message', messageJson(message));
    return message;
  }

  /** A photo, with its words under it. */
  show(from: TelegramUser, chat: TelegramChat, bytes: Buffer, caption?: string): TelegramMessage {
    // In several sizes (`#photosize`), of which the smaller ones are others.
    const photo = [90, 1280, 320].map((width) => {
      const given = width === 1280 ? bytes : Buffer.from('A small one.');
      const file_id = this.keep(given, 'photos', 'jpg');
      return { file_id, file_unique_id: file_id, width, height: width, file_size: given.length };
    });
    const message = this.post({ chat, from, more: { photo, ...(caption && { caption }) } });
    this.updates.push('message', messageJson(message));
    return message;
  }

  /** A sticker that stands still; `more` of it is otherwise. */
  stick(from: TelegramUser, chat: TelegramChat, bytes: Buffer, emoji: string, more: object = {}): void {
    const file_id = this.keep(bytes, 'stickers', 'webp');
    const still = { type: 'regular', is_animated: false, is_video: false };
    const sticker = { file_id, file_unique_id: file_id, width: 512, height: 512, emoji, ...still, ...more };
    this.updates.push('message', messageJson(this.post({ chat, from, more: { sticker } })));
  }

  edit(message: TelegramMessage, text: string): void {
    Object.assign(message, { text, editedAt: this.now() });
    if (this.hears(message)) this.updates.push('edited_message', messageJson(message));
  }

  /** Somebody presses a button; the query's id. */
  press(from: TelegramUser, message: TelegramMessage, data: string): string {
    const id = String(4_000_000_000_000 + this.ids++);
    this.callbacks.add(id);
    this.updates.push('callback_query', {
      id,
      from,
      message: messageJson(message),
      chat_instance: String(message.chat.id),
      data,
    });
    return id;
  }

  /** The clock of Telegram goes forward. */
  later(ms: number): void {
    this.aheadMs += ms;
  }

  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** How the next calls that fit fare; several line up. */
  next(...plans: NextCall[]): void {
    this.planned.push(...plans);
  }

  async received(count: number): Promise<TelegramMessage> {
    await this.until(() => this.sent.length >= count);
    return this.sent[count - 1]!;
  }

  /** Once this is so; looked at whenever something was asked. */
  until(is: () => boolean): Promise<void> {
    return this.watch.until(is);
  }

  post(of: Omit<TelegramMessage, 'id' | 'at'>): TelegramMessage {
    const { chat, from } = of;
    if (from !== this.bot) chat.isBegun = true;
    const id = Math.max(0, ...chat.messages.keys()) + 1;
    const message = { ...of, id, at: this.now() };
    chat.messages.set(id, message);
    return message;
  }

  /** Every connection breaks. */
  drop(): void {
    this.http.closeAllConnections();
  }

  async listen(): Promise<void> {
    this.url = `http://${await listenOnLoopback(this.http)}`;
  }

  async close(): Promise<void> {
    const closed = closeServer(this.http);
    this.updates.release();
    await closed;
  }

  private keep(bytes: Buffer, folder: string, ending: string): string {
    const id = `AgAC${this.ids++}`;
    this.files.set(id, { bytes, path: `${folder}/file_${this.files.size}.${ending}` });
    return id;
  }

  private chat(of: Partial<TelegramChat> & Pick<TelegramChat, 'id' | 'type' | 'isBegun'>): TelegramChat {
    return { topics: new Map(), messages: new Map(), isBlocked: false, ...of };
  }

  /** BotFather's words of privacy: "messages that either start with the '/' symbol or mention the bot by username". */
  private hears({ chat, text = '', replyTo }: TelegramMessage): boolean {
    if (chat.type === 'private' || this.options.privacy === false) return true;
    const command = /^\/\w+(?:@(\w+))?/.exec(text);
    const isForOther = command?.[1] && command[1] !== this.bot.username;
    return (!!command && !isForOther) || text.includes(`@${this.bot.username}`) || replyTo?.from === this.bot;
  }

  private async answer(
    request: IncomingMessage,
    text: string,
  ): Promise<{ code: number; body: object } | 'cut' | 'hang'> {
    const url = new URL(request.url ?? '/', this.url);
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    const fail = (code: number, description: string, parameters?: object) => ({
      code,
      body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
    });
    if (!token || !/^\d+:[\w-]{20,}$/.test(token)) return fail(404, 'Not Found');
    if (token !== this.token) return fail(401, 'Unauthorized');
    const at = this.planned.findIndex(
      (plan) => !plan.method || plan.method.toLowerCase() === method.toLowerCase(),
    );
    const plan = at < 0 ? {} : this.planned.splice(at, 1)[0]!;
    if (plan.fate === 'cut' || plan.fate === 'hang') return plan.fate;
    let params: Params;
    try {
      params = { ...Object.fromEntries(url.searchParams), ...(text ? (JSON.parse(text) as Params) : {}) };
    } catch {
      return fail(400, "Bad Request: can't parse JSON object");
    }
    // A poll is known as soon as it is there, not when it ends.
    const call = { method, params, code: 0 };
    this.calls.push(call);
    this.watch.look();
    let said: { code: number; body: object };
    try {
      const run = METHODS[method.toLowerCase()];
      if (plan.refuse) throw plan.refuse;
      if (!run) throw new TelegramRefusal(404, 'Not Found: method not found');
      said = { code: 200, body: { ok: true, result: await run(this, params) } };
    } catch (error) {
      if (!(error instanceof TelegramRefusal)) throw error;
      said = fail(error.code, error.description, error.parameters);
    }
    call.code = said.code;
    this.watch.look();
    await plan.until;
    return plan.fate === 'done-cut' ? 'cut' : plan.fate === 'done-hang' ? 'hang' : said;
  }
}

/** Listens on a free port of loopback. */
export async function startFakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const fake = new FakeTelegram(options);
  await fake.listen();
  return fake;
}
