import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

describe('slots', () => {
  it('belong to a conversation until all are taken, then the quietest gives its own up', () => {
    const slots = new Slots();
    expect(['a', 'b', 'a', 'c', 'b', 'a'].map((one) => slots.of(one, 3))).toEqual([0, 1, 0, 2, 1, 0]);
    expect(slots.of('d', 3)).toBe(2);
    expect(slots.of('c', 3)).toBe(1);
  });

  it('that are gone are nobody’s', () => {
    const slots = new Slots();
    for (const one of ['a', 'b', 'c', 'd']) slots.of(one, 4);
    expect(['d', 'c', 'b', 'a'].map((one) => slots.of(one, 2)).every((slot) => slot < 2)).toBe(true);
  });

  it('are free again once a conversation is forgotten', () => {
    const slots = new Slots();
    slots.of('a', 2);
    slots.of('b', 2);
    slots.forget('b');
    expect(slots.of('c', 2)).toBe(1);
  });
});
