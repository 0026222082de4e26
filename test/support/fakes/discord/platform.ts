import type { Command } from './commands.js';
import { Gateway, INTENT } from './gateway.js';
import { Interactions } from './interactions.js';
import { type Limits, RateLimits } from './limits.js';
import { type Body, checkWritable, messageParts, nonceOf, type Upload } from './messages.js';
import { channelJson, memberJson, messageJson } from './shapes.js';
import { type Channel, DiscordWorld, type Message, snowflake, type Webhook } from './world.js';
import { refused } from './errors.js';
import { Watch } from '../watch.js';

export interface PlatformOptions {
  token: string;
  /** The operator switched the message-content intent on at Discord. */
  messageContent: boolean;
  heartbeatMs: number;
  answerWithinMs: number;
  limits: Limits;
}

/** What a message is made of, beside its id and its time. */
export type MessageParts = Omit<Message, 'id' | 'at' | 'editedAt' | 'channel'>;

const EPHEMERAL = 1 << 6;

/** Discord's inside: what there is, and who is told when it changes. */
export class Platform {
  readonly world = new DiscordWorld();
  readonly gateway: Gateway;
  readonly interactions: Interactions;
  readonly limits: RateLimits;
  readonly watch = new Watch();
  /** Registered commands, by guild; those of everywhere under ''. */
  readonly commands = new Map<string, Command[]>();
  /** Everything that the bot, its webhooks and its answers wrote, in order; edits and deletions show in it. */
  readonly sent: Message[] = [];
  /** Where the bot was seen to be typing, in order. */
  readonly typing: Channel[] = [];

  private readonly nonces = new Map<string, { message: Message; at: number }>();

  constructor(readonly options: PlatformOptions) {
    const disallowed = INTENT.members | INTENT.presences | (options.messageContent ? 0 : INTENT.content);
    this.interactions = new Interactions(this.world, options.answerWithinMs);
    this.limits = new RateLimits(options.limits);
    this.gateway = new Gateway(this.world, {
      token: options.token,
      disallowed,
      heartbeatMs: options.heartbeatMs,
      changed: () => this.watch.look(),
    });
  }

  /** A message of the bot's own, as `POST /channels/:id/messages` asks for it. */
  create(channel: Channel, body: Body, files: Upload[]): Message {
    checkWritable(this.world, channel);
    const nonce = nonceOf(body);
    const key = `${channel.id}:${nonce}`;
    const same = nonce !== undefined && body['enforce_nonce'] ? this.nonces.get(key) : undefined;
    if (same && same.at > Date.now() - 5 * 60_000) {
      // The one that was made before; none, if it was deleted since.
      if (!channel.messages.has(same.message.id)) throw refused(10008);
      return same.message;
    }
    const parts = messageParts(this.world, channel, body, files);
    const message = this.post(channel, {
      ...parts,
      author: { ...this.botAuthor },
      type: parts.replyTo ? 19 : 0,
      ...(nonce !== undefined && { nonce }),
    });
    if (nonce !== undefined) this.nonces.set(key, { message, at: Date.now() });
    return message;
  }

  get botAuthor(): Message['author'] {
    const { id, username, global_name } = this.world.bot;
    return { id, username, global_name, avatar: null, bot: true };
  }

  /** It is there, and everybody who may is told. */
  post(channel: Channel, parts: MessageParts): Message {
    const message: Message = { ...parts, id: snowflake(), channel, at: Date.now(), editedAt: null };
    channel.messages.set(message.id, message);
    if (this.isOwn(message)) this.sent.push(message);
    if (!(message.flags & EPHEMERAL)) this.tell('MESSAGE_CREATE', message);
    this.watch.look();
    return message;
  }

  edit(message: Message, parts: Partial<MessageParts>): Message {
    Object.assign(message, parts, { editedAt: Date.now() });
    if (!(message.flags & EPHEMERAL)) this.tell('MESSAGE_UPDATE', message);
    this.watch.look();
    return message;
  }

  remove(message: Message): void {
    const { channel, id } = message;
    channel.messages.delete(id);
    const { guild } = channel;
    this.gateway.dispatch(guild ? INTENT.guildMessages : INTENT.directMessages, 'MESSAGE_DELETE', () => ({
      id,
      channel_id: channel.id,
      ...(guild && { guild_id: guild.id }),
    }));
    this.watch.look();
  }

  openThread(parent: Channel, name: string, of: { id?: string; type: number }): Channel {
    const thread = this.world.channel({ ...of, name, parent, nsfw: parent.nsfw, guild: parent.guild });
    this.gateway.dispatch(INTENT.guilds, 'THREAD_CREATE', () => ({
      ...channelJson(this.world, thread),
      newly_created: true,
    }));
    return thread;
  }

  /** As the bot may read it: without the intent, what others say is empty, but in direct messages and where it is mentioned. */
  readable(message: Message, intents: number): Record<string, unknown> {
    const json = messageJson(this.world, message);
    const may =
      !message.channel.guild ||
      intents & INTENT.content ||
      this.isOwn(message) ||
      message.mentions.includes(this.world.bot);
    return may ? json : { ...json, content: '', embeds: [], attachments: [], components: [] };
  }

  /** What REST gives is bound to what the operator switched on, not to what was asked of the gateway. */
  get restIntents(): number {
    return this.options.messageContent ? INTENT.content : 0;
  }

  webhook(of: Omit<Webhook, 'id'>): Webhook {
    const webhook = { id: snowflake(), ...of };
    this.world.webhooks.set(webhook.id, webhook);
    return webhook;
  }

  private isOwn({ author, webhook, interaction }: Message): boolean {
    return author.id === this.world.bot.id || !!webhook || !!interaction;
  }

  private tell(t: string, message: Message): void {
    const { guild } = message.channel;
    const user = this.world.users.get(message.author.id);
    this.gateway.dispatch(guild ? INTENT.guildMessages : INTENT.directMessages, t, (intents) => ({
      ...this.readable(message, intents),
      channel_type: message.channel.type,
      ...(guild && { guild_id: guild.id }),
      ...(guild && user && { member: { ...memberJson(user), user: undefined } }),
    }));
  }
}
