import { afterAll, describe, expect, it, jest } from '@jest/globals';
import 'reflect-metadata';
import type { Threads as ThreadsType } from '../src/threads/threads.js';
import type { ThreadModule } from '../src/threads/thread-module.js';

jest.setTimeout(60_000);

interface Work {
  whichThread(): number;
  slowly(ms: number): Promise<number>;
  refuse(): never;
  fail(): never;
  dieLater(): number;
  forever(): never;
  growHeap(): never;
  growByLeaps(): never;
  growOutside(): never;
  holdOn(bytes: number): number;
}

// threads are entered by files that were built
const { Threads } = (await import('../dist/src/threads/threads.js' as string)) as {
  Threads: typeof ThreadsType;
};
const url = new URL('./thread-work.js', import.meta.url).href;
const WORK: ThreadModule<Work> = { url, mostMs: 30_000 };
const HASTY: ThreadModule<Work> = { url, mostMs: 300 };
const open = () => new AbortController().signal;

describe('threads', () => {
  const threads = new Threads();
  afterAll(() => threads.onApplicationShutdown());
  const which = () => threads.call(WORK, 'whichThread', [], open());

  it('do one thing after another in one, and two things at once in two', async () => {
    const first = await which();
    expect(await which()).toBe(first);
    const [one, other] = await Promise.all([
      threads.call(WORK, 'slowly', [100], open()),
      threads.call(WORK, 'slowly', [100], open()),
    ]);
    expect(one).toBe(first);
    expect(other).not.toBe(first);
    expect([one, other]).toContain(await which());
  });

  it('tell how far they have come', async () => {
    const told: string[] = [];
    const tell = async (message: string) => void told.push(message);
    await threads.call(WORK, 'slowly', [1], open(), tell);
    expect(told).toEqual(['begun']);
  });

  it.each<[string, keyof Work, object]>([
    ['a refusal, as it was said', 'refuse', { code: 'file_not_text', message: 'This is no text.' }],
    ['a failure, without what it said', 'fail', { code: 'internal', message: 'This could not be read.' }],
    ['a heap that grows without end', 'growHeap', { code: 'file_broken' }],
    ['a heap that grows by leaps', 'growByLeaps', { code: 'file_broken' }],
    ['memory outside of the heap that grows without end', 'growOutside', { code: 'file_broken' }],
  ])('end after %s', async (_, name, error) => {
    const before = await which();
    await expect(threads.call(WORK, name as 'refuse', [], open())).rejects.toMatchObject(error);
    expect(await which()).not.toBe(before);
  });

  it('end when their time is over, or nobody waits any longer', async () => {
    const before = await which();
    await expect(threads.call(HASTY, 'forever', [], open())).rejects.toMatchObject({ code: 'file_broken' });
    const next = await which();
    expect(next).not.toBe(before);
    const cancelled = new AbortController();
    const busy = threads.call(WORK, 'forever', [], cancelled.signal);
    cancelled.abort(new Error('cancelled'));
    await expect(busy).rejects.toThrow('cancelled');
    expect(await which()).not.toBe(next);
    await expect(threads.call(WORK, 'whichThread', [], cancelled.signal)).rejects.toThrow('cancelled');
  });

  it('are not kept with much memory, nor once they have died', async () => {
    const large = await threads.call(WORK, 'holdOn', [200_000_000], open());
    expect(await which()).not.toBe(large);
    const dead = await threads.call(WORK, 'dieLater', [], open());
    let next = dead;
    while (next === dead) next = await which().catch(() => dead); // what it did when it died is lost
  });

  it('do not outlive the server', async () => {
    const closing = new Threads();
    const busy = closing.call(WORK, 'slowly', [200], open());
    await closing.onApplicationShutdown();
    const last = await busy;
    expect(await closing.call(WORK, 'whichThread', [], open())).not.toBe(last);
  });
});
