/**
 * Loaded into the server before anything else (`node --import`): measures how late its event loop is, and writes that
 * down, in milliseconds, whenever it is told to by SIGUSR2. Then it begins anew.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const path = process.env.BENCH_LOOP_FILE;
if (path) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('SIGUSR2', () => {
    const told = { delay: delay.percentile(99.9) / 1e6, most: delay.max / 1e6, seen: delay.count };
    writeFileSync(`${path}.new`, JSON.stringify(told));
    renameSync(`${path}.new`, path);
    delay.reset();
  });
}
