import { randomBytes } from 'node:crypto';
import { checkChoices } from './commands.js';
import { invalid, refused } from './errors.js';
import type { Body } from './messages.js';
import { channelJson, memberJson, messageJson, userJson } from './shapes.js';
import {
  ALL_PERMISSIONS,
  type Channel,
  type DiscordWorld,
  type Message,
  snowflake,
  type User,
} from './world.js';

/** What somebody did with a command or a button, and what he was answered. */
export interface Interaction {
  id: string;
  token: string;
  /** 2 a command, 3 a component, 4 an autocomplete. */
  type: number;
  user: User;
  channel: Channel;
  /** The message whose button it is. */
  message?: Message;
  /** What it was answered first, once it was. */
  callback?: { type: number; data: Body };
  /** The message of the first answer. */
  original?: Message;
  answered: Promise<{ type: number; data: Body }>;
  /** No answer is taken before this. */
  deadline: number;
  tokenUntil: number;
}

/** First answers by `type` (`interactions/receiving-and-responding`). */
const CALLBACK = { message: 4, deferred: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 };
const KINDS: Record<number, number[]> = {
  2: [CALLBACK.message, CALLBACK.deferred, CALLBACK.modal],
  3: [CALLBACK.message, CALLBACK.deferred, CALLBACK.deferredUpdate, CALLBACK.update, CALLBACK.modal],
  4: [CALLBACK.choices],
};

export class Interactions {
  private readonly all = new Map<
    string,
    Interaction & { tell(answer: { type: number; data: Body }): void }
  >();

  constructor(
    private readonly world: DiscordWorld,
    /** The first answer must come within this; 3 s at Discord. */
    private readonly answerWithinMs: number,
  ) {}

  start(type: number, user: User, channel: Channel, message?: Message): Interaction {
    let tell!: (answer: { type: number; data: Body }) => void;
    const answered = new Promise<{ type: number; data: Body }>((resolve) => (tell = resolve));
    const interaction = {
      id: snowflake(),
      token: randomBytes(30).toString('base64url'),
      type,
      user,
      channel,
      message,
      answered,
      tell,
      deadline: Date.now() + this.answerWithinMs,
      tokenUntil: Date.now() + 15 * 60_000,
    };
    this.all.set(interaction.token, interaction);
    return interaction;
  }

  /** What the gateway tells the bot of it. */
  event(interaction: Interaction, data: object): object {
    const { id, token, type, user, channel, message } = interaction;
    const { guild } = channel;
    return {
      id,
      application_id: this.world.bot.id,
      type,
      data,
      ...(guild
        ? {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            member: { ...memberJson(user), permissions: String(ALL_PERMISSIONS) },
          }
        : { user: userJson(user) }),
      channel_id: channel.id,
      channel: channelJson(this.world, channel),
      ...(message && { message: messageJson(this.world, message) }),
      token,
      version: 1,
      app_permissions: String(ALL_PERMISSIONS & ~channel.denied),
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: { 0: guild?.id ?? '0' },
      context: guild ? 0 : 1,
      attachment_size_limit: 10_485_760,
    };
  }

  /** The first answer. @throws 10062, 40060, 50035 */
  take(id: string, token: string, body: Body): { interaction: Interaction; type: number; data: Body } {
    const interaction = this.all.get(token);
    if (!interaction || interaction.id !== id) throw refused(10062);
    if (interaction.callback) throw refused(40060);
    if (Date.now() > interaction.deadline) throw refused(10062);
    const [type, data] = [Number(body['type']), (body['data'] ?? {}) as Body];
    const kinds = KINDS[interaction.type]!;
    if (!kinds.includes(type))
      throw invalid('type', 'BASE_TYPE_CHOICES', `Value must be one of {${kinds.join(', ')}}.`);
    if (type === CALLBACK.choices) checkChoices(data['choices'], 'data.choices');
    return { interaction, type, data };
  }

  /** After what it asked for was done. */
  settle(interaction: Interaction, type: number, data: Body, original: Message | undefined): void {
    interaction.callback = { type, data };
    interaction.original = original;
    this.all.get(interaction.token)!.tell(interaction.callback);
  }

  /** One that further answers may go to. @throws 10015 before the first answer; 50027 after 15 minutes */
  open(token: string): Interaction {
    const interaction = this.all.get(token);
    if (!interaction || Date.now() > interaction.tokenUntil) throw refused(50027);
    if (!interaction.callback) throw refused(10015);
    return interaction;
  }

  has(token: string): boolean {
    return this.all.has(token);
  }
}
