import { expect, it } from '@jest/globals';
import { inTurns } from './body-parts.js';

const MB = 1024 * 1024;

it('lets everything else have a turn while a long request is written', async () => {
  const parts = Array.from({ length: 12 }, (_, n) => Buffer.alloc(3 * MB, n));
  const told: number[] = [];
  const turns: number[] = [];
  let writing = true;
  const turn = () => {
    turns.push(told.length);
    if (writing) setImmediate(turn);
  };
  setImmediate(turn);
  for await (const part of inTurns(parts)) told.push(part[0]!);
  writing = false;
  expect(told).toEqual(parts.map((_, n) => n));
  // Never more than eight megabytes between two of them.
  for (const [n, at] of turns.entries()) expect(at - (turns[n - 1] ?? 0)).toBeLessThanOrEqual(2);
  expect(turns.length).toBeGreaterThanOrEqual(5);
});
