import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { from, lastValueFrom } from 'rxjs';
import { DatabaseDeadline } from './database-deadline.js';
import { DatabaseWatch } from './database-watch.js';
import type { ProcessLock } from './process-lock.js';

const never = new Promise<never>(() => {});
const silent = { query: () => never } as unknown as ProcessLock;
const answering = { query: () => Promise.resolve([]) } as unknown as ProcessLock;

const httpWith = (response: object) =>
  ({ getType: () => 'http', switchToHttp: () => ({ getResponse: () => response }) }) as ExecutionContext;
const event = { getType: () => 'ws' } as ExecutionContext;

function run(processLock: ProcessLock, context: ExecutionContext, work: Promise<unknown>): Promise<unknown> {
  const handler: CallHandler = { handle: () => from(work) };
  return lastValueFrom(new DatabaseDeadline(new DatabaseWatch(processLock)).intercept(context, handler));
}

describe('what is asked of a server', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([
    ['a request', httpWith({ headersSent: false })],
    ['an event', event],
  ])('is given up while the database is silent: %s', async (_, context) => {
    const given = expect(run(silent, context, never)).rejects.toThrow('Connection terminated');
    await jest.advanceTimersByTimeAsync(15_000);
    await given;
  });

  it.each([
    ['a request', httpWith({ headersSent: false })],
    ['an event', event],
  ])('takes as long as it likes while the database answers: %s', async (_, context) => {
    const work = new Promise((resolve) => setTimeout(resolve, 600_000, 'done'));
    const given = run(answering, context, work);
    await jest.advanceTimersByTimeAsync(600_000);
    await expect(given).resolves.toBe('done');
  });

  it('goes on to its own end once its answer has begun', async () => {
    const work = new Promise((resolve) => setTimeout(resolve, 60_000, 'done'));
    const given = run(silent, httpWith({ headersSent: true }), work);
    await jest.advanceTimersByTimeAsync(60_000);
    await expect(given).resolves.toBe('done');
  });

  it('fails as it failed', async () => {
    const failed = Promise.reject(new Error('no such thing'));
    await expect(run(answering, event, failed)).rejects.toThrow('no such thing');
  });
});
