import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MessageView } from '../../../src/contracts/message.js';
import {
  type MessageRange,
  MOST_HELD,
  trimmed,
  withEarlier,
  withLater,
  withMessage,
} from './message-range.js';

const message = (seq: number) => ({ seq, content: `said ${seq}` }) as MessageView;
const messages = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => message(from + i));
const range = (from: number, to: number, last = to): MessageRange => ({
  messages: messages(from, to),
  earlier: from > 1,
  later: to < last,
});
const seqs = ({ messages }: MessageRange) => messages.map(({ seq }) => seq);

describe('what is held of a story', () => {
  it('stays bounded, without gaps and around what is read, however it is scrolled', () => {
    const LAST = 3000;
    const steps = fc.array(fc.record({ down: fc.boolean(), page: fc.integer({ min: 1, max: 500 }) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: LAST - 60 }), (scrolls, start) => {
        let held = range(start, start + 60, LAST);
        for (const { down, page } of scrolls) {
          const [first, last] = [seqs(held)[0]!, seqs(held).at(-1)!];
          const read = down ? last : first;
          held = down
            ? withLater(held, messages(last + 1, Math.min(LAST, last + page)), last + page < LAST, LAST)
            : withEarlier(held, messages(Math.max(1, first - page), first - 1), first - page > 1);
          held = trimmed(held, read);
          const all = seqs(held);
          expect(all).toEqual(messages(all[0]!, all.at(-1)!).map(({ seq }) => seq));
          expect(all).toContain(read);
          // A page of the greatest size is let in whole on the side that is read.
          expect(all.length).toBeLessThanOrEqual(Math.max(MOST_HELD, page + 51));
          expect(held.earlier).toBe(all[0]! > 1);
          expect(held.later).toBe(all.at(-1)! < LAST);
        }
      }),
    );
  });

  it('is let go of on the far side only, and only where it is much', () => {
    expect(trimmed(range(1, MOST_HELD), 1).messages).toHaveLength(MOST_HELD);
    const up = trimmed(range(1, MOST_HELD + 1), 10);
    expect(up).toMatchObject({ earlier: false, later: true });
    expect(seqs(up)[0]).toBe(1);
    const down = trimmed(range(1, MOST_HELD + 1), MOST_HELD - 10);
    expect(down).toMatchObject({ earlier: true, later: false });
    expect(seqs(down).at(-1)).toBe(MOST_HELD + 1);
  });

  it('takes up a message where its number is, or at an end that is the story’s', () => {
    const middle = range(10, 20, 30);
    expect(withMessage(middle, message(9))).toBe(middle);
    expect(withMessage(middle, message(21))).toBe(middle);
    const other = { ...message(15), content: 'other' };
    const next = withMessage(middle, other);
    expect(next.messages[5]).toBe(other);
    expect(next.messages).toHaveLength(11);
    expect(seqs(withMessage(range(10, 20), message(21))).at(-1)).toBe(21);
    const gap = { ...middle, messages: middle.messages.filter(({ seq }) => seq !== 12) };
    expect(seqs(withMessage(gap, message(12)))).toEqual(seqs(middle));
  });
});
