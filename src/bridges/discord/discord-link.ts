import { createHash } from 'node:crypto';
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  MessageFlags,
  Options,
  Partials,
  type TextBasedChannel,
} from 'discord.js';
import { DISCORD } from '../core/capabilities.js';
import { EventLine } from '../core/event-line.js';
import type { LinkWish, PlatformHooks, PlatformLink, SendOptions } from '../running/platform.js';
import { PlatformRefusal } from '../running/platform.js';
import { Faces, type Picture, webhookName } from './faces.js';
import { placeOf, readMessage } from './read-message.js';
import { takeMissed } from './missed-messages.js';
import { asked, askedOfEdit, isTooLong, meaningOf } from './refusals.js';
import { slashCommands, typed } from './slash-commands.js';

/** Discord's library takes a lost connection up again by itself; where it has not by then, it begins anew. */
const RESUMES_WITHIN_MS = 60_000;
const ANSWERS_WITHIN_MS = 20_000;
/** Discord's clock and ours may differ by so much. */
const CLOCKS_MS = 60_000;

/** Characters by which the beginning of a reply is known. */
const LEAST_SHOWN = 20;

const SWIPES = { previous: '◀', again: '↻', next: '▶' } as const;
const BUTTON = 'keepsake:';

/** Discord, by discord.js. */
export class DiscordLink implements PlatformLink {
  readonly caps = DISCORD;
  private client: Client<true> | null = null;
  private faces: Faces | null = null;
  private hooks: PlatformHooks | null = null;

  constructor(
    private readonly wish: LinkWish,
    private readonly avatar: Picture,
  ) {}

  async run(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    const { settings, secrets } = this.wish;
    const client: Client = new Client({
      intents: [
        GatewayIntentBits.Guilds,
        GatewayIntentBits.GuildMessages,
        GatewayIntentBits.DirectMessages,
        ...(settings.messageContent ? [GatewayIntentBits.MessageContent] : []),
      ],
      partials: [Partials.Channel, Partials.Message],
      allowedMentions: { parse: [], repliedUser: false },
      // What people say among each other is not to be kept in memory.
      makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 20 }),
      rest: {
        // Sent again after no answer it could come twice: that is decided where it is known.
        retries: 0,
        timeout: ANSWERS_WITHIN_MS,
        // What has to wait long is known here, rather than waited for there.
        rejectOnRateLimit: (limit) => isTooLong(limit),
        ...(settings.endpoint && { api: settings.endpoint }),
      },
    });
    this.hooks = hooks;
    const over = new Promise<never>((_, reject) => {
      const lost = () => reject(new Error('The connection is lost.'));
      let late: NodeJS.Timeout | undefined;
      client.on(Events.ShardReconnecting, () => {
        hooks.down();
        late ??= setTimeout(lost, RESUMES_WITHIN_MS);
      });
      const back = () => {
        clearTimeout(late);
        late = undefined;
        if (client.isReady()) hooks.up(client.user.tag);
      };
      client.on(Events.ShardResume, back);
      client.on(Events.ShardReady, back);
      client.on(Events.ShardDisconnect, ({ code }) => reject(closedWith(code)));
      client.on(Events.Invalidated, () =>
        reject(new PlatformRefusal('unauthorized', 'The session is not valid.')),
      );
      client.on(Events.Error, () => undefined);
      signal.addEventListener('abort', () => {
        clearTimeout(late);
        reject(new Error('The bridge was closed.'));
      });
    });
    over.catch(() => undefined);
    this.listen(client, hooks, signal);
    try {
      const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
      await Promise.race([client.login(secrets['token']), over]);
      const known = await Promise.race([ready, over]);
      this.faces = new Faces(known, this.avatar);
      this.client = known;
      hooks.up(known.user.tag);
      // Without them everything can be typed all the same.
      known.application.commands.set(slashCommands()).catch(() => undefined);
      await over;
    } catch (error) {
      throw meaningOf(error);
    } finally {
      this.client = null;
      this.faces = null;
      await client.destroy();
    }
  }

  async send(chat: string, text: string, options: SendOptions): Promise<{ platformId: string | null }> {
    const channel = await this.channel(chat);
    const components = options.isLast ? [swipeButtons()] : [];
    const webhook =
      options.face && !channel.isDMBased()
        ? await this.faces!.of(channel, options.face).catch(() => null)
        : null;
    if (webhook && options.face) {
      try {
        const sent = await webhook.send({
          content: text,
          username: webhookName(options.face.name),
          allowedMentions: { parse: [] },
          components,
          ...(channel.isThread() && { threadId: channel.id }),
        });
        return { platformId: sent.id };
      } catch (error) {
        const meaning = meaningOf(error);
        if (!(meaning instanceof PlatformRefusal) || meaning.code !== 'gone') throw meaning;
        this.faces!.forget(webhook);
      }
    }
    const sent = await asked<Message>(
      channel.send({
        content: text,
        nonce: nonceOf(options.nonce),
        enforceNonce: true,
        allowedMentions: { parse: [], repliedUser: false },
        components,
        ...(options.replyTo &&
          !channel.isDMBased() &&
          /^\d+$/.test(options.replyTo) && {
            reply: { messageReference: options.replyTo, failIfNotExists: false },
          }),
      }),
    );
    // Sent again by the same nonce, it comes once.
    if (!sent.id) throw new Error('Discord tells of no message.');
    // It is the one that was made before, with what was known then.
    if (sent.content !== text) await asked(sent.edit({ content: text, components }));
    return { platformId: sent.id };
  }

  async edit(chat: string, platformId: string, text: string, isLast: boolean): Promise<void> {
    const channel = await this.channel(chat);
    const message = await asked(channel.messages.fetch(platformId));
    const change = {
      content: text,
      allowedMentions: { parse: [] },
      components: isLast ? [swipeButtons()] : [],
    };
    if (message.webhookId === null) return void (await askedOfEdit(message.edit(change)));
    const webhook = await asked(this.faces!.byId(message.webhookId));
    if (!webhook) throw new PlatformRefusal('gone', 'The webhook is not there any more.');
    await askedOfEdit(
      webhook.editMessage(platformId, { ...change, ...(channel.isThread() && { threadId: channel.id }) }),
    );
  }

  /** Looks among the last messages for one that was sent and not confirmed. */
  async find(chat: string, text: string, since: Date): Promise<string | null> {
    const channel = await this.channel(chat);
    const me = this.client!.user.id;
    const recent = await asked(channel.messages.fetch({ limit: 30 }));
    for (const message of recent.values()) {
      const isOwn = message.author.id === me || (message.webhookId !== null && message.applicationId === me);
      const isNew = message.createdTimestamp >= since.getTime() - CLOCKS_MS;
      // What was shown of it while it grew is it, too.
      const shown = message.content.replace(/…$/, '');
      const isIt = message.content === text || (shown.length >= LEAST_SHOWN && text.startsWith(shown));
      if (!isOwn || !isNew || !isIt) continue;
      if (!(await this.hooks!.isOurs(chat, message.id))) return message.id;
    }
    return null;
  }

  async typing(chat: string): Promise<void> {
    await (await this.channel(chat)).sendTyping();
  }

  private async channel(chat: string) {
    if (!this.client) throw new PlatformRefusal('not_connected', 'Not connected.', 1000);
    const channel = await asked(this.client.channels.fetch(chat));
    if (!channel?.isSendable()) throw new PlatformRefusal('not_allowed', 'Nothing can be sent there.');
    return channel;
  }

  private listen(client: Client, hooks: PlatformHooks, signal: AbortSignal): void {
    const isOurs = (chat: string, id: string) => hooks.isOurs(chat, id);
    const line = new EventLine();
    // A session that is new, not resumed, begins with what was missed: what comes now stands behind it.
    const missed = () => {
      if (client.isReady()) line.add(() => takeMissed(client, hooks, signal));
    };
    client.once(Events.ClientReady, missed);
    client.on(Events.ShardReady, missed);
    client.on(Events.MessageCreate, (message) => {
      line.add(async () => {
        const read = await readMessage(message, isOurs);
        if (read) await hooks.message(read);
      });
    });
    client.on(Events.MessageUpdate, (_, message) => {
      if (message.partial || message.author.bot || message.editedTimestamp === null) return;
      line.add(async () => {
        const read = await readMessage(message, isOurs);
        if (read?.text) await hooks.edited(read, read.messageId, read.text, read.editedAt);
      });
    });
    client.on(Events.MessageDelete, ({ channelId, id }) => {
      line.add(() => hooks.edited({ chat: channelId }, id, null));
    });
    client.on(Events.InteractionCreate, (interaction) => {
      this.interact(interaction, hooks).catch(() => undefined);
    });
  }

  private async interact(interaction: Interaction, hooks: PlatformHooks): Promise<void> {
    const { user, channel } = interaction;
    if (user.bot) return;
    if (interaction.isAutocomplete()) {
      const names = await hooks.suggest(user.id, interaction.options.getFocused());
      return interaction.respond(
        names.slice(0, 25).map((name) => ({ name: name.slice(0, 100), value: name.slice(0, 100) })),
      );
    }
    if (!channel) return;
    const place = {
      chat: channel.id,
      ...placeOf({
        channel: channel as TextBasedChannel as Message['channel'],
        guildId: interaction.guildId,
      }),
    };
    const author = { account: user.id, name: user.displayName, roles: rolesOf(interaction) };
    const said = (text: string) =>
      hooks.message({ ...place, messageId: interaction.id, author, text, addressed: true });
    if (interaction.isChatInputCommand()) {
      // An answer is due within three seconds; the real one comes as a message.
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await said(typed(interaction));
      await interaction.deleteReply();
      return;
    }
    if (!interaction.isButton() || !interaction.customId.startsWith(BUTTON)) return;
    await interaction.deferUpdate();
    const wish = interaction.customId.slice(BUTTON.length);
    if (wish === 'again') return said('/regenerate');
    if (wish === 'previous' || wish === 'next')
      await hooks.swipe(place, interaction.message.id, author, wish === 'next' ? 1 : -1);
  }
}

/** Why the gateway closed a connection for good, by Discord's close codes. */
function closedWith(code: number): Error {
  if (code === 4004) return new PlatformRefusal('unauthorized', 'Authentication failed.');
  if (code === 4013 || code === 4014) return new PlatformRefusal('intents_refused', 'Disallowed intents.');
  return new Error(`The connection was closed with ${code}.`);
}

function rolesOf({ member }: Interaction): string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

function swipeButtons(): ActionRowBuilder<ButtonBuilder> {
  return new ActionRowBuilder<ButtonBuilder>().addComponents(
    Object.entries(SWIPES).map(([wish, label]) =>
      new ButtonBuilder()
        .setCustomId(BUTTON + wish)
        .setLabel(label)
        .setStyle(ButtonStyle.Secondary),
    ),
  );
}

/** At most 25 characters. */
const nonceOf = (of: string) => createHash('sha256').update(of).digest('hex').slice(0, 24);
