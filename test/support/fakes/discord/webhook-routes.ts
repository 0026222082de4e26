import { randomBytes } from 'node:crypto';
import { invalid, lengthOf, refused } from './errors.js';
import type { Interaction } from './interactions.js';
import { type Body, checkWritable, messageParts, type Upload } from './messages.js';
import type { Platform } from './platform.js';
import { type Call, type Route, route } from './routes.js';
import { webhookJson } from './shapes.js';
import { type Channel, type Message, PERMISSION, type Webhook } from './world.js';

/** Webhooks, and the answers to interactions, which go the same ways. */
export const WEBHOOK_ROUTES: Route[] = [
  route('GET', '/channels/:id/webhooks', ({ world }, { ids }) => {
    const channel = webhookChannel(world.channelOf(ids[0]!));
    world.need(channel, PERMISSION.webhooks);
    return [...world.webhooks.values()]
      .filter((webhook) => webhook.channel === channel)
      .map((webhook) => webhookJson(world, webhook));
  }),
  route('POST', '/channels/:id/webhooks', (platform, { ids, body }) => {
    const { world } = platform;
    const channel = webhookChannel(world.channelOf(ids[0]!));
    world.need(channel, PERMISSION.webhooks);
    checkName('name', body['name']);
    const there = [...world.webhooks.values()].filter((webhook) => webhook.channel === channel);
    if (there.length >= 15) throw refused(30007);
    const token = randomBytes(51).toString('base64url');
    const avatar = avatarOf(body, null);
    return webhookJson(world, platform.webhook({ token, name: String(body['name']), avatar, channel }));
  }),
  // By the bot's token and permission, or by the webhook's own token.
  ...['/webhooks/:id', '/webhooks/:id/:id'].flatMap((path, n) => {
    const open = { isOpen: n === 1 };
    const find = ({ world }: Platform, { ids }: Call) => {
      const webhook = webhookOf(world, ids[0]!, ids[1]);
      if (ids[1] === undefined) world.need(webhook.channel, PERMISSION.webhooks);
      return webhook;
    };
    return [
      route('GET', path, (platform, call) => webhookJson(platform.world, find(platform, call)), open),
      route(
        'PATCH',
        path,
        (platform, call) => {
          const webhook = find(platform, call);
          const { name } = call.body;
          if (name !== undefined) checkName('name', name);
          webhook.name = String(name ?? webhook.name);
          webhook.avatar = avatarOf(call.body, webhook.avatar);
          return webhookJson(platform.world, webhook);
        },
        open,
      ),
      route(
        'DELETE',
        path,
        (platform, call) => {
          platform.world.webhooks.delete(find(platform, call).id);
          return undefined;
        },
        open,
      ),
    ];
  }),
  route(
    'POST',
    '/webhooks/:id/:id',
    (platform, { ids, body, files, query }) => {
      const [id, token] = ids as [string, string];
      if (platform.interactions.has(token))
        return platform.readable(followUp(platform, token, body, files), platform.restIntents);
      const message = execute(platform, webhookOf(platform.world, id, token), body, files, query);
      // It is not waited for unless it is asked for.
      return query.get('wait') === 'true' ? platform.readable(message, platform.restIntents) : undefined;
    },
    { limit: 'webhook', isOpen: true },
  ),
  route(
    'GET',
    '/webhooks/:id/:id/messages/:id',
    (platform, { ids, query }) => platform.readable(targetOf(platform, ids, query), platform.restIntents),
    { isOpen: true },
  ),
  route(
    'PATCH',
    '/webhooks/:id/:id/messages/:id',
    (platform, { ids, body, files, query }) => {
      const message = targetOf(platform, ids, query);
      // An answer that was put off becomes one.
      const deferred = 1 << 7;
      const before = { ...message, flags: message.flags & ~deferred };
      if (!message.interaction && Date.now() - message.at > 3_600_000)
        platform.limits.countOldEdit(message.channel.id);
      const parts = messageParts(platform.world, message.channel, body, files, before);
      return platform.readable(platform.edit(message, parts), platform.restIntents);
    },
    { limit: 'webhook', isOpen: true },
  ),
  route(
    'DELETE',
    '/webhooks/:id/:id/messages/:id',
    (platform, { ids, query }) => {
      platform.remove(targetOf(platform, ids, query));
      return undefined;
    },
    { isOpen: true },
  ),
  route(
    'POST',
    '/interactions/:id/:id/callback',
    (platform, { ids, body, files, query }) => {
      const { interaction, type, data } = platform.interactions.take(ids[0]!, ids[1]!, body);
      const { message, channel } = interaction;
      let original: Message | undefined;
      if (type === 4)
        original = answer(platform, interaction, messageParts(platform.world, channel, data, files));
      else if (type === 5) {
        // "… is thinking": there, and empty until it is edited.
        const flags = (1 << 7) | (Number(data['flags'] ?? 0) & (1 << 6));
        original = answer(platform, interaction, { ...EMPTY, flags });
      } else if (type === 6) original = message;
      else if (type === 7)
        original = platform.edit(message!, messageParts(platform.world, channel, data, files, message));
      platform.interactions.settle(interaction, type, data, original);
      if (query.get('with_response') !== 'true') return undefined;
      const { id } = interaction;
      return {
        interaction: { id, type: interaction.type, response_message_id: original?.id },
        resource: { type, ...(original && { message: platform.readable(original, platform.restIntents) }) },
      };
    },
    { isOpen: true },
  ),
];

const EMPTY = {
  content: '',
  embeds: [],
  components: [],
  attachments: [],
  flags: 0,
  mentions: [],
  mentionEveryone: false,
  replyTo: undefined,
};

/** In a guild, and no thread; those go through the webhook of their channel. */
function webhookChannel(channel: Channel): Channel {
  if (!channel.guild) throw refused(50003);
  if (channel.parent) throw refused(50024);
  return channel;
}

/** `resources/webhook#create-webhook` and the names of `resources/user`. */
function checkName(path: string, name: unknown): void {
  lengthOf(path, name, 1, 80);
  const text = String(name).toLowerCase();
  for (const word of ['discord', 'clyde', '```', '@', '#', ':'])
    if (text.includes(word))
      throw invalid(path, 'USERNAME_INVALID_CONTAINS', `Username cannot contain "${word}"`);
  if (['everyone', 'here'].includes(text.trim()))
    throw invalid(path, 'USERNAME_INVALID_RESERVED', `Username cannot be "${text.trim()}"`);
}

/** Pictures come as `data:`; a hash stands for them. */
function avatarOf(body: Body, before: string | null): string | null {
  const avatar = body['avatar'];
  if (avatar === undefined) return before;
  if (avatar === null) return null;
  if (!/^data:image\/(png|jpeg|gif|webp|avif);base64,[\w+/]+=*$/.test(String(avatar)))
    throw invalid('avatar', 'BINARY_TYPE_PARSE', 'Could not parse binary data');
  return randomBytes(16).toString('hex');
}

function webhookOf({ webhooks }: Platform['world'], id: string, token?: string): Webhook {
  const webhook = webhooks.get(id);
  if (!webhook) throw refused(10015);
  if (token !== undefined && webhook.token !== token) throw refused(50027);
  return webhook;
}

function execute(
  platform: Platform,
  webhook: Webhook,
  body: Body,
  files: Upload[],
  query: URLSearchParams,
): Message {
  const { world } = platform;
  const threadId = query.get('thread_id');
  const channel = threadId ? world.channels.get(threadId) : webhook.channel;
  if (!channel || (threadId && channel.parent !== webhook.channel)) throw refused(10003);
  if (channel.archived && channel.locked) throw refused(50083);
  channel.archived = false;
  const { username, avatar_url: picture } = body;
  if (username !== undefined && username !== null) checkName('username', username);
  if (picture !== undefined && picture !== null && !/^https?:\/\//.test(String(picture)))
    throw invalid('avatar_url', 'URL_TYPE_INVALID_SCHEME', "Scheme must be one of ('http', 'https').");
  const parts = messageParts(world, channel, body, files);
  return platform.post(channel, {
    ...parts,
    type: 0,
    webhook,
    author: {
      id: webhook.id,
      username: String(username ?? webhook.name),
      global_name: null,
      bot: true,
      avatar: picture && isPublic(String(picture)) ? 'fetched' : webhook.avatar,
    },
  });
}

/** Discord fetches no picture from a network that it does not reach. */
function isPublic(url: string): boolean {
  const { hostname } = new URL(url);
  return !/^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[|.*\.local$)/.test(hostname);
}

type Parts = ReturnType<typeof messageParts>;

function answer(platform: Platform, interaction: Interaction, parts: Parts): Message {
  const { id, type, user, channel } = interaction;
  return platform.post(channel, {
    ...parts,
    type: 20,
    author: platform.botAuthor,
    interaction: { id, type, user },
  });
}

function followUp(platform: Platform, token: string, body: Body, files: Upload[]): Message {
  const interaction = platform.interactions.open(token);
  const { channel, original } = interaction;
  const parts = messageParts(platform.world, channel, body, files);
  // The first one takes the place of an answer that was put off.
  if (original && original.flags & (1 << 7))
    return platform.edit(original, { ...parts, flags: original.flags & ~(1 << 7) });
  return answer(platform, interaction, parts);
}

/** A message of a webhook, or of an interaction's answers. */
function targetOf(platform: Platform, ids: string[], query: URLSearchParams): Message {
  const [id, token, messageId] = ids as [string, string, string];
  if (platform.interactions.has(token)) {
    const { original, channel } = platform.interactions.open(token);
    const message = messageId === '@original' ? original : channel.messages.get(messageId);
    if (!message || !channel.messages.has(message.id)) throw refused(10008);
    return message;
  }
  const webhook = webhookOf(platform.world, id, token);
  const channel = platform.world.channels.get(query.get('thread_id') ?? webhook.channel.id);
  const message = channel?.messages.get(messageId);
  if (!channel || message?.webhook !== webhook) throw refused(10008);
  checkWritable(platform.world, channel);
  return message;
}
