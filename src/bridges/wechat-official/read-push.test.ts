import { describe, expect, it } from '@jest/globals';
import { readPush } from './read-push.js';

const BASE = { FromUserName: 'oMing', ToUserName: 'gh_1', CreateTime: '1700000000' };
const read = (fields: Record<string, string>) => readPush(new Map(Object.entries({ ...BASE, ...fields })));

describe('what WeChat pushes', () => {
  it.each([
    [{ MsgType: 'text', Content: '你好', MsgId: '24012345678901234567' }, '你好'],
    [{ MsgType: 'voice', Recognition: '说的话', MsgId: '1' }, '说的话'],
    [{ MsgType: 'voice', Recognition: '', MsgId: '1' }, '[语音]'],
    [{ MsgType: 'image', PicUrl: 'file:///etc/passwd', MsgId: '1' }, '[图片]'],
    [{ MsgType: 'image', MsgId: '1' }, '[图片]'],
    [{ MsgType: 'location', Label: '外滩', MsgId: '1' }, '[位置：外滩]'],
    [{ MsgType: 'link', Title: '标题', Url: 'https://a.test', MsgId: '1' }, '[链接：标题 https://a.test]'],
    [{ MsgType: 'event', Event: 'CLICK', EventKey: '/继续' }, '/继续'],
  ])('is said: %j', (fields: Record<string, string>, text) => {
    expect(read(fields)).toMatchObject({ kind: 'said', text, from: 'oMing', to: 'gh_1' });
  });

  it('shows a picture, wherever that is', () => {
    const url = 'http://mmbiz.qpic.cn/mmbiz_jpg/x/0';
    expect(read({ MsgType: 'image', PicUrl: url, MsgId: '1' })).toMatchObject({
      kind: 'said',
      text: '',
      pictures: [{ kind: 'picture', name: '', source: url }],
    });
    expect(read({ MsgType: 'text', Content: 'x', PicUrl: url, MsgId: '1' })!.pictures).toEqual([]);
  });

  it('is known by its number, or whose it is and when', () => {
    expect(read({ MsgType: 'text', Content: 'a', MsgId: '24012345678901234567' })!.id).toBe(
      '24012345678901234567',
    );
    expect(read({ MsgType: 'event', Event: 'subscribe' })).toMatchObject({
      kind: 'come',
      id: 'oMing 1700000000 subscribe',
    });
  });

  it('is answered by nobody', () => {
    for (const event of ['unsubscribe', 'VIEW', 'SCAN', 'LOCATION', 'TEMPLATESENDJOBFINISH', '__proto__'])
      expect(read({ MsgType: 'event', Event: event, EventKey: 'x' })!.kind).toBe('other');
    for (const type of ['', 'hologram', 'constructor', 'text'])
      expect(read({ MsgType: type, Content: '', MsgId: '1' })!.kind).toBe('other');
    expect(read({ MsgType: 'text', FromUserName: 'a b' })).toBeNull();
    expect(read({ MsgType: 'text', CreateTime: 'now' })).toBeNull();
    expect(readPush(new Map())).toBeNull();
  });
});
