import type { Message, User } from 'grammy/types';
import { languageOf } from '../../text/search/language.js';
import { commandIn, COMMANDS } from '../core/commands.js';
import { codeIn } from '../people/pairings.js';
import type { InboundMessage } from '../running/platform.js';
import { type Media, mediaOf } from './media.js';
import { chatOf, type Placed, placeOf } from './places.js';

/** Who the bot is. */
export type Me = Pick<User, 'id' | 'username'>;

/**
 * A message as Telegram has it (core.telegram.org/bots/api#message); null where nobody says something to us: another bot
 * does, a channel's post is carried over, or a command is for another bot.
 */
export function readMessage(message: Message, me: Me): InboundMessage | null {
  const author = authorOf(message);
  const written = message.text ?? message.caption ?? '';
  if (!author || isForAnother(written, me)) return null;
  const isDirect = message.chat.type === 'private';
  const media = mediaOf(message);
  const text = asTyped(textOf(message, written, media, me), message.from?.language_code);
  const { chat } = message;
  const named = chatOf(message);
  return {
    messageId: String(message.message_id),
    chat: named,
    kind: isDirect ? 'direct' : 'shared',
    ...(!isDirect && { room: roomOf(message) }),
    ...(named !== String(chat.id) && { parent: String(chat.id) }),
    author: { ...author, roles: [] },
    text,
    ...(media?.picture && { pictures: [media.picture] }),
    addressed: isDirect || isMeant(message, written, text, me),
  };
}

/** The name of a group, and of a topic in it where Telegram tells that: as what the first message of one answers. */
export function roomOf(message: Placed & Pick<Message, 'chat' | 'reply_to_message'>): string {
  const title = message.chat.title ?? String(message.chat.id);
  const { topic } = placeOf(chatOf(message));
  if (topic === null) return title;
  return `${title} · ${message.reply_to_message?.forum_topic_created?.name ?? `#${topic}`}`;
}

/** A person, or whom they speak as: their group, which hides its administrators, or a channel of theirs. */
function authorOf({
  from,
  sender_chat: as,
  is_automatic_forward: isCarried,
}: Message): { account: string; name: string } | null {
  if (isCarried) return null;
  if (as) return { account: String(as.id), name: ('title' in as && as.title) || String(as.id) };
  if (!from || from.is_bot) return null;
  return { account: String(from.id), name: nameOf(from) };
}

export const nameOf = ({ first_name, last_name = '' }: User) => `${first_name} ${last_name}`.trim();

/** `/help@other_bot` */
function isForAnother(text: string, { username }: Me): boolean {
  const named = /^\/\w+@(\w+)/.exec(text)?.[1];
  return named !== undefined && named.toLowerCase() !== username?.toLowerCase();
}

function isMeant(message: Message, written: string, text: string, me: Me): boolean {
  const answered = message.reply_to_message;
  // In a topic that the bot has opened, each message answers its first one.
  if (answered?.from?.id === me.id && !answered.forum_topic_created) return true;
  const entities = message.entities ?? message.caption_entities ?? [];
  return (
    (text.startsWith('/') && commandIn(text) !== null) ||
    entities.some(
      (entity) =>
        (entity.type === 'text_mention' && entity.user.id === me.id) ||
        (entity.type === 'mention' &&
          written.slice(entity.offset, entity.offset + entity.length).toLowerCase() ===
            `@${me.username?.toLowerCase()}`),
    )
  );
}

/** The words of a message, with what is neither text nor picture named behind them; the bot's own name is left out where there is more. */
function textOf(message: Message, written: string, media: Media | null, { username }: Me): string {
  const own = new RegExp(`(^/\\w+)@${username}\\b|@${username}\\b\\s?`, 'gi');
  const words = (username ? written.replace(own, '$1') : written).trim();
  if (!media) return words || written.trim();
  if (media.picture) return words;
  const language = languageOf(words === '' ? (message.from?.first_name ?? '') : words);
  return `${words} [${media[language]}]`.trim();
}

/**
 * A command in the language of Telegram's own menus: commands have Latin names there, also where everything else is
 * Chinese. What begins a chat asks for help, or brings the code of a link (`t.me/bot?start=CODE`).
 */
function asTyped(text: string, language = 'en'): string {
  const isChinese = language.startsWith('zh');
  const began = /^\/start(?:\s+(\S+))?$/.exec(text);
  const code = began && codeIn(began[1] ?? '');
  const latin = code ? `/link ${code}` : began ? '/help' : text;
  const command = isChinese && /^\/[a-z]/.test(latin) ? commandIn(latin) : null;
  return command ? `/${COMMANDS[command.name].zh[0]} ${command.rest}`.trim() : latin;
}
