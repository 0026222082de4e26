import { describe, expect, it } from '@jest/globals';
import { ownHost, botBase, signInBase } from './hosts.js';
import { inboundOf, textOf } from './read-message.js';
import { readAnswer, readCode, readSent, readStatus, readUpdates } from './wire.js';

const updates = (text: string) => {
  const answer = readAnswer(text);
  return answer && readUpdates(answer);
};
const message = (more: object = {}) => ({
  message_id: 5,
  from_user_id: 'o9@im.wechat',
  message_type: 1,
  message_state: 2,
  create_time_ms: 1_790_000_000_000,
  item_list: [{ type: 1, text_item: { text: 'Hi.' } }],
  context_token: 'ctx',
  ...more,
});
const told = (more: object) => updates(JSON.stringify({ msgs: [message(more)] }))!.messages;

describe('an answer of iLink', () => {
  it('keeps every digit of its ids', () => {
    const text = JSON.stringify({ ret: 0, msgs: [message()], get_updates_buf: 'abc' });
    const found = updates(text.replace('"message_id":5', '"message_id":18446744073709551615'))!;
    expect(found).toMatchObject({ cursor: 'abc', heldMs: null });
    expect(found.messages.map(inboundOf)).toEqual([
      {
        messageId: '18446744073709551615',
        chat: 'o9@im.wechat',
        kind: 'direct',
        author: { account: 'o9@im.wechat', name: 'o9', roles: [] },
        text: 'Hi.',
        language: 'zh',
        writtenAt: new Date(1_790_000_000_000),
        replyWith: 'ctx',
        addressed: true,
      },
    ]);
    expect(readSent(readAnswer('{"ret":0,"message_id":7480123456789012345}')!)).toBe('7480123456789012345');
    expect(readSent(readAnswer('{"ret":0}')!)).toBeNull();
  });

  it('tells its code in either place', () => {
    const codes = [
      '{}',
      '{"ret":-14}',
      '{"errcode":-14}',
      '{"ret":0,"errcode":-2}',
      '{"ret":0,"errcode":null}',
    ];
    expect(codes.map((text) => readAnswer(text)?.code)).toEqual([0, -14, -14, -2, 0]);
  });

  it.each([
    '',
    '<html>',
    '[]',
    'null',
    '7',
    '{"ret":"0"}',
    '{"ret":1e400}',
    '{"ret":99999999999999999999}',
    '['.repeat(99_999),
  ])('is none in %#', (text) => {
    expect(readAnswer(text)).toBeNull();
  });

  it.each(['{"ret":0}', '{"msgs":{}}', '{"msgs":"x","get_updates_buf":"y"}'])('is no news in %s', (text) => {
    expect(updates(text)).toBeNull();
  });

  it('leaves what is nobody’s message, or no message yet', () => {
    const odd = [
      { message_type: 2 },
      { message_state: 1 },
      { message_id: null },
      { message_id: 'a b' },
      { message_id: { a: 1 } },
      { from_user_id: '' },
      { from_user_id: 'x'.repeat(200) },
      { group_id: 'g@chatroom' },
    ];
    for (const more of odd) expect(told(more)).toEqual([]);
    expect(updates('{"msgs":[null,1,"x",[],{}],"get_updates_buf":""}')).toEqual({
      messages: [],
      cursor: null,
      heldMs: null,
    });
    expect(told({ delete_time_ms: 5 })).toMatchObject([{ isDeleted: true }]);
    for (const create_time_ms of [1e300, -5, 'x', {}, 9e15])
      expect(told({ create_time_ms })[0]!.writtenAt).toBeNull();
    for (const context_token of [5, '', 'a\u0000b', 'x'.repeat(5000)])
      expect(told({ item_list: 'x', context_token })).toMatchObject([{ items: [], contextToken: null }]);
    expect(told({ item_list: Array(1000).fill({ type: 1 }) })[0]!.items).toHaveLength(100);
  });

  it('is a code to scan, and what becomes of it', () => {
    const code = (text: string) => readCode(readAnswer(text)!);
    expect(code('{"qrcode":"q","qrcode_img_content":"https://x/"}')).toEqual({
      qrcode: 'q',
      drawn: 'https://x/',
    });
    expect([
      code('{}'),
      code('{"qrcode":"q"}'),
      code(`{"qrcode":"q","qrcode_img_content":"${'x'.repeat(3000)}"}`),
    ]).toEqual([null, null, null]);
    const status = (body: object) => readStatus(readAnswer(JSON.stringify(body))!);
    expect(status({ status: 'scaned' })).toEqual({ is: 'scanned' });
    expect(status({ status: 'scaned_but_redirect', redirect_host: 'h' })).toEqual({
      is: 'redirect',
      host: 'h',
    });
    const confirmed = { status: 'confirmed', bot_token: 't:1', ilink_bot_id: 'b@im.bot' };
    expect(status(confirmed)).toEqual({ is: 'confirmed', token: 't:1', botId: 'b@im.bot', base: null });
    const odd = [
      {},
      { status: 'toString' },
      { ...confirmed, bot_token: 'a\r\nb' },
      { ...confirmed, ilink_bot_id: 5.5 },
    ];
    expect(odd.map(status)).toEqual([null, null, null, null]);
  });
});

describe('the text of a message', () => {
  const text = { type: 1, text_item: { text: '你看' } };
  it('has what was spoken as it was understood, and names the rest', () => {
    expect(textOf([{ type: 3, voice_item: { text: '我说的话', media: {} } }])).toBe('我说的话');
    expect(textOf([{ type: 3, voice_item: { text: '' } }])).toBe('[语音]');
    expect(textOf([text, { type: 2, image_item: {} }])).toBe('你看\n[图片]');
    expect(
      textOf([
        { type: 1, text_item: { text: 'Look' } },
        { type: 4, file_item: { file_name: 'a]\n[b.txt' } },
      ]),
    ).toBe('Look\n[file a b.txt]');
    expect(textOf([{ type: 5 }])).toBe('[视频]');
  });

  it('is nothing where there is none', () => {
    for (const item of [
      {},
      { type: 1 },
      { type: 11 },
      { type: 'constructor' },
      { type: 1, text_item: { text: 5 } },
    ])
      expect(textOf([item])).toBe('');
  });
});

describe('the host of a bot', () => {
  it('is WeChat’s own, or where the owner said', () => {
    expect(ownHost('https://szilink.weixin.qq.com/')).toBe('szilink.weixin.qq.com');
    expect(ownHost('sh.weixin.qq.com')).toBe('sh.weixin.qq.com');
    expect(botBase({ host: 'sh.weixin.qq.com' })).toBe('https://sh.weixin.qq.com');
    expect(botBase({ host: 'sh.weixin.qq.com', endpoint: 'http://127.0.0.1:9' })).toBe('http://127.0.0.1:9');
    expect([signInBase({}), botBase({})]).toEqual(Array(2).fill('https://ilinkai.weixin.qq.com'));
  });

  it.each([
    null,
    '',
    'evil.example',
    'http://a.weixin.qq.com',
    'https://a.weixin.qq.com.evil.example',
    'https://evil.example/a.weixin.qq.com',
    'https://evil.example#.weixin.qq.com',
    'https://u:p@a.weixin.qq.com',
    'https://a.weixin.qq.com:8443',
    'xweixin.qq.com',
    'weixin.qq.com',
    'a.weixin.qq.com@evil.example',
    '169.254.169.254',
  ])('is not %j', (given) => {
    expect(ownHost(given)).toBeNull();
  });
});
