import { parentPort } from 'node:worker_threads';
import type { Answer } from './thread.js';

/** Says how far it has come: for work that runs in a thread, to whoever asked for it. */
export function tell(message: string): void {
  parentPort?.postMessage({ told: message } satisfies Answer);
}
