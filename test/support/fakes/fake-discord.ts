import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Attachments } from './discord/attachments.js';
import { bodyOf } from './discord/bodies.js';
import { DiscordRefusal, notFound, refused } from './discord/errors.js';
import type { Interaction } from './discord/interactions.js';
import { type Limits, LIMITS } from './discord/limits.js';
import { closeServer, listenOnLoopback } from './loopback.js';
import { Platform, type PlatformOptions } from './discord/platform.js';
import { type Call, type Route, ROUTES } from './discord/routes.js';
import { WEBHOOK_ROUTES } from './discord/webhook-routes.js';
import { type Channel, type Guild, type Message, snowflake, type User } from './discord/world.js';

export interface FakeDiscordOptions extends Partial<Omit<PlatformOptions, 'limits'>> {
  /** Of what is left out, Discord's (`discord/limits.ts`); tests shorten them rather than wait. */
  limits?: Partial<Limits>;
}

/** A request, as it was answered. */
export interface DiscordRequest {
  method: string;
  /** Without `/api/v10`, and without the query. */
  path: string;
  status: number;
  body: unknown;
}

/** What becomes of a request. */
export interface NextRequest {
  method?: string;
  path?: RegExp;
  /** `done-…` is done before the answer is lost. */
  fate?: 'cut' | 'hang' | 'done-cut' | 'done-hang';
  /** Answered with this instead; nothing is done. */
  status?: number;
  body?: object;
  headers?: Record<string, string>;
  /** It is done at once, and answered after this. */
  until?: Promise<unknown>;
}

const ALL: Route[] = [...ROUTES, ...WEBHOOK_ROUTES];
const PATTERNS = ALL.map((one) => ({
  ...one,
  // The names come before the ids: `@me` is nobody's id.
  pattern: new RegExp(`^${one.path.replaceAll(':id', '([^/]+)')}$`),
}));

/** Discord's REST and gateway of version 10 on loopback, and what people do there. */
export class FakeDiscord {
  readonly token: string;
  readonly platform: Platform;
  readonly requests: DiscordRequest[] = [];
  private readonly planned: NextRequest[] = [];
  private readonly http = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });
  private readonly attachments = new Attachments();
  private host = '';

  constructor(options: FakeDiscordOptions) {
    this.platform = new Platform({
      token: 'discord-bot-token',
      messageContent: true,
      heartbeatMs: 41_250,
      answerWithinMs: 3000,
      ...options,
      limits: { ...LIMITS, ...options.limits },
    });
    this.token = this.platform.options.token;
    this.http.on('upgrade', (request, socket, head) => this.platform.gateway.upgrade(request, socket, head));
  }

  /** For `rest.api` of discord.js. */
  get api(): string {
    return `http://${this.host}/api`;
  }

  get bot(): User {
    return this.platform.world.bot;
  }

  /** What the bot, its webhooks and its answers wrote, in order; edits and deletions show in it. */
  get sent(): Message[] {
    return this.platform.sent;
  }

  person(name: string, more: Partial<User> = {}): User {
    return Object.assign(this.platform.world.user(name), more);
  }

  guild(name: string, members: User[]): Guild {
    const guild = this.platform.world.guild(name);
    for (const member of members) guild.members.set(member.id, member);
    return guild;
  }

  /** A role of a guild, told when a session begins; its id. */
  role(guild: Guild, name: string): string {
    const id = snowflake();
    guild.roles.set(id, name);
    return id;
  }

  channel(guild: Guild, name: string, more: Partial<Channel> = {}): Channel {
    return this.platform.world.channel({ type: 0, guild, name, ...more });
  }

  /** Direct messages with somebody. */
  dm(user: User): Channel {
    return this.platform.world.dm(user);
  }

  /** Somebody says something; `<@id>` and an answer tell whom they name, as with everybody's client. */
  say(
    user: User,
    channel: Channel,
    content: string,
    more: {
      replyTo?: Message;
      ping?: boolean;
      attachments?: Record<string, unknown>[];
      stickers?: Record<string, unknown>[];
    } = {},
  ): Message {
    const { users } = this.platform.world;
    const named = [...content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id]) => users.get(id!) ?? []);
    const answered = more.ping === false ? undefined : users.get(more.replyTo?.author.id ?? '');
    return this.platform.post(channel, {
      content,
      author: { ...user, avatar: null },
      type: more.replyTo ? 19 : 0,
      mentions: [...new Set([...named, ...(answered ? [answered] : [])])],
      mentionEveryone: false,
      attachments: more.attachments ?? [],
      stickers: more.stickers ?? [],
      embeds: [],
      components: [],
      flags: 0,
      replyTo: more.replyTo,
    });
  }

  /** A picture that somebody attaches. */
  picture(name: string, bytes: Buffer, channel: Channel): Record<string, unknown> {
    return this.attachments.add(name, bytes, channel, `http://${this.host}`);
  }

  edit(message: Message, content: string): void {
    this.platform.edit(message, { content });
  }

  delete(message: Message): void {
    this.platform.remove(message);
  }

  /** It was written so long ago, for what depends on it. */
  age(message: Message, ms: number): void {
    message.at = Date.now() - ms;
  }

  /** Somebody uses a command; options by name. @throws where it is not registered */
  slash(user: User, channel: Channel, name: string, options: Record<string, string | number | boolean> = {}) {
    return this.interact(2, user, channel, this.commandData(channel, name, options));
  }

  /** Somebody is typing an option of a command. */
  complete(user: User, channel: Channel, name: string, option: string, value: string): Interaction {
    return this.interact(4, user, channel, this.commandData(channel, name, { [option]: value }, option));
  }

  /** Somebody presses a button of a message. */
  press(user: User, message: Message, customId: string): Interaction {
    return this.interact(3, user, message.channel, { component_type: 2, custom_id: customId }, message);
  }

  /** How the next requests that fit fare; several line up. */
  next(...plans: NextRequest[]): void {
    this.planned.push(...plans);
  }

  /** Once this is so; looked at whenever something happened. */
  until(is: () => boolean): Promise<void> {
    return this.platform.watch.until(is);
  }

  /** Once so many messages were written by the bot, from the beginning on. */
  async received(count: number): Promise<Message> {
    await this.until(() => this.sent.length >= count);
    return this.sent[count - 1]!;
  }

  async listen(): Promise<void> {
    this.host = await listenOnLoopback(this.http);
    this.platform.gateway.url = `ws://${this.host}`;
  }

  async close(): Promise<void> {
    this.platform.gateway.terminate();
    await closeServer(this.http);
  }

  private commandData(channel: Channel, name: string, options: Record<string, unknown>, focused?: string) {
    const known = [
      ...(this.platform.commands.get(channel.guild?.id ?? '') ?? []),
      ...(this.platform.commands.get('') ?? []),
    ];
    const command = known.find((one) => one.name === name);
    if (!command) throw new Error(`No command ${name} is registered`);
    const types = { string: 3, number: 4, boolean: 5 } as Record<string, number>;
    return {
      id: command.id,
      name,
      type: 1,
      options: Object.entries(options).map(([key, value]) => ({
        name: key,
        type: types[typeof value],
        value,
        ...(key === focused && { focused: true }),
      })),
    };
  }

  private interact(type: number, user: User, channel: Channel, data: object, message?: Message): Interaction {
    const { interactions, gateway } = this.platform;
    const interaction = interactions.start(type, user, channel, message);
    gateway.dispatch(0, 'INTERACTION_CREATE', () => interactions.event(interaction, data));
    return interaction;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const url = new URL(request.url ?? '/', 'http://a');
    if (url.pathname.startsWith('/attachments/')) return this.attachments.serve(request.url!, response);
    const [method, path] = [request.method!, decodeURIComponent(url.pathname.replace(/^\/api\/v\d+/, ''))];
    const at = this.planned.findIndex(
      (plan) => (!plan.method || plan.method === method) && (!plan.path || plan.path.test(path)),
    );
    const plan = at < 0 ? {} : this.planned.splice(at, 1)[0]!;
    if (plan.fate === 'cut') return void response.destroy();
    if (plan.fate === 'hang') return;
    let [status, json, headers]: [number, unknown, Record<string, string>] = [200, undefined, {}];
    const said = await bodyOf(request, raw);
    try {
      if (plan.status) throw new DiscordRefusal(plan.status, { ...plan.body }, plan.headers);
      json = await this.run(request, method, url, path, said, headers);
      status = json === undefined ? 204 : 200;
    } catch (error) {
      if (!(error instanceof DiscordRefusal)) throw error;
      [status, json, headers] = [error.status, error.body, { ...headers, ...error.headers }];
    }
    this.requests.push({ method, path, status, body: said?.body });
    this.platform.watch.look();
    await plan.until;
    if (plan.fate === 'done-cut') return void response.destroy();
    if (plan.fate === 'done-hang') return;
    if (json === undefined) return void response.writeHead(status, headers).end();
    response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(json));
  }

  private async run(
    request: IncomingMessage,
    method: string,
    url: URL,
    path: string,
    said: Pick<Call, 'body' | 'files'> | undefined,
    headers: Record<string, string>,
  ): Promise<unknown> {
    if (!url.pathname.startsWith('/api/v10/')) throw refused(50041);
    const found = PATTERNS.flatMap((one) => {
      const match = one.method === method && one.pattern.exec(path);
      return match ? [{ ...one, ids: match.slice(1) }] : [];
    })[0];
    if (!found) throw notFound();
    const { authorization, 'user-agent': agent } = request.headers;
    // `reference#user-agent`: others may be turned away, and are.
    if (!agent?.startsWith('DiscordBot ('))
      throw new DiscordRefusal(403, { message: 'Forbidden', code: 40333 });
    if (!found.isOpen && authorization !== `Bot ${this.token}`) throw refused(0);
    if (!said) throw refused(50109);
    if (!/^\/(interactions|webhooks\/[^/]+\/[^/]+)/.test(path)) this.platform.limits.countGlobal();
    const major = /^\/(?:channels|guilds|webhooks)\/([^/]+)/.exec(path)?.[1] ?? '';
    Object.assign(headers, this.platform.limits.count(found.limit ?? 'other', major));
    return found.run(this.platform, { ids: found.ids, query: url.searchParams, ...said });
  }
}

/** Listens on a free port of loopback. */
export async function startFakeDiscord(options: FakeDiscordOptions = {}): Promise<FakeDiscord> {
  const fake = new FakeDiscord(options);
  await fake.listen();
  return fake;
}
