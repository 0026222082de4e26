import { Worker } from 'node:worker_threads';
import type { TestServer } from './server.js';

/** Asks how the server is, again and again, and knows how long it ever took to answer. */
export interface HealthWatch {
  /** In milliseconds, since the last reset. */
  longest(): number;
  /** How often it has answered, since the last reset. */
  asked(): number;
  reset(): void;
  stop(): void;
}

export function watchHealth(server: TestServer): HealthWatch {
  const shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(new URL('./health-watch-thread.js', import.meta.url), {
    workerData: { url: server.url, shared },
  });
  return {
    longest: () => Atomics.load(shared, 0),
    asked: () => Atomics.load(shared, 1),
    reset: () => void shared.fill(0),
    stop: () => void thread.terminate(),
  };
}
