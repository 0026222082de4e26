import { parentPort } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';
import { Problem } from '../problem.js';
import { describe } from '../problem.filter.js';
import type { Answer, Call } from './thread.js';

/** The entry of a thread: strangers' files and pages never meet the server's own memory and time. */
parentPort?.on('message', async ({ url, name, args }: Call) => {
  const answer = (body: Answer) => parentPort?.postMessage(body);
  try {
    const module = (await import(url)) as Record<string, (...args: unknown[]) => unknown>;
    const result = await module[name]!(...args);
    const { total_physical_size: heap, external_memory: outside } = getHeapStatistics();
    answer({ ok: true, result, held: heap + outside });
  } catch (error) {
    const { code, message } =
      error instanceof Problem ? error : { code: 'internal' as const, message: describe(error) };
    answer({ ok: false, code, message });
  }
});
