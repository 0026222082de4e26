import { refused } from './errors.js';

export interface User {
  id: string;
  username: string;
  global_name: string | null;
  bot: boolean;
  /** Of a guild. */
  roles?: string[];
  /** Takes no direct messages: 50007. */
  refusesDms?: boolean;
}

export interface Channel {
  id: string;
  /** 0 text of a guild, 1 direct messages, 11 a public thread, 12 a private one. */
  type: number;
  name: string;
  nsfw: boolean;
  guild?: Guild;
  parent?: Channel;
  recipient?: User;
  /** Bits that the bot does not have here. */
  denied: bigint;
  archived: boolean;
  locked: boolean;
  messages: Map<string, Message>;
}

export interface Guild {
  id: string;
  name: string;
  channels: Map<string, Channel>;
  members: Map<string, User>;
  /** By their ids, beside the one of everybody. */
  roles: Map<string, string>;
}

export interface Webhook {
  id: string;
  token: string;
  name: string;
  avatar: string | null;
  channel: Channel;
}

export interface Message {
  id: string;
  channel: Channel;
  author: { id: string; username: string; avatar: string | null; bot: boolean; global_name: string | null };
  content: string;
  type: number;
  /** In milliseconds; of the id, unless a test says it is older. */
  at: number;
  editedAt: number | null;
  /** Who is told of it. */
  mentions: User[];
  mentionEveryone: boolean;
  attachments: Record<string, unknown>[];
  /** `sticker_items`. */
  stickers?: Record<string, unknown>[];
  embeds: unknown[];
  components: unknown[];
  flags: number;
  nonce?: string | number;
  webhook?: Webhook;
  replyTo?: Message;
  interaction?: { id: string; type: number; user: User };
  thread?: Channel;
}

/** Permissions that are asked for here (`topics/permissions`). */
export const PERMISSION = {
  view: 1n << 10n,
  send: 1n << 11n,
  manageMessages: 1n << 13n,
  attach: 1n << 15n,
  history: 1n << 16n,
  mentionEveryone: 1n << 17n,
  webhooks: 1n << 29n,
  commands: 1n << 31n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
};
export const ALL_PERMISSIONS = Object.values(PERMISSION).reduce((all, bit) => all | bit, 1n << 6n);

const EPOCH = 1_420_070_400_000;
let counter = 0;

/** An id that says when it was made, and grows. */
export function snowflake(): string {
  counter = (counter + 1) % 4096;
  return String((BigInt(Date.now() - EPOCH) << 22n) | BigInt(counter));
}

/** The people, guilds, channels and webhooks that there are, and the bot among them. */
export class DiscordWorld {
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  readonly webhooks = new Map<string, Webhook>();
  readonly bot: User;

  constructor() {
    this.bot = this.user('Keeper', true);
  }

  user(username: string, bot = false): User {
    const user = { id: snowflake(), username, global_name: username, bot };
    this.users.set(user.id, user);
    return user;
  }

  guild(name: string): Guild {
    const guild: Guild = { id: snowflake(), name, channels: new Map(), members: new Map(), roles: new Map() };
    guild.members.set(this.bot.id, this.bot);
    this.guilds.set(guild.id, guild);
    return guild;
  }

  channel(of: Partial<Channel> & { type: number; id?: string }): Channel {
    const channel: Channel = {
      id: snowflake(),
      name: '',
      nsfw: false,
      denied: 0n,
      archived: false,
      locked: false,
      messages: new Map(),
      ...of,
    };
    this.channels.set(channel.id, channel);
    channel.guild?.channels.set(channel.id, channel);
    return channel;
  }

  /** The one channel of direct messages between the bot and somebody. */
  dm(user: User): Channel {
    const known = [...this.channels.values()].find(({ recipient }) => recipient === user);
    return known ?? this.channel({ type: 1, recipient: user });
  }

  /** One that the bot may see. @throws 10003, 50001 */
  channelOf(id: string): Channel {
    const channel = this.channels.get(id);
    if (!channel) throw refused(10003);
    if (!this.can(channel, PERMISSION.view)) throw refused(50001);
    return channel;
  }

  /** @throws 10008 */
  messageOf(channel: Channel, id: string): Message {
    const message = channel.messages.get(id);
    if (!message) throw refused(10008);
    return message;
  }

  can(channel: Channel, bit: bigint): boolean {
    const denied = channel.denied | (channel.parent?.denied ?? 0n);
    return channel.type === 1 || !(denied & bit);
  }

  /** @throws 50013 */
  need(channel: Channel, ...bits: bigint[]): void {
    if (!bits.every((bit) => this.can(channel, bit))) throw refused(50013);
  }
}
