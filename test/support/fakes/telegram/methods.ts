import type { FakeTelegram } from '../fake-telegram.js';
import {
  badRequest,
  messageJson,
  parsed,
  type TelegramChat,
  type TelegramMessage,
  TelegramRefusal,
} from './world.js';

export type Params = Record<string, any>;
type Method = (telegram: FakeTelegram, params: Params) => unknown;

const MAX_TEXT = 4096;
const ACTIONS =
  'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note'.split(
    ' ',
  );

/** Methods by name, in small letters: Telegram does not tell capitals from others. */
export const METHODS: Record<string, Method> = {
  getme: ({ bot, options }) => ({
    ...bot,
    can_join_groups: true,
    can_read_all_group_messages: !options.privacy,
    supports_inline_queries: false,
    has_main_web_app: false,
  }),
  getupdates: (telegram, params) => telegram.updates.poll(params),
  setwebhook: (telegram, { url }) => {
    if (url && !String(url).startsWith('https://'))
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    telegram.updates.webhook = String(url ?? '');
    return true;
  },
  deletewebhook: (telegram, params) => {
    telegram.updates.webhook = '';
    if (params['drop_pending_updates']) telegram.updates.drop();
    return true;
  },
  getwebhookinfo: ({ updates }) => ({
    url: updates.webhook,
    has_custom_certificate: false,
    pending_update_count: updates.pending,
  }),
  logout: () => true,
  close: () => true,
  setmycommands: (telegram, { commands }) => {
    const list = (commands ?? []) as { command: string; description: string }[];
    if (list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    for (const { command, description } of list) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      if (!description || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    telegram.commands = list;
    return true;
  },
  getmycommands: ({ commands }) => commands,
  getchat: (telegram, params) => {
    const { id, type, title, is_forum } = chatOf(telegram, params);
    return { id, type, title, is_forum, accent_color_id: 0, max_reaction_count: 11 };
  },
  sendchataction: (telegram, params) => {
    const chat = writable(telegram, params);
    if (!ACTIONS.includes(String(params['action']))) throw badRequest('wrong parameter action in request');
    topicOf(chat, params);
    telegram.actions.push({
      chat: chat.id,
      action: String(params['action']),
      topic: params['message_thread_id'],
    });
    return true;
  },
  sendmessage: (telegram, params) => {
    const chat = writable(telegram, params);
    telegram.limits.count(chat);
    const topic = topicOf(chat, params);
    const { message_id: reply, allow_sending_without_reply: loose } = (params['reply_parameters'] ??
      {}) as Params;
    const replyTo = chat.messages.get(Number(reply));
    if (reply !== undefined && !replyTo && !loose) throw badRequest('message to be replied not found');
    const text = textOf(params);
    checkMarkup(params['reply_markup']);
    const message = telegram.post({
      chat,
      from: telegram.bot,
      text,
      topic,
      replyTo,
      markup: params['reply_markup'],
      more: {},
    });
    telegram.sent.push(message);
    return messageJson(message);
  },
  sendmessagedraft: (telegram, params) => {
    const chat = writable(telegram, params);
    if (chat.type !== 'private') throw badRequest('method is available only for private chats');
    if (!Number(params['draft_id'])) throw badRequest('DRAFT_ID_INVALID');
    // Seen while it lasts, and no message: what is sent in the end is sent by itself.
    telegram.drafts.push({ chat: chat.id, text: textOf(params) });
    return true;
  },
  editmessagetext: (telegram, params) => {
    const { chat, message } = ownMessage(telegram, params, 'edit');
    telegram.limits.count(chat);
    const text = textOf(params);
    checkMarkup(params['reply_markup']);
    const same = JSON.stringify(message.markup) === JSON.stringify(params['reply_markup']);
    if (text === message.text && same)
      throw badRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    Object.assign(message, { text, markup: params['reply_markup'], editedAt: telegram.now() });
    return messageJson(message);
  },
  deletemessage: (telegram, params) => {
    const { chat, message } = ownMessage(telegram, params, 'delete');
    if (telegram.now() - message.at > 48 * 3_600_000)
      throw badRequest("message can't be deleted for everyone");
    chat.messages.delete(message.id);
    return true;
  },
  answercallbackquery: (telegram, params) => {
    const id = String(params['callback_query_id']);
    if (!telegram.callbacks.has(id))
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    if (String(params['text'] ?? '').length > 200) throw badRequest('MESSAGE_TOO_LONG');
    telegram.callbacks.delete(id);
    return true;
  },
  getfile: (telegram, params) => {
    const id = String(params['file_id']);
    const file = telegram.files.get(id);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    const { bytes, path } = file;
    if (bytes.length > 20 * 1024 * 1024) throw badRequest('file is too big');
    return {
      file_id: id,
      file_unique_id: id.slice(0, 8),
      file_size: bytes.length,
      file_path: path,
    };
  },
};

/** 1 to 4096 characters after entities were read. */
function textOf(params: Params): string {
  const text = parsed(String(params['text'] ?? ''), params['parse_mode']).trim();
  if (!text) throw badRequest('message text is empty');
  if ([...text].length > MAX_TEXT) throw badRequest('message is too long');
  return text;
}

function checkMarkup(markup: unknown): void {
  const rows = ((markup as Params | undefined)?.['inline_keyboard'] ?? []) as Params[][];
  for (const button of rows.flat()) {
    if (!button['text']) throw badRequest('inline keyboard button text must be non-empty');
    const data = button['callback_data'] as string | undefined;
    if (data !== undefined && (!data || Buffer.byteLength(data) > 64))
      throw badRequest('BUTTON_DATA_INVALID');
  }
}

function chatOf(telegram: FakeTelegram, params: Params): TelegramChat {
  if (params['chat_id'] === undefined || params['chat_id'] === '') throw badRequest('chat_id is empty');
  const chat = telegram.chats.get(Number(params['chat_id']));
  if (!chat) throw badRequest('chat not found');
  if (chat.movedTo !== undefined)
    throw new TelegramRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.movedTo,
    });
  return chat;
}

function writable(telegram: FakeTelegram, params: Params): TelegramChat {
  const chat = chatOf(telegram, params);
  if (chat.isBlocked)
    throw new TelegramRefusal(
      403,
      chat.type === 'private'
        ? 'Forbidden: bot was blocked by the user'
        : `Forbidden: bot was kicked from the ${chat.type} chat`,
    );
  if (!chat.isBegun) throw new TelegramRefusal(403, "Forbidden: bot can't initiate conversation with a user");
  return chat;
}

function topicOf(chat: TelegramChat, params: Params): number | undefined {
  const id = params['message_thread_id'] as number | undefined;
  if (id === undefined) return undefined;
  const topic = chat.topics.get(Number(id));
  if (!topic) throw badRequest('message thread not found');
  if (topic.isClosed) throw badRequest('TOPIC_CLOSED');
  return Number(id);
}

function ownMessage(
  telegram: FakeTelegram,
  params: Params,
  what: 'edit' | 'delete',
): { chat: TelegramChat; message: TelegramMessage } {
  const chat = writable(telegram, params);
  const message = chat.messages.get(Number(params['message_id']));
  if (!message) throw badRequest(`message to ${what} not found`);
  if (message.from !== telegram.bot)
    throw badRequest(`message can't be ${what === 'edit' ? 'edited' : 'deleted'}`);
  return { chat, message };
}
