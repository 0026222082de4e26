import { describe, expect, it } from '@jest/globals';
import { kindOf, pulledBy, TURNS_AT, turnedBy } from './swipe.js';

describe('a finger on a reply', () => {
  it('is waited for, then turns a page only where it goes sideways', () => {
    expect(kindOf({ x: 6, y: 5 })).toBe('undecided');
    expect(kindOf({ x: -20, y: 4 })).toBe('sideways');
    expect(kindOf({ x: 20, y: -4 })).toBe('sideways');
    expect(kindOf({ x: 4, y: 20 })).toBe('other');
    expect(kindOf({ x: 15, y: 14 })).toBe('other');
  });

  it('pulls the reply along, never faster than it goes, and hardly where nothing is', () => {
    for (const x of [10, 40, 100, 400]) {
      expect(pulledBy(x, true)).toBeGreaterThan(0);
      expect(pulledBy(x, true)).toBeLessThanOrEqual(x);
      expect(pulledBy(-x, true)).toBe(-pulledBy(x, true));
      expect(pulledBy(x, false)).toBeLessThan(pulledBy(x, true) / 4);
    }
    expect(pulledBy(400, true)).toBeGreaterThan(pulledBy(100, true));
  });

  it('turns to the next version to the left, to the one before to the right, and not by a little', () => {
    expect([-TURNS_AT, TURNS_AT, TURNS_AT - 1, 0].map(turnedBy)).toEqual([1, -1, 0, 0]);
  });
});
