import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { TOO_MUCH, type Watched } from './child-end.js';

const LOOK_EVERY_MS = 50;
const STDERR = 2;

/**
 * A thread within the child that ends it, however busy it is, when it takes more memory than it may, or when the server
 * is no longer there to do so.
 */
const { most, server } = workerData as Watched;

setInterval(() => {
  const isTooMuch = process.memoryUsage.rss() > most;
  if (isTooMuch) writeSync(STDERR, TOO_MUCH);
  if (isTooMuch || !isThere(server)) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY_MS);

/** Windows names the parent after its end, too. */
function isThere(pid: number): boolean {
  try {
    return process.ppid === pid && process.kill(pid, 0);
  } catch {
    return false;
  }
}
