import { afterAll, describe, expect, it, jest } from '@jest/globals';
import 'reflect-metadata';
import type { Thread as ThreadType } from '../../src/children/thread.js';
import type { ChildModule } from '../../src/children/child-module.js';

jest.setTimeout(60_000);

interface Work {
  slowly(ms: number): Promise<number>;
  refuse(): never;
  fail(): never;
  environment(): Record<string, string>;
  sizeOf(name: string, bytes: Uint8Array): { name: string; size: number; sum: number };
  echo<Value>(value: Value): Value;
  exit(code: number): never;
  forever(): never;
  growHeap(): never;
}

// threads are entered by files that were built
const { Thread } = (await import('../../dist/src/children/thread.js' as string)) as {
  Thread: typeof ThreadType;
};
const url = new URL('../support/child-work.js', import.meta.url).href;
const WORK: ChildModule<Work> = { url, mostMs: 30_000 };
const HASTY: ChildModule<Work> = { url, mostMs: 1500 };

describe('a thread', () => {
  const thread = new Thread(WORK, 128);
  afterAll(() => thread.onApplicationShutdown());

  it('does what it is told while the event loop goes on, one thing after another', async () => {
    const order: string[] = [];
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    await Promise.all([
      thread.call('slowly', 60).then(() => order.push('slow')),
      thread.call('echo', 1).then(() => order.push('quick')),
    ]);
    clearInterval(turning);
    expect(order).toEqual(['slow', 'quick']);
    expect(turns).toBeGreaterThan(5);
  });

  it('takes bytes over instead of copying them, and leaves alone what others share', async () => {
    const own = Buffer.alloc(1_000_000, 1);
    expect(await thread.call('sizeOf', '灯', own)).toEqual({ name: '灯', size: 1_000_000, sum: 1_000_000 });
    expect(own.byteLength).toBe(0);
    const whole = Buffer.alloc(100, 2);
    const part = whole.subarray(10, 20);
    const value = { one: part, same: [part, { part }], text: '灯\u{1F3EE}', none: null };
    const bytes = new Uint8Array(part);
    expect(await thread.call('echo', value)).toEqual({
      ...value,
      one: bytes,
      same: [bytes, { part: bytes }],
    });
    expect(whole).toEqual(Buffer.alloc(100, 2));
  });

  it('says what the work says, and nothing of what it failed at', async () => {
    await expect(thread.call('refuse')).rejects.toMatchObject({
      code: 'file_not_text',
      message: 'This is no text.',
    });
    await expect(thread.call('fail')).rejects.toMatchObject({ code: 'internal' });
    expect(await thread.call('environment')).toEqual({});
  });

  it('ends when it takes too much memory or ends itself, and works on anew', async () => {
    await expect(thread.call('growHeap')).rejects.toMatchObject({ code: 'file_too_heavy' });
    expect(await thread.call('echo', 1)).toBe(1);
    await expect(thread.call('exit', 1)).rejects.toMatchObject({ code: 'file_too_heavy' });
    expect(await thread.call('echo', 2)).toBe(2);
  });

  it('ends when it takes too long, and what waits is done then', async () => {
    const hasty = new Thread(HASTY, 128);
    const late = hasty.call('forever');
    const next = hasty.call('echo', 1);
    await expect(late).rejects.toMatchObject({ code: 'file_too_heavy' });
    expect(await next).toBe(1);
    await hasty.onApplicationShutdown();
  });
});
