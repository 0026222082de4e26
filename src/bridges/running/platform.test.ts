import { describe, expect, it } from '@jest/globals';
import { PlatformRefusal } from './platform.js';

describe('how long a platform wants to be left alone', () => {
  it.each([
    [1e15, 24 * 60 * 60_000],
    [Infinity, 24 * 60 * 60_000],
    [-5, 100],
    [0, 100],
    [NaN, 100],
    [5000, 5000],
    [null, null],
  ])('is a time that a timer keeps to: %s', (said, kept) => {
    expect(new PlatformRefusal('rate_limited', '', said).retryAfterMs).toBe(kept);
  });
});
