import { invalid, lengthOf, refused } from './errors.js';
import { type Channel, type DiscordWorld, type Message, PERMISSION, snowflake, type User } from './world.js';

export type Body = Record<string, unknown>;
/** A file that came with a request. */
export interface Upload {
  name: string;
  bytes: Buffer;
  type: string;
}

/** Whoever a message is told of by name or answer. */
interface Pings {
  mentions: User[];
  everyone: boolean;
}

const EPHEMERAL = 1 << 6;

/** What a message would be that a request asks for; `before` is what an edit changes. @throws 50035, 50006 */
export function messageParts(
  world: DiscordWorld,
  channel: Channel,
  body: Body,
  files: Upload[],
  before?: Message,
): Pick<
  Message,
  'content' | 'embeds' | 'components' | 'attachments' | 'flags' | 'mentions' | 'mentionEveryone' | 'replyTo'
> {
  const content = body['content'] === undefined ? (before?.content ?? '') : (body['content'] ?? '');
  lengthOf('content', content, 0, 2000);
  const embeds = listOf(body, 'embeds', 10) ?? before?.embeds ?? [];
  const components = listOf(body, 'components', 5) ?? before?.components ?? [];
  checkComponents(components);
  const attachments = [...(before && body['attachments'] === undefined ? before.attachments : [])];
  for (const { name, bytes, type } of files) {
    if (bytes.length > 10 * 1024 * 1024) throw refused(40005);
    const id = snowflake();
    const url = `https://cdn.discordapp.com/attachments/${channel.id}/${id}/${name}`;
    attachments.push({ id, filename: name, size: bytes.length, url, proxy_url: url, content_type: type });
  }
  // A text of spaces is none.
  const isEmpty = !String(content).trim() && !embeds.length && !components.length && !attachments.length;
  if (isEmpty) throw refused(50006);
  const replyTo = before ? before.replyTo : repliedTo(channel, body);
  const { mentions, everyone } = pings(world, channel, String(content), body, replyTo);
  return {
    content: String(content),
    embeds,
    components,
    attachments,
    flags: Number(body['flags'] ?? before?.flags ?? 0) & (EPHEMERAL | 4 | 4096),
    mentions,
    mentionEveryone: everyone,
    replyTo,
  };
}

function listOf(body: Body, key: string, max: number): unknown[] | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value))
    throw invalid(key, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
  if (value.length > max) throw invalid(key, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  return value as unknown[];
}

/** Rows of up to five buttons, each with its own id, as `components/reference` has it. */
function checkComponents(rows: unknown[]): void {
  const ids = new Set<string>();
  (rows as { type?: number; components?: Body[] }[]).forEach((row, n) => {
    if (row.type !== 1)
      throw invalid(
        `components.${n}.type`,
        'UNION_TYPE_CHOICES',
        'Value of field "type" must be one of (1,).',
      );
    const parts = row.components ?? [];
    const at = `components.${n}.components`;
    if (parts.length < 1 || parts.length > 5)
      throw invalid(at, 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
    parts.forEach((part, m) => {
      if (part['type'] !== 2 || part['style'] === 5) return;
      if (part['label'] !== undefined) lengthOf(`${at}.${m}.label`, part['label'], 0, 80);
      else if (!part['emoji'])
        throw invalid(
          `${at}.${m}`,
          'BUTTON_COMPONENT_LABEL_REQUIRED',
          'A button must have a label or an emoji.',
        );
      lengthOf(`${at}.${m}.custom_id`, part['custom_id'], 1, 100);
      const id = String(part['custom_id']);
      if (ids.has(id))
        throw invalid(
          `${at}.${m}.custom_id`,
          'COMPONENT_CUSTOM_ID_DUPLICATED',
          'Component custom id cannot be duplicated',
        );
      ids.add(id);
    });
  });
}

function repliedTo(channel: Channel, body: Body): Message | undefined {
  const reference = body['message_reference'] as
    { message_id?: string; fail_if_not_exists?: boolean } | undefined;
  if (!reference?.message_id) return undefined;
  const message = channel.messages.get(reference.message_id);
  if (!message && reference.fail_if_not_exists !== false)
    throw invalid('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  return message;
}

/** Who is told, by `allowed_mentions` (`resources/message#allowed-mentions-object`); everybody where it is left out. */
function pings(
  world: DiscordWorld,
  channel: Channel,
  content: string,
  body: Body,
  replyTo: Message | undefined,
): Pings {
  const allowed = body['allowed_mentions'] as
    { parse?: string[]; users?: string[]; replied_user?: boolean } | undefined;
  if (allowed?.parse?.includes('users') && allowed.users?.length)
    throw invalid(
      'allowed_mentions',
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      'parse:["users"] and users: [ids...] are mutually exclusive.',
    );
  const may = (id: string) => !allowed || allowed.parse?.includes('users') || allowed.users?.includes(id);
  const named = [...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => world.users.get(id!));
  const replied =
    replyTo && (allowed?.replied_user ?? !allowed) ? world.users.get(replyTo.author.id) : undefined;
  const mentions = new Set(named.filter((user) => user && may(user.id)) as User[]);
  if (replied) mentions.add(replied);
  const everyone =
    /@(everyone|here)\b/.test(content) &&
    (!allowed || !!allowed.parse?.includes('everyone')) &&
    world.can(channel, PERMISSION.mentionEveryone);
  return { mentions: [...mentions], everyone };
}

/** @throws 50001, 50007, 50013, 50083 where the bot may not write. */
export function checkWritable(world: DiscordWorld, channel: Channel): void {
  if (channel.recipient?.refusesDms) throw refused(50007);
  world.need(channel, channel.parent ? PERMISSION.sendInThreads : PERMISSION.send);
  if (channel.archived && channel.locked) throw refused(50083);
  // Whoever writes in a thread opens it again.
  channel.archived = false;
}

/** Some 25 characters, or a number. @throws 50035 */
export function nonceOf(body: Body): string | number | undefined {
  const nonce = body['nonce'] as string | number | undefined;
  if (typeof nonce === 'string' && nonce.length > 25)
    throw invalid('nonce', 'NONCE_TYPE_TOO_LONG', 'Must be 25 or fewer characters long.');
  return nonce ?? undefined;
}
