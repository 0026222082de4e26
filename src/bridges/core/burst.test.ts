import { describe, expect, it } from '@jest/globals';
import { burstLength, burstWait, joinedBurst, MOST_MS, withLine } from './burst.js';

const line = (at: number, text = 'x', account = 'a', pictures = 0) => ({ at, text, account, pictures });

describe('a burst', () => {
  it('is what one person says without a pause, up to the longest wait', () => {
    expect(burstLength([])).toBe(0);
    expect(burstLength([line(0), line(1000), line(2400), line(4000)])).toBe(3);
    expect(burstLength([line(0), line(10, 'x', 'b'), line(20)])).toBe(1);
    const steady = Array.from({ length: 12 }, (_, n) => line(n * 1000));
    expect(burstLength(steady)).toBe(7);
    expect(burstLength([line(0, 'x'.repeat(200_000)), line(1)])).toBe(1);
    expect(burstLength([line(0, '', 'a', 5), line(1, '', 'a', 3), line(2, '', 'a', 1)])).toBe(2);
  });

  it('is waited for until nothing more comes, and no longer than there is need', () => {
    expect(burstWait([line(0)], 100)).toBe(1400);
    expect(burstWait([line(0), line(1000)], 1100)).toBe(1400);
    expect(burstWait([line(0), line(10, 'x', 'b')], 20)).toBe(0);
    const steady = Array.from({ length: 7 }, (_, n) => line(n * 1000));
    expect(burstWait(steady, 6000)).toBe(MOST_MS - 6000);
    expect(burstWait([line(0)], 9999)).toBe(0);
  });

  it('is said as one', () => {
    expect(joinedBurst([line(0, 'Wait.'), line(1, ''), line(2, '等等')])).toBe('Wait.\n等等');
  });

  it.each([
    ['a\n😀b\nc', [1, 2, 1], 1, 'x y', 'a\nx y\nc'],
    ['a\nb', [1, 1], 0, '', 'b'],
    ['a\nb', [1, 1], 1, '', 'a'],
    ['a', [1, 0], 0, '', ''],
    // One that shows a picture alone has no text; its name stands behind all.
    ['a\nb\n[picture: c]', [1, 0, 1], 2, 'd', 'a\nd\n[picture: c]'],
    ['a\nb', [1, 0, 1], 1, 'd', null],
    // A line of several lines.
    ['a\nb\nc', [3, 1], 0, 'x', 'x\nc'],
    // It was changed since, or nobody knows how long the lines were.
    ['a little\nb', [1, 1], 1, 'x', null],
    ['ab', [1, 1], 0, 'x', null],
    ['', [1, 1], 0, 'x', null],
    ['a\nb', [0, 0], 0, 'x', null],
  ])('%j has another line in the place of one: %#', (message, lengths, at, text, made) => {
    expect(withLine(message, lengths, at, text)).toBe(made);
  });
});
