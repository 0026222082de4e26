import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { childMemory, leastMemory } from './child-memory.js';

const MB = 1024 * 1024;

describe('the memory that reading may take', () => {
  it('is, with what the server and its database need, never more than there is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 128, max: 1 << 20 }), fc.boolean(), (megabytes, withPostgres) => {
        const memory = megabytes * MB;
        const { children, each } = childMemory(memory, withPostgres);
        expect(children).toBeGreaterThanOrEqual(1);
        expect(each).toBeGreaterThanOrEqual(200 * MB);
        const isEnough = memory >= leastMemory(withPostgres);
        expect(children * each + 368 * MB + (withPostgres ? 160 * MB : 0) <= memory).toBe(isEnough);
      }),
    );
  });

  it('is less in a small container than on a large machine', () => {
    expect(childMemory(1024 * MB, true)).toEqual({ children: 1, each: 496 * MB });
    expect(childMemory(32_768 * MB, true)).toEqual({ children: 2, each: 1536 * MB });
  });
});
