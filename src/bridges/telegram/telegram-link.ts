import type { CallbackQuery, Message, Update } from 'grammy/types';
import { type Api, InlineKeyboard } from 'grammy/web';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../contracts/problem.js';
import { TELEGRAM } from '../core/capabilities.js';
import {
  type LinkWish,
  type PictureLimits,
  type PlatformHooks,
  type PlatformLink,
  PlatformRefusal,
  type SendOptions,
} from '../running/platform.js';
import { setCommands, withTypedCommands } from './bot-commands.js';
import { formatted } from './formatted.js';
import { chatOf, isShared, type Place, placeOf } from './places.js';
import { type Me, nameOf, readMessage, roomOf } from './read-message.js';
import { isAboutEntities, isUnchanged, meaningOf, movedTo } from './refusals.js';
import { isToken, telegramApi } from './telegram-api.js';
import { fetchUpdates } from './updates.js';

const ANSWERS_WITHIN_MS = 20_000;
/** Groups take twenty messages a minute, edits among them. */
const GROUP_EDIT_MS = 3500;

const SWIPES = { previous: '◀', again: '↻', next: '▶' } as const;
const BUTTON = 'keepsake:';

type Text = { text: string; entities?: ReturnType<typeof formatted>['entities'] };

/** Telegram, by its Bot API. */
export class TelegramLink implements PlatformLink {
  readonly caps = TELEGRAM;
  private api: Api | null = null;
  private hooks: PlatformHooks | null = null;
  /** Until when Telegram wants nothing for a chat, in milliseconds. */
  private readonly silent = new LRUCache<number, number>({ max: 10_000 });

  private cursor: string | null;

  constructor(private readonly wish: LinkWish) {
    this.cursor = wish.cursor;
  }

  async run(hooks: PlatformHooks, signal: AbortSignal): Promise<void> {
    const token = this.wish.secrets['token']!;
    if (!isToken(token)) throw new PlatformRefusal('unauthorized', 'This is no token of a bot.');
    const { api, close } = telegramApi(token, this.wish.settings.endpoint);
    this.hooks = hooks;
    try {
      const me = await asked(api.getMe(signal as never));
      const named = /^\w+$/.test(me.username) ? me.username : undefined;
      const bot: Me = { id: me.id, ...(named && { username: named }) };
      // Without them everything can be typed all the same.
      void setCommands(api).catch(() => undefined);
      await fetchUpdates(
        api,
        me.id,
        this.cursor,
        {
          polled: () => {
            this.api = api;
            hooks.up(named ? `@${named}` : nameOf(me));
          },
          take: (update, reached) => this.take(api, update, bot, reached),
          reached: (cursor) => hooks.reached((this.cursor = cursor)),
        },
        signal,
      );
    } finally {
      this.api = null;
      // What is being sent comes to its end.
      void close().catch(() => undefined);
    }
  }

  async send(
    chat: string,
    text: string,
    { replyTo, isLast }: SendOptions,
  ): Promise<{ platformId: string | null }> {
    const place = placeOf(chat);
    const answered =
      isShared(place) && /^\d+$/.test(replyTo ?? '')
        ? { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } }
        : {};
    const { message_id } = await this.said(place, text, ({ text: plain, entities = [] }, chatId) =>
      this.open().sendMessage(
        chatId,
        plain,
        {
          entities,
          link_preview_options: { is_disabled: true },
          ...(place.topic !== null && { message_thread_id: place.topic }),
          ...answered,
          ...(isLast && { reply_markup: swipeButtons() }),
        },
        soon(),
      ),
    );
    return { platformId: String(message_id) };
  }

  async edit(chat: string, platformId: string, text: string, isLast: boolean): Promise<void> {
    await this.said(placeOf(chat), text, ({ text: plain, entities = [] }, chatId) =>
      this.open()
        .editMessageText(
          chatId,
          Number(platformId),
          plain,
          {
            entities,
            link_preview_options: { is_disabled: true },
            ...(isLast && { reply_markup: swipeButtons() }),
          },
          soon(),
        )
        .catch((error: unknown) => {
          if (!isUnchanged(error)) throw error;
        }),
    );
  }

  async typing(chat: string): Promise<void> {
    const { chatId, topic } = placeOf(chat);
    const where = topic === null ? {} : { message_thread_id: topic };
    await this.open().sendChatAction(chatId, 'typing', where, soon());
  }

  async picture(source: string, limits: PictureLimits): Promise<Uint8Array> {
    const token = this.wish.secrets['token']!;
    if (!isToken(token)) throw new PlatformRefusal('unauthorized', 'This is no token of a bot.');
    // Also what an earlier process took in is fetched, before a poll goes well.
    const { api, file, close } = telegramApi(token, this.wish.settings.endpoint);
    try {
      const { file_path = '', file_size = 0 } = await api.getFile(source, limits.signal as never);
      if (file_size > limits.maxBytes) throw new Problem('download_too_large', 'The file is too large.');
      return await file(file_path, limits);
    } finally {
      void close().catch(() => undefined);
    }
  }

  editPace(chat: string): number {
    return isShared(placeOf(chat)) ? GROUP_EDIT_MS : TELEGRAM.minEditMs;
  }

  private open(): Api {
    if (!this.api) throw new PlatformRefusal('not_connected', 'Not connected.', 1000);
    return this.api;
  }

  /** Says something in a chat: as plain text where its formatting is not taken, and where the chat is by now. */
  private async said<Result>(
    place: Place,
    text: string,
    say: (text: Text, chatId: number) => Promise<Result>,
  ): Promise<Result> {
    const pause = (this.silent.get(place.chatId) ?? 0) - Date.now();
    if (pause > 0) throw new PlatformRefusal('rate_limited', 'Telegram wants a pause.', pause);
    const written = formatted(withTypedCommands(text), isShared(place));
    try {
      return await say(written, place.chatId).catch((error: unknown) => {
        const moved = movedTo(error);
        if (moved !== null) {
          void this.hooks?.roomMoved(String(place.chatId), String(moved));
          return say(written, moved);
        }
        if (isAboutEntities(error)) return say({ text: written.text }, place.chatId);
        throw error;
      });
    } catch (error) {
      const meaning = meaningOf(error);
      if (meaning instanceof PlatformRefusal && meaning.code === 'rate_limited')
        this.silent.set(place.chatId, Date.now() + meaning.retryAfterMs!);
      throw meaning;
    }
  }

  private async take(api: Api, update: Update, me: Me, reached: () => Promise<void>): Promise<void> {
    const { message, edited_message: edited, callback_query: pressed } = update;
    const hooks = this.hooks!;
    if (message) {
      const { migrate_to_chat_id: moved, chat } = message;
      if (moved !== undefined) return hooks.roomMoved(String(chat.id), String(moved));
      const read = readMessage(message, me);
      if (read) await hooks.message(read);
    } else if (edited) {
      const read = readMessage(edited, me);
      if (read?.text) await hooks.edited(read, read.messageId, read.text);
    } else if (pressed) await this.press(api, pressed, hooks, reached);
  }

  private async press(
    api: Api,
    { id, from, data = '', message }: CallbackQuery,
    hooks: PlatformHooks,
    reached: () => Promise<void>,
  ): Promise<void> {
    // Telegram shows that it waits until it is told.
    void api.answerCallbackQuery(id, {}, soon()).catch(() => undefined);
    if (from.is_bot || !message || !data.startsWith(BUTTON)) return;
    const placed = message as Message;
    const chat = chatOf(placed);
    const place = { chat, ...(chat !== String(placed.chat.id) && { parent: String(placed.chat.id) }) };
    const author = { account: String(from.id), name: nameOf(from), roles: [] };
    const wish = data.slice(BUTTON.length);
    if (wish === 'again') {
      const isDirect = placed.chat.type === 'private';
      return hooks.message({
        ...place,
        messageId: `press ${id}`,
        kind: isDirect ? 'direct' : 'shared',
        ...(!isDirect && { room: roomOf(placed) }),
        author,
        text: from.language_code?.startsWith('zh') ? '/重写' : '/regenerate',
        addressed: true,
      });
    }
    if (wish !== 'previous' && wish !== 'next') return;
    await reached();
    await hooks.swipe(place, String(placed.message_id), author, wish === 'next' ? 1 : -1);
  }
}

/** Does something at Telegram. @throws PlatformRefusal; what says nothing of what became of it */
async function asked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw meaningOf(error);
  }
}

/** A signal as grammY's types have it. */
const soon = () => AbortSignal.timeout(ANSWERS_WITHIN_MS) as never;

const swipeButtons = () =>
  Object.entries(SWIPES).reduce(
    (keyboard, [wish, label]) => keyboard.text(label, BUTTON + wish),
    new InlineKeyboard(),
  );
