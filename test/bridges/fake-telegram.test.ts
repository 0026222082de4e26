import { afterEach, describe, expect, it } from '@jest/globals';
import { Bot, GrammyError, HttpError } from 'grammy';
import type { Message, Update } from 'grammy/types';
import { TelegramRefusal } from '../support/fakes/telegram/world.js';
import { type FakeTelegram, startFakeTelegram } from '../support/fakes/fake-telegram.js';

describe('the fake Telegram', () => {
  let telegram: FakeTelegram;
  let bot: Bot;
  afterEach(async () => {
    await telegram.close();
  });

  const start = async (options: Parameters<typeof startFakeTelegram>[0] = {}) => {
    telegram = await startFakeTelegram(options);
    bot = new Bot(telegram.token, { client: { apiRoot: telegram.url } });
  };
  const refusal = async (asked: Promise<unknown>) => {
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
    return error instanceof HttpError ? 'no answer' : undefined;
  };

  it('runs a bot by long polls', async () => {
    await start();
    const ming = telegram.person('小明');
    const heard: string[] = [];
    bot.on('message:text', async (context) => {
      heard.push(context.message.text);
      await context.reply(`回 ${context.message.text}`);
    });
    bot.on('edited_message:text', (context) => void heard.push(`edited ${context.editedMessage.text}`));
    bot.on('callback_query:data', async (context) => {
      heard.push(`pressed ${context.callbackQuery.data}`);
      await context.answerCallbackQuery();
    });
    const running = bot.start();
    await telegram.until(() => telegram.calls.some(({ method }) => method === 'getUpdates'));
    const said = telegram.say(ming, telegram.dm(ming), '你好');
    expect(await telegram.received(1)).toMatchObject({ text: '回 你好', chat: { id: ming.id } });
    telegram.edit(said, '你好吗');
    telegram.press(ming, telegram.sent[0]!, 'again');
    await telegram.until(() =>
      telegram.calls.some(({ method, code }) => method === 'answerCallbackQuery' && code === 200),
    );
    await bot.stop();
    await running;
    expect(heard).toEqual(['你好', 'edited 你好吗', 'pressed again']);
    expect(telegram.updates.pending).toBe(0);
  });

  it('keeps updates until an offset has passed them, and lets one poll alone', async () => {
    await start({ privacy: true });
    const ming = telegram.person('Ming');
    const group = telegram.group('读书会', { 7: '红楼' });
    telegram.say(ming, telegram.dm(ming), 'one');
    telegram.say(ming, group, 'not for the bot');
    telegram.say(ming, group, 'hey @keeper_bot', { topic: 7 });
    telegram.say(ming, group, '/help@other_bot');
    telegram.say(ming, group, '/help');
    const texts = (updates: Update[]) => updates.map(({ message }) => message?.text);
    const first = await bot.api.getUpdates();
    expect(texts(first)).toEqual(['one', 'hey @keeper_bot', '/help']);
    expect(first[1]!.message).toMatchObject({
      message_thread_id: 7,
      is_topic_message: true,
      chat: { is_forum: true, title: '读书会' },
      entities: [{ type: 'mention', offset: 4, length: 11 }],
    });
    expect(await bot.api.getUpdates()).toEqual(first);
    expect(texts(await bot.api.getUpdates({ offset: first[1]!.update_id }))).toEqual([
      'hey @keeper_bot',
      '/help',
    ]);
    expect(texts(await bot.api.getUpdates({ offset: -1 }))).toEqual(['/help']);
    const offset = first[2]!.update_id + 1;
    const held = refusal(bot.api.getUpdates({ offset, timeout: 30 }));
    await telegram.until(() => telegram.calls.length === 5);
    const other = bot.api.getUpdates({ offset, timeout: 30 });
    expect(await held).toMatch(/^409 Conflict: terminated by other getUpdates/);
    telegram.show(ming, telegram.dm(ming), Buffer.from('jpg'), 'look');
    const message = (await other)[0]!.message as Message.PhotoMessage;
    expect(message.caption).toBe('look');
    const { file_path } = await bot.api.getFile(message.photo.find(({ width }) => width === 1280)!.file_id);
    expect(await (await fetch(`${telegram.url}/file/bot${telegram.token}/${file_path}`)).text()).toBe('jpg');
    await bot.api.setWebhook('https://example.org/hook');
    expect(await refusal(bot.api.getUpdates())).toMatch(/^409 Conflict: can't use getUpdates/);
    await bot.api.deleteWebhook({ drop_pending_updates: true });
    expect(await bot.api.getUpdates()).toEqual([]);
  });

  it('refuses as Telegram does', async () => {
    await start({ limits: { private: { sends: 2, ms: 60_000 } } });
    const [ming, stranger] = [telegram.person('Ming'), telegram.person('Stranger')];
    const group = telegram.group('g', { 7: 'open', 8: 'closed' });
    group.topics.get(8)!.isClosed = true;
    const said = telegram.say(ming, telegram.dm(ming), 'hi');
    const send = (text: string, more = {}, chat = group.id) => bot.api.sendMessage(chat, text, more);
    const { message_id: own } = await send('x', { message_thread_id: 7 });
    expect(telegram.sent[0]).toMatchObject({ topic: 7, text: 'x' });
    expect(await refusal(send('字'.repeat(4097)))).toBe('400 Bad Request: message is too long');
    expect(await refusal(send('字'.repeat(4096)))).toBeUndefined();
    expect(await refusal(send(' \n '))).toBe('400 Bad Request: message text is empty');
    expect(await refusal(send('x', {}, 5))).toBe('400 Bad Request: chat not found');
    expect(await refusal(send('x', {}, stranger.id))).toMatch(/^403 Forbidden: bot can't initiate/);
    expect(await refusal(send('x', { message_thread_id: 9 }))).toBe(
      '400 Bad Request: message thread not found',
    );
    expect(await refusal(send('x', { message_thread_id: 8 }))).toBe('400 Bad Request: TOPIC_CLOSED');
    expect(await refusal(send('x', { reply_parameters: { message_id: 999 } }))).toBe(
      '400 Bad Request: message to be replied not found',
    );
    for (const [text, parse_mode] of [
      ['a < b', 'HTML'],
      ['<b>a', 'HTML'],
      ['Well.', 'MarkdownV2'],
      ['*a', 'MarkdownV2'],
    ])
      expect(await refusal(send(text!, { parse_mode }))).toMatch(/^400 Bad Request: can't parse entities/);
    expect(await refusal(send('<b>a &lt; b</b>', { parse_mode: 'HTML' }))).toBeUndefined();
    const button = (callback_data: string) => ({ inline_keyboard: [[{ text: '↻', callback_data }]] });
    expect(await refusal(send('x', { reply_markup: button('x'.repeat(65)) }))).toBe(
      '400 Bad Request: BUTTON_DATA_INVALID',
    );

    const edit = (id: number, text: string, more = {}) => bot.api.editMessageText(group.id, id, text, more);
    expect(await refusal(edit(own, 'x'))).toMatch(/^400 Bad Request: message is not modified/);
    expect(await refusal(edit(own, 'y'))).toBeUndefined();
    expect(await refusal(edit(own, 'y', { reply_markup: button('again') }))).toBeUndefined();
    expect(await refusal(edit(999, 'y'))).toBe('400 Bad Request: message to edit not found');
    expect(await refusal(bot.api.editMessageText(ming.id, said.id, 'y'))).toBe(
      "400 Bad Request: message can't be edited",
    );
    telegram.later(49 * 3_600_000);
    expect(await refusal(bot.api.deleteMessage(group.id, own))).toMatch(
      /^400 Bad Request: message can't be deleted/,
    );

    await send('1', {}, ming.id);
    await send('2', {}, ming.id);
    const many = await send('3', {}, ming.id).catch((error: unknown) => error as GrammyError);
    expect(many).toMatchObject({ error_code: 429, parameters: { retry_after: expect.any(Number) } });
    telegram.later(61_000);
    expect(await refusal(send('3', {}, ming.id))).toBeUndefined();
    telegram.dm(ming).isBlocked = true;
    expect(await refusal(send('x', {}, ming.id))).toBe('403 Forbidden: bot was blocked by the user');
    telegram.dm(ming).isBlocked = false;
    group.movedTo = telegram.group('anew').id;
    const moved = await send('x').catch((error: unknown) => error as GrammyError);
    expect(moved).toMatchObject({ parameters: { migrate_to_chat_id: group.movedTo } });

    await bot.api.sendChatAction(ming.id, 'typing');
    expect(telegram.actions).toEqual([{ chat: ming.id, action: 'typing' }]);
    await bot.api.setMyCommands([{ command: 'who', description: 'Who is there' }]);
    expect(await refusal(bot.api.setMyCommands([{ command: 'Delete-Everything', description: 'x' }]))).toBe(
      '400 Bad Request: BOT_COMMAND_INVALID',
    );
    expect(await refusal(bot.api.answerCallbackQuery('1'))).toMatch(/^400 Bad Request: query is too old/);
    telegram.next({ method: 'getMe', refuse: new TelegramRefusal(502, 'Bad Gateway') });
    expect(await refusal(bot.api.getMe())).toBe('502 Bad Gateway');
    telegram.later(61_000);
    telegram.next({ method: 'sendMessage', fate: 'done-cut' });
    expect(await refusal(send('lost', {}, ming.id))).toBe('no answer');
    expect(telegram.sent.at(-1)!.text).toBe('lost');
    const other = new Bot(`${telegram.bot.id}:another_token_of_thirty_five_letters`, {
      client: { apiRoot: telegram.url },
    });
    expect(await refusal(other.api.getMe())).toBe('401 Unauthorized');
    expect(await refusal(new Bot('nonsense', { client: { apiRoot: telegram.url } }).api.getMe())).toBe(
      '404 Not Found',
    );
  });
});
