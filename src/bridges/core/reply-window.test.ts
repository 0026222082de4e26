import { describe, expect, it } from '@jest/globals';
import { DISCORD } from './capabilities.js';
import { isLimited, passageOf, repliesLeft, reserveOf } from './reply-window.js';

const HOUR = 3_600_000;
const TEN = { maxReplies: 10, windowMs: 24 * HOUR, proactive: false };
const ONE = { maxReplies: 1, windowMs: null, proactive: false };
const openedAt = new Date(1_000_000);
const at = (ms: number) => openedAt.getTime() + ms;

describe('the window in which a person may be answered', () => {
  it('lets so many through, and closes', () => {
    expect(repliesLeft(null, at(0), TEN)).toBe(0);
    expect(repliesLeft({ openedAt, sent: 0 }, at(0), TEN)).toBe(10);
    expect(repliesLeft({ openedAt, sent: 4 }, at(24 * HOUR), TEN)).toBe(6);
    expect(repliesLeft({ openedAt, sent: 4 }, at(24 * HOUR + 1), TEN)).toBe(0);
    expect(repliesLeft({ openedAt, sent: 12 }, at(0), TEN)).toBe(0);
    expect(repliesLeft({ openedAt, sent: 400 }, at(0), { ...TEN, maxReplies: null })).toBe(Infinity);
    expect(repliesLeft({ openedAt, sent: 0 }, at(400 * HOUR), ONE)).toBe(1);
  });

  it('is always open where messages need not answer any', () => {
    expect([isLimited(TEN), isLimited(ONE), isLimited(DISCORD)]).toEqual([true, true, false]);
    expect(repliesLeft(null, 0, DISCORD)).toBe(Infinity);
    expect(repliesLeft(null, 0, { ...TEN, proactive: true })).toBe(Infinity);
  });

  it.each([
    // A reply of twelve parts: eight of them, the last of which tells of the rest.
    { left: 10, isReply: true, hasMore: true, is: 'send' },
    { left: 3, isReply: true, hasMore: true, is: 'send as last' },
    { left: 3, isReply: true, hasMore: false, is: 'send' },
    { left: 2, isReply: true, hasMore: false, is: 'hold' },
    // What a bridge says itself may use what is kept for it.
    { left: 2, isReply: false, hasMore: true, is: 'send' },
    { left: 1, isReply: false, hasMore: false, is: 'send' },
    { left: 0, isReply: false, hasMore: false, is: 'hold' },
    { left: Infinity, isReply: true, hasMore: true, is: 'send' },
  ] as const)(
    'with $left left, a reply or not ($isReply, more: $hasMore): $is',
    ({ left, is, ...message }) => {
      expect(passageOf(left, message, TEN)).toBe(is);
    },
  );

  it('keeps nothing back where there is one reply alone', () => {
    expect([reserveOf(TEN), reserveOf({ ...TEN, maxReplies: 5 }), reserveOf(ONE)]).toEqual([2, 1, 0]);
    expect(passageOf(1, { isReply: true, hasMore: true }, ONE)).toBe('send as last');
    expect(passageOf(1, { isReply: true, hasMore: false }, ONE)).toBe('send');
  });
});
