import { describe, expect, it } from '@jest/globals';
import type { Message } from 'grammy/types';
import { mediaOf } from './media.js';
import { chatOf, isShared, placeOf } from './places.js';
import { readMessage } from './read-message.js';
import { isToken } from './telegram-api.js';

const ME = { id: 7, username: 'Keeper_bot' };
const MING = { id: 1, is_bot: false, first_name: '小', last_name: '明', language_code: 'zh-hans' };
const GROUP = { id: -100, type: 'supergroup', title: '读书会' };

const read = (fields: object, text: string | null = 'hi') =>
  readMessage(
    { message_id: 5, date: 0, chat: GROUP, from: MING, ...(text !== null && { text }), ...fields } as Message,
    ME,
  );
const mention = (offset: number, length: number) => ({ entities: [{ type: 'mention', offset, length }] });

describe('readMessage', () => {
  it('knows who speaks, and where', () => {
    expect(read({})).toEqual({
      messageId: '5',
      chat: '-100',
      kind: 'shared',
      room: '读书会',
      author: { account: '1', name: '小 明', roles: [] },
      text: 'hi',
      addressed: false,
    });
    expect(read({ chat: { id: 1, type: 'private' } })).toMatchObject({
      kind: 'direct',
      chat: '1',
      addressed: true,
    });
    const topic = { message_thread_id: 7, is_topic_message: true };
    expect(read(topic)).toMatchObject({ chat: '-100:7', parent: '-100', room: '读书会 · #7' });
    const opened = { message_id: 7, from: ME, forum_topic_created: { name: '红楼' } };
    // The bot opened the topic: what is said there is no answer to it.
    expect(read({ ...topic, reply_to_message: opened })).toMatchObject({
      room: '读书会 · 红楼',
      addressed: false,
    });
    // A thread of answers is no topic.
    expect(read({ message_thread_id: 7 })).toMatchObject({ chat: '-100' });
    // Administrators who hide, and people who speak as their channel.
    const hidden = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };
    expect(read({ from: hidden, sender_chat: GROUP })!.author).toMatchObject({
      account: '-100',
      name: '读书会',
    });
  });

  it('hears no bots, no posts that are carried over, no commands for others', () => {
    expect(read({ from: { ...MING, is_bot: true } })).toBeNull();
    expect(read({ from: undefined })).toBeNull();
    expect(read({ sender_chat: { id: -9, title: 'News' }, is_automatic_forward: true })).toBeNull();
    expect(read({}, '/help@other_bot')).toBeNull();
    expect(read({}, '/who@keeper_BOT')).toMatchObject({ text: '/谁', addressed: true });
  });

  it('is meant by mentions, answers and commands', () => {
    const said = (text: string, more = {}) => {
      const { addressed, text: words } = read(more, text)!;
      return addressed && words;
    };
    expect(said('hey @keeper_bot, you', mention(4, 11))).toBe('hey , you');
    expect(said('😀 @keeper_bot hi', mention(3, 11))).toBe('😀 hi');
    expect(said('hey @keeper_bots', mention(4, 12))).toBe(false);
    expect(said('@keeper_bot', mention(0, 11))).toBe('@keeper_bot');
    expect(
      said('Keeper', { entities: [{ type: 'text_mention', offset: 0, length: 6, user: { id: 7 } }] }),
    ).toBe('Keeper');
    expect(said('yes', { reply_to_message: { from: ME } })).toBe('yes');
    expect(said('yes', { reply_to_message: { from: MING } })).toBe(false);
    expect(said('/who')).toBe('/谁');
    expect(said('/search@keeper_bot the lamp')).toBe('/搜索 the lamp');
    expect(said('!who')).toBe(false);
    expect(said('/dance')).toBe(false);
  });

  it('takes commands in the language of the menu, and what begins a chat', () => {
    const typed = (text: string, language_code = 'en') =>
      read({ chat: { id: 1, type: 'private' }, from: { ...MING, language_code } }, text)!.text;
    expect(typed('/forget_last')).toBe('/forget_last');
    expect(typed('/forget_last', 'zh-hans')).toBe('/撤回');
    expect(typed('/search  lamp', 'zh')).toBe('/搜索 lamp');
    expect(typed('/start')).toBe('/help');
    expect(typed('/start', 'zh-hant')).toBe('/帮助');
    expect(typed('/start ABCD2345')).toBe('/link ABCD2345');
    expect(typed('/start ABCD2345', 'zh')).toBe('/绑定 ABCD2345');
    expect(typed('/start x')).toBe('/help');
  });

  it('names what is no text, and shows what is a picture', () => {
    const shown = (fields: object, caption?: string) =>
      read({ ...fields, ...(caption && { caption }) }, null)!.text;
    const photo = [
      { file_id: 'middle', width: 320, height: 200 },
      { file_id: 'large', width: 1280, height: 800 },
      { file_id: 'small', width: 90, height: 56 },
    ];
    expect(read({ photo, caption: 'Look' }, null)).toMatchObject({
      text: 'Look',
      pictures: [{ kind: 'picture', name: '', source: 'large' }],
    });
    expect(read({ sticker: { emoji: '😀', file_id: 's' } }, null)).toMatchObject({
      text: '',
      pictures: [{ kind: 'sticker', name: '😀', source: 's' }],
    });
    expect(
      read({ document: { file_id: 'd', file_name: 'a.png', mime_type: 'image/png' } }, null)!.pictures,
    ).toEqual([{ kind: 'picture', name: 'a.png', source: 'd' }]);
    expect(shown({ photo: [{ file_id: '../x' }] }, 'Look')).toBe('Look [picture]');
    expect(shown({ photo: [] })).toBe('[图片]');
    expect(shown({ sticker: { emoji: '😀', file_id: 's', is_animated: true } })).toBe('[表情 😀]');
    expect(shown({ sticker: { emoji: '😀', file_id: 's', is_video: true } })).toBe('[表情 😀]');
    expect(shown({ voice: { file_id: 'v' } }, 'listen')).toBe('listen [voice message]');
    expect(
      shown({ animation: { file_id: 'a' }, document: { file_id: 'a', file_name: 'a.mp4' } }, 'x y'),
    ).toBe('x y [animation]');
    expect(shown({ document: { file_id: 'd', file_name: '诗.txt' } })).toBe('[文件 诗.txt]');
    expect(shown({ poll: { question: '去吗？' } })).toBe('[投票 去吗？]');
    expect(shown({ new_chat_title: 'x' })).toBe('');
    expect(mediaOf({ dice: { emoji: '🎲', value: 6 } } as Message)).toEqual({
      en: '🎲 6',
      zh: '🎲 6',
    });
  });
});

it('calls chats so that they are found again', () => {
  for (const place of [
    { chatId: 5, topic: null },
    { chatId: -1_001_234_567_890, topic: 7 },
  ]) {
    const { chatId, topic } = place;
    const message = {
      chat: { id: chatId },
      ...(topic && { message_thread_id: topic, is_topic_message: true }),
    };
    expect(placeOf(chatOf(message))).toEqual(place);
    expect(isShared(place)).toBe(chatId < 0);
  }
});

it('takes for a token what can be part of an address', () => {
  expect(isToken('7000000001:AAF-fake_token_of_thirty_five_letters')).toBe(true);
  for (const text of [
    '',
    'x',
    '7:short',
    '7:AAF/../getMe?x=aaaaaaaaaaaaaaaaaaaa',
    '../7:AAFfaketokenofthirtyfiveletters',
  ])
    expect(isToken(text)).toBe(false);
});
