import { describe, expect, it } from '@jest/globals';
import { idOut, mentions, picturesOf, readFrame, repliedTo, segmentsOf, textOf } from './wire.js';

const event = (more: object) =>
  JSON.stringify({
    post_type: 'message',
    message_type: 'private',
    message_id: -12,
    self_id: 10,
    user_id: 20,
    sender: { nickname: 'Ann', card: '' },
    message: [{ type: 'text', data: { text: 'Hi.' } }],
    ...more,
  });

describe('a frame of OneBot v11', () => {
  it('is a message with its sender, private or of a group', () => {
    expect(readFrame(event({}))).toMatchObject({
      kind: 'message',
      event: { messageId: '-12', selfId: '10', userId: '20', groupId: null, name: 'Ann' },
    });
    expect(
      readFrame(event({ message_type: 'group', group_id: 5, sender: { card: 'Annie', role: 'admin' } })),
    ).toMatchObject({ event: { groupId: '5', name: 'Annie', roles: ['admin'] } });
  });

  it('keeps every digit of its ids', () => {
    const text = event({}).replace('"user_id":20', '"user_id":18446744073709551615');
    expect(readFrame(text)).toMatchObject({ event: { userId: '18446744073709551615' } });
    expect([idOut('18446744073709551615'), idOut('20')]).toEqual(['18446744073709551615', 20]);
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"a":1e999}',
    '['.repeat(100_000),
    '{"a":1,"a":2}',
    event({ message_id: null }),
    event({ message_type: 'group' }),
    event({ message_type: 'guild' }),
    event({ user_id: { a: 1 } }),
    event({ user_id: 'x'.repeat(100) }),
    '{"post_type":"meta_event"}',
  ])('that is nonsense is none: %#', (text) => {
    expect(readFrame(text)).toEqual({ kind: 'other' });
  });

  it('is an answer, by its echo', () => {
    expect(readFrame('{"status":"failed","retcode":1200,"data":null,"wording":"no","echo":"7"}')).toEqual({
      kind: 'answer',
      echo: '7',
      ok: false,
      pending: false,
      retcode: 1200,
      why: 'no',
      data: null,
    });
  });

  it('has the same parts as an array and as a text with codes', () => {
    const text =
      '[CQ:reply,id=-5][CQ:at,qq=10] a &#91;b&#93; &amp;#44; [CQ:image,file=x.png,url=http://a/?b=1&amp;c=2]';
    const segments = segmentsOf(text);
    expect(segments).toEqual([
      { type: 'reply', data: { id: '-5' } },
      { type: 'at', data: { qq: '10' } },
      { type: 'text', data: { text: ' a [b] &#44; ' } },
      { type: 'image', data: { file: 'x.png', url: 'http://a/?b=1&c=2' } },
    ]);
    expect([mentions(segments, '10'), mentions(segments, '11'), repliedTo(segments)]).toEqual([
      true,
      false,
      '-5',
    ]);
    expect(textOf(segments, '10', 'Ann')).toBe('a [b] &#44;');
    expect(picturesOf(segments)).toEqual([{ kind: 'picture', name: 'x.png', source: 'http://a/?b=1&c=2' }]);
    // Stickers: by their kind, and from QQ's shop as NapCat and as others tell of them.
    const url = 'http://a/b.gif';
    const kinds = [
      { sub_type: 0 },
      { sub_type: 1 },
      { subType: '7' },
      { sub_type: 8 },
      { emoji_id: 'a1', summary: '[打招呼]' },
    ].map((data) => picturesOf([{ type: 'image', data: { url, ...data } }])[0]!.kind);
    expect(kinds).toEqual(['picture', 'sticker', 'sticker', 'picture', 'sticker']);
    // Whoever only calls says so.
    expect(textOf(segmentsOf('[CQ:at,qq=10,name=Keeper] '), '10', 'Ann')).toBe('@Keeper');
    expect(textOf(segmentsOf('[CQ:at,qq=10][CQ:image,url=http://a/b]'), '10', 'Ann')).toBe('');
    // Only what the web has at an address is a picture; the rest is named.
    const elsewhere = segmentsOf('Look: [CQ:image,file=file:///etc/passwd]');
    expect([textOf(elsewhere, '10', 'Ann'), picturesOf(elsewhere)]).toEqual(['Look: [picture]', []]);
    expect(textOf(segmentsOf('你看[CQ:face,id=1]'), '10', 'Ann')).toBe('你看[表情]');
    expect(segmentsOf([null, 1, { type: 3 }, { type: 'text' }])).toEqual([{ type: 'text', data: {} }]);
  });
});
