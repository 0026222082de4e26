import { parentPort } from 'node:worker_threads';
import { Problem } from '../contracts/problem.js';
import { isTooMuch, tooMuch } from './child-end.js';
import { handedOver } from './handed-over.js';
import { errorOrigin } from './error-origin.js';
import type { ThreadAnswer, ThreadCall } from './thread.js';

/** The entry of a thread: it calls what it is told to, and answers. */
parentPort!.on('message', ({ url, name, args }: ThreadCall) => void answer(url, name, args));

async function answer(url: string, name: string, args: unknown[]): Promise<void> {
  const { value, memory } = handedOver(await outcome(url, name, args));
  parentPort!.postMessage(value, memory);
}

async function outcome(url: string, name: string, args: unknown[]): Promise<ThreadAnswer> {
  try {
    const module = (await import(url)) as Record<string, (...args: unknown[]) => unknown>;
    return { result: await module[name]!(...args) };
  } catch (thrown) {
    const error = isTooMuch(thrown) ? tooMuch() : thrown;
    if (error instanceof Problem)
      return { problem: { code: error.code, message: error.message, param: error.param } };
    return { failure: errorOrigin(error) };
  }
}
