import { type Attachment, type Message, MessageType, type Sticker, StickerFormatType } from 'discord.js';
import { languageOf } from '../../text/search/language.js';
import type { InboundMessage, InboundPicture } from '../running/platform.js';

/**
 * A message of a person's; null where it is nobody's: of a bot, a webhook, or Discord itself.
 * @param isOurs whether it answers one that went out by this bridge
 */
export async function readMessage(
  message: Message,
  isOurs: (chat: string, messageId: string) => Promise<boolean>,
): Promise<InboundMessage | null> {
  const { author, channel, webhookId, type } = message;
  if (author.bot || author.system || webhookId !== null) return null;
  if (type !== MessageType.Default && type !== MessageType.Reply) return null;
  const me = message.client.user.id;
  const answered = message.reference?.messageId;
  const addressed =
    channel.isDMBased() ||
    isNamed(message, me) ||
    message.mentions.repliedUser?.id === me ||
    (answered !== undefined && (await isOurs(message.channelId, answered)));
  return {
    messageId: message.id,
    chat: message.channelId,
    author: {
      account: author.id,
      name: message.member?.displayName ?? author.displayName,
      roles: message.member ? [...message.member.roles.cache.keys()] : [],
    },
    text: textOf(message, me),
    pictures: picturesOf(message),
    writtenAt: message.createdAt,
    ...(message.editedAt && { editedAt: message.editedAt }),
    addressed,
    ...placeOf(message),
  };
}

/** Whether somebody calls the bot, by its name or a role of its. */
const isNamed = ({ mentions }: Message, me: string) =>
  mentions.has(me, { ignoreEveryone: true, ignoreRepliedUser: true });

type Placed = Pick<Message, 'channel' | 'guildId'>;

/** Where something was said. */
export function placeOf({
  channel,
  guildId,
}: Placed): Pick<InboundMessage, 'kind' | 'room' | 'server' | 'parent' | 'isAgeRestricted'> {
  if (channel.isDMBased()) return { kind: 'direct' };
  const parent = channel.isThread() ? channel.parent : channel;
  return {
    kind: 'shared',
    room: channel.name,
    ...(guildId && { server: guildId }),
    ...(channel.isThread() && channel.parentId && { parent: channel.parentId }),
    isAgeRestricted: !!parent && 'nsfw' in parent && parent.nsfw === true,
  };
}

/** What a message shows: its pictures, and stickers but those that are drawn by a program (Lottie). */
function picturesOf({ attachments, stickers }: Message): InboundPicture[] {
  return [
    ...attachments
      .filter(isPicture)
      .map((picture) => ({ kind: 'picture' as const, name: nameOf(picture), source: picture.url })),
    ...stickers
      .filter((sticker) => !isDrawn(sticker))
      .map(({ name, url }) => ({ kind: 'sticker' as const, name, source: url })),
  ];
}

/** Discord need not say what a file is; how high it is, it says of pictures and videos. */
const isPicture = ({ contentType, height, name }: Attachment) =>
  contentType === null
    ? height !== null && /\.(?:png|jpe?g|gif|webp|avif)$/i.test(name)
    : contentType.startsWith('image/');
/** The name that a file had: Discord takes what is not Latin out of `filename`, and has it in `title`, without its ending. */
const nameOf = ({ name, title }: Attachment) => title ?? name;
const isDrawn = ({ format }: Sticker) => format === StickerFormatType.Lottie;

/** The words of a message, with what is no text named in it; the bot's own mention is left out where there is more. */
function textOf(message: Message, me: string): string {
  const { mentions, attachments, stickers } = message;
  const words = message.content
    .replaceAll(new RegExp(`<@!?${me}>\\s?`, 'g'), '')
    .replace(/<@!?(\d+)>/g, (_, id: string) => `@${mentions.users.get(id)?.displayName ?? id}`)
    .replace(/<@&(\d+)>/g, (_, id: string) => `@${mentions.roles.get(id)?.name ?? id}`)
    .replace(/<#(\d+)>/g, (_, id: string) => {
      const named = mentions.channels.get(id);
      return `#${named && 'name' in named ? named.name : id}`;
    })
    .replace(/<a?:(\w+):\d+>/g, ':$1:');
  const isChinese = languageOf(words.trim() === '' ? message.author.displayName : words) === 'zh';
  const named = [
    ...attachments
      .filter((attachment) => !isPicture(attachment))
      .map((file) => (isChinese ? `[文件 ${nameOf(file)}]` : `[file ${nameOf(file)}]`)),
    ...stickers.filter(isDrawn).map(({ name }) => (isChinese ? `[表情 ${name}]` : `[sticker ${name}]`)),
  ];
  const text = [words.trim(), ...named].filter(Boolean).join(' ');
  const isCall = text === '' && !picturesOf(message).length && isNamed(message, me);
  return isCall ? `@${message.client.user.displayName}` : text;
}
