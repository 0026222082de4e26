import { describe, expect, it } from '@jest/globals';
import { waitAfter } from './backoff.js';

describe('the wait before a connection is tried again', () => {
  it('doubles up to five minutes', () => {
    expect([0, 1, 2].map((failures) => waitAfter(failures, 1))).toEqual([1000, 2000, 4000]);
    expect(waitAfter(1000, 1)).toBe(300_000);
    expect(waitAfter(0, 0)).toBe(750);
  });
});
