import { describe, expect, it } from '@jest/globals';
import { opened } from './pictures.js';
import { readFrame } from './wire.js';

const pushed = (body: object, cmd = 'aibot_msg_callback') =>
  readFrame(JSON.stringify({ cmd, headers: { req_id: 'r1' }, body }));
const from = { msgid: 'm1', from: { userid: 'ming' } };
const single = (more: object) => pushed({ ...from, chattype: 'single', ...more });
const text = (content: string) => ({ msgtype: 'text', text: { content } });

describe('a frame of WeCom', () => {
  it.each([
    [text(' 你好'), ' 你好'],
    [{ msgtype: 'voice', voice: { content: '说的话' } }, '说的话'],
    [{ msgtype: 'voice', voice: {} }, '[语音]'],
    [{ msgtype: 'image', image: { url: 'file:///etc/passwd' } }, '[图片]'],
    [
      {
        msgtype: 'mixed',
        mixed: { msg_item: [text('Look:'), { msgtype: 'image' }, null, { msgtype: 'x' }] },
      },
      'Look:\n[picture]',
    ],
    [{ msgtype: 'mixed', mixed: '{"msg_item":[]}' }, ''],
    [{ msgtype: 'hasOwnProperty' }, ''],
  ])('is a message: %j', (content, said) => {
    expect(single(content)).toEqual({
      kind: 'message',
      reqId: 'r1',
      message: { id: 'm1', user: 'ming', group: null, text: said, pictures: [] },
    });
  });

  it('shows pictures, each with what opens it', () => {
    const url = 'https://ww-aibot-img.cos.ap-guangzhou.myqcloud.com/a?sign=b';
    const aeskey = Buffer.alloc(32, 7).toString('base64');
    const items = [
      text('Look:'),
      { msgtype: 'image', image: { url, aeskey } },
      { msgtype: 'image', image: {} },
    ];
    expect(single({ msgtype: 'mixed', mixed: { msg_item: items } })).toMatchObject({
      message: {
        text: 'Look:\n[picture]',
        pictures: [{ kind: 'picture', name: '', source: `${aeskey} ${url}` }],
      },
    });
    // The last sign of base64 may be left out.
    expect(single({ msgtype: 'image', image: { url, aeskey: aeskey.replace('=', '') } })).toMatchObject({
      message: { pictures: [{ source: `${aeskey} ${url}` }] },
    });
    expect(single({ msgtype: 'image', image: { url, aeskey: 'short' } })).toMatchObject({
      message: { text: '', pictures: [{ source: url }] },
    });
    for (const sealed of ['', 'x', 'x'.repeat(32)])
      expect(() => opened(Buffer.from(sealed), Buffer.alloc(32, 7))).toThrow();
  });

  it('is one of a group, without the name that it calls the bot by', () => {
    const group = { ...from, chattype: 'group', chatid: 'g1' };
    const said = (content: string) => pushed({ ...group, ...text(content) });
    expect(said('@Keeper 你好 @Ann')).toMatchObject({ message: { group: 'g1', text: '你好 @Ann' } });
    expect(said('@Keeper ')).toMatchObject({ message: { text: '@Keeper' } });
    expect(pushed({ ...from, chattype: 'group', ...text('x') })).toEqual({ kind: 'other' });
  });

  it('is an answer, an event, or nothing that matters', () => {
    expect(readFrame('{"headers":{"req_id":"r"},"errcode":0,"errmsg":"ok"}')).toEqual({
      kind: 'answer',
      reqId: 'r',
      errcode: 0,
      why: 'ok',
    });
    const event = (eventtype: string) =>
      pushed({ ...from, chattype: 'single', msgtype: 'event', event: { eventtype } }, 'aibot_event_callback');
    expect(event('enter_chat')).toMatchObject({ kind: 'come', message: { user: 'ming' } });
    expect(event('disconnected_event')).toEqual({ kind: 'replaced' });
    expect(event('feedback_event')).toEqual({ kind: 'other' });
    for (const nothing of ['', '{', 'null', '[]', '1e999', '{"errcode":"0"}', '{"cmd":"x","errcode":0}'])
      expect(readFrame(nothing)).toEqual({ kind: 'other' });
    for (const body of [{}, { ...from, msgid: 1 }, { ...from, from: 'ming' }, { ...from, msgid: 'a\nb' }])
      expect(pushed({ ...body, ...text('x') })).toEqual({ kind: 'other' });
  });
});
