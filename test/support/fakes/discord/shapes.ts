import {
  ALL_PERMISSIONS,
  type Channel,
  type DiscordWorld,
  type Guild,
  type Message,
  type User,
  type Webhook,
} from './world.js';

// How Discord writes what it has (`resources/*` of its documents).

export const userJson = ({ id, username, global_name, bot }: User) => ({
  id,
  username,
  global_name,
  discriminator: '0',
  avatar: null,
  bot,
});

export const memberJson = (user: User) => ({
  user: userJson(user),
  nick: null,
  avatar: null,
  roles: user.roles ?? [],
  joined_at: '2026-01-01T00:00:00.000000+00:00',
  premium_since: null,
  deaf: false,
  mute: false,
  flags: 0,
});

export function channelJson(world: DiscordWorld, channel: Channel): Record<string, unknown> {
  const { id, type, name, nsfw, guild, parent, recipient, denied, archived, locked } = channel;
  const last_message_id = [...channel.messages.keys()].at(-1) ?? null;
  if (recipient) return { id, type, last_message_id, recipients: [userJson(recipient)] };
  const common = {
    id,
    type,
    name,
    guild_id: guild!.id,
    parent_id: parent?.id ?? null,
    last_message_id,
  };
  if (parent)
    return {
      ...common,
      owner_id: world.bot.id,
      message_count: channel.messages.size,
      member_count: 1,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived,
        locked,
        auto_archive_duration: 1440,
        archive_timestamp: '2026-01-01T00:00:00.000000+00:00',
      },
    };
  return {
    ...common,
    nsfw,
    position: 0,
    topic: null,
    rate_limit_per_user: 0,
    permission_overwrites: denied ? [{ id: world.bot.id, type: 1, allow: '0', deny: String(denied) }] : [],
  };
}

const roleJson = (id: string, name: string) => ({
  id,
  name,
  color: 0,
  hoist: false,
  position: name === '@everyone' ? 0 : 1,
  permissions: String(ALL_PERMISSIONS),
  managed: false,
  mentionable: false,
  flags: 0,
});

export function guildJson(world: DiscordWorld, guild: Guild): Record<string, unknown> {
  const { id, name, members } = guild;
  const channels = [...guild.channels.values()];
  return {
    id,
    name,
    icon: null,
    owner_id: [...members.values()].find(({ bot }) => !bot)?.id ?? id,
    preferred_locale: 'en-US',
    features: [],
    roles: [[id, '@everyone'] as const, ...guild.roles].map(([role, called]) => roleJson(role, called)),
    emojis: [],
    stickers: [],
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    afk_timeout: 300,
    // What comes with GUILD_CREATE alone.
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: members.size,
    members: [memberJson(world.bot)],
    channels: channels.filter(({ parent }) => !parent).map((channel) => channelJson(world, channel)),
    threads: channels.filter(({ parent }) => parent).map((channel) => channelJson(world, channel)),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

const time = (at: number) => new Date(at).toISOString().replace('Z', '000+00:00');

/** As REST has it; the gateway adds guild and member. */
export function messageJson(world: DiscordWorld, message: Message): Record<string, unknown> {
  const { id, channel, author, replyTo, thread, nonce, webhook, interaction } = message;
  return {
    id,
    type: message.type,
    channel_id: channel.id,
    author: { ...author, discriminator: webhook ? '0000' : '0' },
    content: message.content,
    timestamp: time(message.at),
    edited_timestamp: message.editedAt === null ? null : time(message.editedAt),
    tts: false,
    mention_everyone: message.mentionEveryone,
    mentions: message.mentions.map(userJson),
    mention_roles: [],
    attachments: message.attachments,
    ...(message.stickers?.length && { sticker_items: message.stickers }),
    embeds: message.embeds,
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(nonce !== undefined && { nonce }),
    ...(webhook && { webhook_id: webhook.id, application_id: world.bot.id }),
    ...(replyTo && {
      message_reference: {
        type: 0,
        message_id: replyTo.id,
        channel_id: channel.id,
        ...(channel.guild && { guild_id: channel.guild.id }),
      },
      referenced_message: channel.messages.has(replyTo.id)
        ? messageJson(world, { ...replyTo, replyTo: undefined })
        : null,
    }),
    ...(thread && { thread: channelJson(world, thread) }),
    ...(interaction && {
      webhook_id: world.bot.id,
      application_id: world.bot.id,
      interaction_metadata: {
        id: interaction.id,
        type: interaction.type,
        user: userJson(interaction.user),
        authorizing_integration_owners: {},
      },
    }),
  };
}

export function webhookJson(world: DiscordWorld, { id, token, name, avatar, channel }: Webhook) {
  return {
    id,
    type: 1,
    token,
    name,
    avatar,
    channel_id: channel.id,
    guild_id: channel.guild!.id,
    application_id: world.bot.id,
    user: userJson(world.bot),
  };
}
