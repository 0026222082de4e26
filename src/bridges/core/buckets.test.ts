import { expect, it } from '@jest/globals';
import { Buckets } from './buckets.js';

it('is emptied by whoever takes, and by nobody else, and fills up again', () => {
  const buckets = new Buckets(3, 0.1, 2);
  for (let n = 0; n < 5; n++) buckets.take('a', 0);
  expect(buckets.isEmpty('a', 9000)).toBe(true);
  expect(buckets.isEmpty('b', 0)).toBe(false);
  expect(buckets.isEmpty('a', 10_000)).toBe(false);
  buckets.take('a', 10_000);
  expect(buckets.isEmpty('a', 10_000)).toBe(true);
});
