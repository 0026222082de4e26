/** What Telegram refuses: `{ok: false, error_code, description, parameters}` (core.telegram.org/bots/api#making-requests). */
export class TelegramRefusal extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description);
  }
}

export const badRequest = (what: string) => new TelegramRefusal(400, `Bad Request: ${what}`);

export interface TelegramUser {
  id: number;
  is_bot: boolean;
  first_name: string;
  username?: string;
  language_code?: string;
}

export interface TelegramChat {
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  is_forum?: boolean;
  /** Topics by id, with their names. */
  topics: Map<number, { name: string; isClosed: boolean }>;
  messages: Map<number, TelegramMessage>;
  /** Of a private chat. */
  user?: TelegramUser;
  /** He wrote to the bot at least once: until then, it may not write to him. */
  isBegun: boolean;
  isBlocked: boolean;
  /** Where a group went that became a supergroup. */
  movedTo?: number;
}

export interface TelegramMessage {
  id: number;
  chat: TelegramChat;
  from: TelegramUser;
  at: number;
  editedAt?: number;
  text?: string;
  topic?: number;
  replyTo?: TelegramMessage;
  markup?: unknown;
  /** Fields of what is no text. */
  more: object;
}

/** As updates and answers have it (`bots/api#message`). */
export function messageJson(message: TelegramMessage): Record<string, unknown> {
  const { id, chat, from, at, editedAt, text, topic, replyTo, markup, more } = message;
  return {
    message_id: id,
    from,
    chat: chatJson(chat),
    date: Math.floor(at / 1000),
    ...(editedAt !== undefined && { edit_date: Math.floor(editedAt / 1000) }),
    ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true }),
    ...(replyTo && { reply_to_message: messageJson({ ...replyTo, replyTo: undefined }) }),
    ...(text !== undefined && { text, ...entities(text) }),
    ...(markup !== undefined && { reply_markup: markup }),
    ...more,
  };
}

export function chatJson({ id, type, title, is_forum, user }: TelegramChat) {
  return user
    ? { id, type, first_name: user.first_name, username: user.username }
    : { id, type, title, ...(is_forum && { is_forum }) };
}

/** Commands and mentions are marked; offsets in units of UTF-16. */
function entities(text: string): object {
  const found = [...text.matchAll(/(?<=^|\s)(?:(\/[a-z0-9_]{1,32}(?:@\w+)?)|(@\w{3,}))/gi)].map((match) => ({
    type: match[1] ? 'bot_command' : 'mention',
    offset: match.index,
    length: match[0].length,
  }));
  return found.length ? { entities: found } : {};
}

const TAGS = 'b strong i em u ins s strike del code pre a tg-spoiler tg-emoji span blockquote'.split(' ');

/**
 * The text that is left when formatting is read (`bots/api#formatting-options`), as far as it goes wrong when somebody's
 * words are taken for formatting.
 */
export function parsed(text: string, mode: unknown): string {
  const cannot = (what: string) => badRequest(`can't parse entities: ${what}`);
  if (mode === 'HTML') {
    const open: string[] = [];
    for (const [, close, name] of text.matchAll(/<(\/?)([\w-]*)[^>]*>?/g)) {
      if (!TAGS.includes(name!.toLowerCase()))
        throw cannot(`Unsupported start tag "${name}" at byte offset 0`);
      if (!close) open.push(name!);
      else if (open.pop() !== name) throw cannot('Unexpected end tag at byte offset 0');
    }
    if (open.length) throw cannot(`Can't find end tag corresponding to start tag "${open.at(-1)}"`);
    return text.replace(/<[^>]*>/g, '');
  }
  if (mode === 'MarkdownV2') {
    const outside = text.replace(/```[\s\S]*?```|`[^`]*`/g, '').replace(/\\[\s\S]/g, '');
    const [reserved] = /[.!\-=+{}#|]/.exec(outside.replace(/\]\([^)]*\)/g, '')) ?? [];
    if (reserved)
      throw cannot(`Character '${reserved}' is reserved and must be escaped with the preceding '\\'`);
    for (const mark of ['*', '_', '~'])
      if (outside.split(mark).length % 2 === 0)
        throw cannot("Can't find end of Bold entity at byte offset 0");
    return text.replace(/\\([\s\S])/g, '$1');
  }
  if (mode !== undefined && mode !== 'Markdown') throw badRequest('unsupported parse_mode');
  return text;
}
