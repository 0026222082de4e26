import { expect, it } from '@jest/globals';
import { Buckets } from './buckets.js';

it('is emptied by whoever takes, and by nobody else, and fills up again', () => {
  const buckets = new Buckets({ most: 3, aSecond: 0.1 }, 2);
  const taken = Array.from({ length: 5 }, () => buckets.of('a', 0).take(0));
  expect(taken).toEqual([true, true, true, false, false]);
  expect(buckets.isEmpty('a', 9000)).toBe(true);
  expect(buckets.isEmpty('b', 0)).toBe(false);
  expect(buckets.isEmpty('a', 10_000)).toBe(false);
  buckets.of('a', 10_000).take(10_000);
  expect(buckets.isEmpty('a', 10_000)).toBe(true);
});

it('is forgotten of whoever was quiet longest, and not for those who only ask', () => {
  const buckets = new Buckets({ most: 1, aSecond: 0 }, 2);
  for (const one of ['a', 'b']) buckets.of(one, 0).take(0);
  for (const one of ['c', 'd', 'e']) expect(buckets.isEmpty(one, 0)).toBe(false);
  buckets.of('a', 0);
  buckets.of('c', 0).take(0);
  expect(['a', 'b', 'c'].map((one) => buckets.isEmpty(one, 0))).toEqual([true, false, true]);
});
