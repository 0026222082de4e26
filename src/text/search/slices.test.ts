import { expect, it } from '@jest/globals';
import { atOnce, inSlices, type Work } from './slices.js';

function* counting(to: number, busyMs = 0): Work<number> {
  let sum = 0;
  for (let n = 1; n <= to; n++) {
    sum += n;
    for (const begun = performance.now(); performance.now() - begun < busyMs;);
    yield;
  }
  return sum;
}

it('work gives the same at once and in slices', async () => {
  expect(atOnce(counting(1000))).toBe(500_500);
  expect(await inSlices(counting(1000))).toBe(500_500);
});

it('everything else goes on between slices, however many works there are', async () => {
  let ticks = 0;
  const tick = setInterval(() => ticks++, 1);
  await Promise.all([inSlices(counting(60, 2)), inSlices(counting(60, 2))]);
  clearInterval(tick);
  expect(ticks).toBeGreaterThan(5);
});

it('what fails in a slice rejects', async () => {
  function* failing(): Work<never> {
    yield;
    throw new Error('no');
  }
  await expect(inSlices(failing())).rejects.toThrow('no');
});
