import { describe, expect, it } from '@jest/globals';
import { readChatLog } from './chat-log.js';

const SAID = ['Ada: Is the boat in?', 'Ben: No.', 'Ada: Then we wait.', 'Ben: For the tide: always.'];
const KEPT = SAID.join('\n\n');
const titles = (text: string) => readChatLog(text)!.headings?.map(({ title }) => title);

describe('chat logs as messengers export them', () => {
  it.each<[string, string, string[]]>([
    [
      'WhatsApp of an iPhone',
      '[02.01.24, 10:11:12] Ada: ‎Messages and calls are end-to-end encrypted.\n[02.01.24, 10:11:12] Ada: Is the boat in?\n[02.01.24, 10:12:00] Ben: No.\n[02.01.24, 10:12:30] Ben: image omitted\n[13.01.24, 09:12:00] Ada: Then we wait.\n[13.01.24, 09:15:00] Ben: For the tide: always.'.replace(
        'Ada: ‎Messages and calls are end-to-end encrypted.\n',
        'Boats\n',
      ),
      ['2024-01-02', '2024-01-13'],
    ],
    [
      'WhatsApp of an American phone, with its narrow blanks',
      '1/2/24, 10:11\u202FPM - Messages are encrypted\n1/2/24, 10:11\u202FPM - Ada: Is the boat in?\n1/2/24, 10:12\u202FPM - Ben: No.\n1/2/24, 10:13\u202FPM - Cid left\n1/3/24, 9:12\u202FAM - Ada: Then we wait.\n1/3/24, 9:13\u202FAM - Ada: <Media omitted>\n1/3/24, 9:15\u202FAM - Ben: For the tide: always.',
      ['2024-01-02', '2024-01-03'],
    ],
    [
      'WhatsApp of a phone whose days come first',
      '02/01/2024, 22:11 - Ada: Is the boat in?\n02/01/2024, 22:12 - Ben: No.\n25/01/2024, 09:12 - Ada: Then we wait.\n25/01/2024, 09:15 - Ben: For the tide: always.',
      ['2024-01-02', '2024-01-25'],
    ],
    [
      'WhatsApp of a Chinese phone',
      '[2024/1/2 下午10:11:12] Ada: Is the boat in?\n[2024/1/2 下午10:12:12] Ben: No.\n[2024/1/2 下午10:12:13] Ben: ‎图像已忽略\n[2024/1/3 上午9:12:12] Ada: Then we wait.\n[2024/1/3 上午9:15:12] Ben: For the tide: always.'.replaceAll(
        '‎',
        '',
      ),
      ['2024-01-02', '2024-01-03'],
    ],
    [
      'QQ',
      '消息记录（此消息记录为文本格式，不支持重新导入）\n\n================================================================\n消息分组:我的好友\n================================================================\n消息对象:Ben\n================================================================\n\n2024-01-02 10:11:12 Ada(10001)\nIs the boat in?\n\n2024-01-02 10:11:13 【管理员】Ben<ben@qq.com>\nNo.\n\n2024-01-02 10:11:14 Ben<ben@qq.com>\n[图片]\n\n2024-01-02 10:11:15 系统消息(10000)\n你们已经是好友了。\n\n2024-01-03 9:12:12 Ada(10001)\nThen we wait.\n\n2024-01-03 9:15:12 Ben<ben@qq.com>\nFor the tide: always.\n',
      ['2024-01-02', '2024-01-03'],
    ],
    [
      'DiscordChatExporter',
      '==============================================================\nGuild: Quay\nChannel: Text / boats\n==============================================================\n\n[01/02/2024 10:11 AM] Ada\nIs the boat in?\n\n[01/02/2024 10:12 AM] Ben (pinned)\nNo.\n\n{Reactions}\n👍 (2)\n\n[01/13/2024 9:12 AM] Ada\nThen we wait.\n\n{Attachments}\nhttps://cdn.test/a.png\n\n[01/13/2024 9:15 AM] Ben\nFor the tide: always.\n\n==============================================================\nExported 4 message(s)\n==============================================================\n',
      ['2024-01-02', '2024-01-13'],
    ],
    [
      'DiscordChatExporter (JSON)',
      JSON.stringify({
        guild: { name: 'Quay' },
        messages: SAID.map((line, i) => ({
          type: i % 2 ? 'Reply' : 'Default',
          timestamp: `2024-01-0${2 + (i >> 1)}T10:11:12+00:00`,
          content: line.slice(5),
          author: { id: '1', name: 'x77', nickname: line.slice(0, 3), isBot: false },
        })).concat({
          type: 'GuildMemberJoin',
          timestamp: '2024-01-03T10:11:12+00:00',
          content: 'Joined the server.',
          author: { id: '3', name: 'cid', nickname: 'Cid', isBot: false },
        }),
      }),
      ['2024-01-02', '2024-01-03'],
    ],
    [
      'Telegram (JSON)',
      JSON.stringify({
        name: 'Ben',
        type: 'personal_chat',
        messages: [
          {
            id: 0,
            type: 'service',
            date: '2024-01-01T10:11:12',
            actor: 'Ada',
            action: 'phone_call',
            text: 'x',
          },
          { id: 1, type: 'message', date: '2024-01-02T10:11:12', from: 'Ada', text: 'Is the boat in?' },
          {
            id: 2,
            type: 'message',
            date: '2024-01-02T10:11:12',
            from: 'Ben',
            text: [{ type: 'bold', text: 'No' }, '.'],
          },
          {
            id: 3,
            type: 'message',
            date: '2024-01-02T10:11:12',
            from: 'Ben',
            text: 'News!',
            forwarded_from: 'Paper',
          },
          { id: 4, type: 'message', date: '2024-01-03T10:11:12', from: 'Ada', text: 'Then we wait.' },
          { id: 5, type: 'message', date: '2024-01-03T10:11:12', from: 'Ben', text: 'For the tide: always.' },
          { id: 6, type: 'message', date: '2024-01-03T10:11:12', from: null, text: 'gone' },
        ],
      }),
      ['2024-01-02', '2024-01-03'],
    ],
  ])('reads %s, a section a day', (_, log, days) => {
    expect(readChatLog(log)?.text.replace(/^(?:※ .*\n)+\n/, '')).toBe(KEPT);
    expect(titles(log)).toEqual(days);
  });

  it('reads what is copied of WeChat: names before a colon on lines of their own', () => {
    const log =
      '小满:\n你来了？\n\n阿福:\n路上堵。\n还下雨。\n\n小满:\n进来吧。\n\n阿福:\n[图片]\n\n阿福:\n好。';
    expect(readChatLog(log)?.text).toBe(
      '小满：你来了？\n\n阿福：路上堵。\n还下雨。\n\n小满：进来吧。\n\n阿福：好。',
    );
  });

  it('keeps the conversations of one file apart', () => {
    const talk = (name: string) => ({
      name,
      messages: [1, 2].flatMap((day) =>
        ['Ada', name].map((from) => ({
          type: 'message',
          date: `2024-01-0${day}T10:11:12`,
          from,
          text: 'Yes.',
        })),
      ),
    });
    expect(titles(JSON.stringify({ chats: { list: [talk('Ben'), talk('Cid')] } }))).toEqual([
      'Ben · 2024-01-01',
      'Ben · 2024-01-02',
      'Cid · 2024-01-01',
      'Cid · 2024-01-02',
    ]);
  });

  it('divides a long log by months', () => {
    const log = Array.from({ length: 100 }, (_, i) => {
      const day = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
      return `${day} 10:11:12 ${i % 2 ? 'Ada' : 'Ben'}(10001)\nYes.\n`;
    });
    expect(titles(log.join('\n'))).toEqual(['2024-01', '2024-02', '2024-03', '2024-04']);
  });

  it.each([
    ['one line without end', `[10:11] Ada: ${'x'.repeat(300_000)}`],
    ['brackets', '[('.repeat(200_000)],
    ['dates', '2024-01-02 '.repeat(100_000)],
    ['names', 'Ada '.repeat(200_000)],
    ['JSON without end', '['.repeat(100_000)],
  ])('is not slowed by %s', (_, text) => {
    expect(readChatLog(text)).toBeNull();
  });
});
