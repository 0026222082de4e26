import { registered } from './commands.js';
import { invalid, lengthOf, refused } from './errors.js';
import type { Limits } from './limits.js';
import { type Body, checkWritable, messageParts, type Upload } from './messages.js';
import type { Platform } from './platform.js';
import { channelJson, guildJson, memberJson, userJson } from './shapes.js';
import { PERMISSION } from './world.js';

/** A request, as far as its route wants it. */
export interface Call {
  /** What stands in the path where the pattern has `:id`. */
  ids: string[];
  query: URLSearchParams;
  body: Body;
  files: Upload[];
}

/** What is answered; undefined is 204. */
export type Answer = object | undefined;

export interface Route {
  method: string;
  /** `:id` stands for one part of a path. */
  path: string;
  run(platform: Platform, call: Call): Answer | Promise<Answer>;
  limit?: keyof Limits;
  /** It needs no token of the bot. */
  isOpen?: boolean;
}

export function route(
  method: string,
  path: string,
  run: Route['run'],
  more: Pick<Route, 'limit' | 'isOpen'> = {},
): Route {
  return { method, path, run, ...more };
}

/** What a bot asks for with its token. */
export const ROUTES: Route[] = [
  route('GET', '/gateway', ({ gateway }) => ({ url: gateway.url }), { isOpen: true }),
  route('GET', '/gateway/bot', ({ gateway }) => ({
    url: gateway.url,
    shards: 1,
    session_start_limit: {
      total: 1000,
      remaining: 1000 - gateway.identified,
      reset_after: 86_400_000,
      max_concurrency: 1,
    },
  })),
  route('GET', '/users/@me', ({ world }) => userJson(world.bot)),
  route('GET', '/users/:id', ({ world }, { ids }) => {
    const user = world.users.get(ids[0]!);
    if (!user) throw refused(10013);
    return userJson(user);
  }),
  route('POST', '/users/@me/channels', ({ world }, { body }) => {
    const user = world.users.get(String(body['recipient_id']));
    if (!user || user.bot) throw refused(50007);
    return channelJson(world, world.dm(user));
  }),
  route('GET', '/applications/@me', application),
  route('GET', '/oauth2/applications/@me', application),
  ...['', '/guilds/:id'].flatMap((scope) => [
    route('GET', `/applications/:id${scope}/commands`, (platform, call) => {
      checkApplication(platform, call);
      return platform.commands.get(call.ids[1] ?? '') ?? [];
    }),
    route('PUT', `/applications/:id${scope}/commands`, (platform, call) => {
      checkApplication(platform, call);
      const guild = call.ids[1];
      const list = registered(call.body, platform.world.bot.id, guild);
      platform.commands.set(guild ?? '', list);
      platform.watch.look();
      return list;
    }),
  ]),
  route('GET', '/guilds/:id', ({ world }, { ids }) => guildJson(world, guildOf(world, ids[0]!))),
  route('GET', '/guilds/:id/members/:id', ({ world }, { ids }) => {
    const member = guildOf(world, ids[0]!).members.get(ids[1]!);
    if (!member) throw refused(10007);
    return memberJson(member);
  }),
  route('GET', '/channels/:id', ({ world }, { ids }) => channelJson(world, world.channelOf(ids[0]!))),
  route('GET', '/channels/:id/messages', (platform, { ids, query }) => {
    const channel = platform.world.channelOf(ids[0]!);
    const limit = Number(query.get('limit') ?? 50);
    if (!(limit >= 1 && limit <= 100))
      throw invalid('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.');
    const [after, before] = [query.get('after'), query.get('before')];
    const all = [...channel.messages.values()].filter(
      ({ id }) => (!after || BigInt(id) > BigInt(after)) && (!before || BigInt(id) < BigInt(before)),
    );
    // From the newest on; after an id, the ones that follow it.
    const some = after ? all.slice(0, limit) : all.slice(-limit);
    return some.reverse().map((message) => platform.readable(message, platform.restIntents));
  }),
  route('GET', '/channels/:id/messages/:id', (platform, { ids }) => {
    const channel = platform.world.channelOf(ids[0]!);
    platform.world.need(channel, PERMISSION.history);
    return platform.readable(platform.world.messageOf(channel, ids[1]!), platform.restIntents);
  }),
  route(
    'POST',
    '/channels/:id/messages',
    (platform, { ids, body, files }) => {
      const channel = platform.world.channelOf(ids[0]!);
      return platform.readable(platform.create(channel, body, files), platform.restIntents);
    },
    { limit: 'send' },
  ),
  route(
    'PATCH',
    '/channels/:id/messages/:id',
    (platform, { ids, body, files }) => {
      const channel = platform.world.channelOf(ids[0]!);
      const message = platform.world.messageOf(channel, ids[1]!);
      if (message.author.id !== platform.world.bot.id) throw refused(50005);
      if (Date.now() - message.at > 3_600_000) platform.limits.countOldEdit(channel.id);
      checkWritable(platform.world, channel);
      const parts = messageParts(platform.world, channel, body, files, message);
      return platform.readable(platform.edit(message, parts), platform.restIntents);
    },
    { limit: 'edit' },
  ),
  route('DELETE', '/channels/:id/messages/:id', (platform, { ids }) => {
    const channel = platform.world.channelOf(ids[0]!);
    const message = platform.world.messageOf(channel, ids[1]!);
    if (message.author.id !== platform.world.bot.id) {
      if (!channel.guild) throw refused(50003);
      platform.world.need(channel, PERMISSION.manageMessages);
    }
    platform.remove(message);
    return undefined;
  }),
  route(
    'POST',
    '/channels/:id/typing',
    (platform, { ids }) => {
      const channel = platform.world.channelOf(ids[0]!);
      checkWritable(platform.world, channel);
      platform.typing.push(channel);
      platform.watch.look();
      return undefined;
    },
    { limit: 'typing' },
  ),
  route('POST', '/channels/:id/messages/:id/threads', (platform, { ids, body }) => {
    const channel = platform.world.channelOf(ids[0]!);
    const message = platform.world.messageOf(channel, ids[1]!);
    checkThread(platform, channel.id, body);
    if (message.thread) throw refused(160004);
    // The thread has the id of its message.
    message.thread = platform.openThread(channel, String(body['name']), { id: message.id, type: 11 });
    return channelJson(platform.world, message.thread);
  }),
  route('POST', '/channels/:id/threads', (platform, { ids, body }) => {
    const channel = platform.world.channelOf(ids[0]!);
    checkThread(platform, channel.id, body);
    const type = Number(body['type'] ?? 12);
    return channelJson(platform.world, platform.openThread(channel, String(body['name']), { type }));
  }),
  route('PUT', '/channels/:id/thread-members/@me', ({ world }, { ids }) => {
    if (!world.channelOf(ids[0]!).parent) throw refused(50024);
    return undefined;
  }),
];

function application({ world, options }: Platform): Answer {
  return {
    id: world.bot.id,
    name: world.bot.username,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '00',
    flags: options.messageContent ? 1 << 19 : 0,
    approximate_guild_count: world.guilds.size,
    bot: userJson(world.bot),
  };
}

function checkApplication({ world }: Platform, { ids }: Call): void {
  if (ids[0] !== world.bot.id) throw refused(20012);
  if (ids[1] !== undefined && !world.guilds.has(ids[1])) throw refused(50001);
}

function guildOf(world: Platform['world'], id: string) {
  const guild = world.guilds.get(id);
  if (!guild) throw refused(10004);
  return guild;
}

/** @throws 50024 where there are no threads, 50013, 50035 */
function checkThread({ world }: Platform, channelId: string, body: Body): void {
  const channel = world.channelOf(channelId);
  if (!channel.guild || channel.parent) throw refused(50024);
  world.need(channel, PERMISSION.createThreads);
  lengthOf('name', body['name'], 1, 100);
  const minutes = body['auto_archive_duration'];
  if (minutes !== undefined && ![60, 1440, 4320, 10080].includes(Number(minutes)))
    throw invalid(
      'auto_archive_duration',
      'BASE_TYPE_CHOICES',
      'Value must be one of {60, 1440, 4320, 10080}.',
    );
}
