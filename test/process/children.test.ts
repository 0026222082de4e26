import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { serialize } from 'node:v8';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import 'reflect-metadata';
import type { Children as ChildrenType } from '../../src/children/children.js';
import type { ChildModule } from '../../src/children/child-module.js';
import { itInFull, sample } from '../support/full.js';

jest.setTimeout(60_000);

interface Work {
  which(): number;
  slowly(ms: number): Promise<number>;
  wait(): Promise<void>;
  refuse(): never;
  fail(): never;
  environment(): Record<string, string>;
  sizeOf(name: string, bytes: Uint8Array): { name: string; size: number; sum: number };
  echo(value: unknown): unknown;
  print(): number;
  compile(): number;
  deep(): never;
  long(): never;
  exit(code: number): never;
  signal(name: string): never;
  dieLater(): number;
  forever(): never;
  growHeap(): never;
  growByLeaps(): never;
  growOutside(): never;
  holdOn(bytes: number): number;
  answerRaw(bytes: Uint8Array, ms?: number): Promise<string>;
  chatter(): Promise<void>;
}

// children are entered by files that were built
const { Children } = (await import('../../dist/src/children/children.js' as string)) as {
  Children: typeof ChildrenType;
};
const url = new URL('../support/child-work.js', import.meta.url).href;
const WORK: ChildModule<Work> = { url, mostMs: 30_000 };
const HASTY: ChildModule<Work> = { url, mostMs: 1500 };
const MB = 1024 * 1024;
const open = () => new AbortController().signal;

/** A message as it goes over the pipe. */
function raw(body: Buffer, length = body.length): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(length);
  return Buffer.concat([head, body]);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('child processes', () => {
  const children = new Children({ children: 2, each: 320 * MB });
  afterAll(() => children.onApplicationShutdown());
  const which = () => children.call(WORK, 'which', [], open());

  it('do one thing after another in one, and two things at once in two', async () => {
    const first = await which();
    expect(first).not.toBe(process.pid);
    expect(await which()).toBe(first);
    const [one, other] = await Promise.all([
      children.call(WORK, 'slowly', [100], open()),
      children.call(WORK, 'slowly', [100], open()),
    ]);
    expect(one).toBe(first);
    expect(other).not.toBe(first);
    expect([one, other]).toContain(await which());
  });

  it('are never more at once than there is memory for', async () => {
    const alone = new Children({ children: 1, each: 320 * MB });
    const pids = await Promise.all([1, 2, 3].map(() => alone.call(WORK, 'slowly', [30], open())));
    expect(new Set(pids).size).toBe(1);
    await alone.onApplicationShutdown();
  });

  it('tell how far they have come', async () => {
    const told: string[] = [];
    const tell = async (message: string) => void told.push(message);
    await children.call(WORK, 'slowly', [1], open(), tell);
    expect(told).toEqual(['begun']);
  });

  it('take bytes as a whole or piece by piece, and give back what they are given', async () => {
    async function* pieces() {
      for (let n = 0; n < 40; n++) yield Buffer.alloc(100_000, n);
    }
    const size = { name: '灯', size: 4_000_000, sum: 780 * 100_000 };
    expect(await children.call(WORK, 'sizeOf', ['灯', pieces()], open())).toEqual(size);
    const whole = Buffer.alloc(4_000_000, 1);
    expect(await children.call(WORK, 'sizeOf', ['a', whole], open())).toMatchObject({ sum: 4_000_000 });
    const value = [{ text: '灯\u{1F3EE}', n: [1, null] }, 'x'.repeat(3_000_000)];
    expect(await children.call(WORK, 'echo', [value], open())).toEqual(value);
    async function* broken() {
      yield Buffer.alloc(10);
      throw new Error('the source of the bytes broke');
    }
    await expect(children.call(WORK, 'sizeOf', ['b', broken()], open())).rejects.toThrow('broke');
  });

  it('know nothing of the server’s environment that opens anything, and make no code of words', async () => {
    process.env['OPENAI_API_KEY'] = 'secret';
    const names = Object.keys(await children.call(WORK, 'environment', [], open()));
    delete process.env['OPENAI_API_KEY'];
    expect(names).toContain('PATH');
    expect(
      names.filter((name) => !/^(PATH|TZ|LANG|LC_ALL|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|__CF\w+)$/.test(name)),
    ).toEqual([]);
    await expect(children.call(WORK, 'compile', [], open())).rejects.toMatchObject({ code: 'internal' });
  });

  it('may print what they like', async () => {
    const printed = jest.spyOn(process.stderr, 'write');
    expect(await children.call(WORK, 'print', [], open())).toBe(await which());
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  const DEATHS: [string, keyof Work, unknown[], object][] = [
    ['a refusal, as it was said', 'refuse', [], { code: 'file_not_text', message: 'This is no text.' }],
    ['a failure, without what it said', 'fail', [], { code: 'internal', message: 'This could not be read.' }],
    ['a heap that grows without end', 'growHeap', [], { code: 'file_too_heavy' }],
    ['a heap that grows by leaps', 'growByLeaps', [], { code: 'file_too_heavy' }],
    ['memory outside of the heap that grows without end', 'growOutside', [], { code: 'file_too_heavy' }],
    ['a kill', 'signal', ['SIGKILL'], { code: 'reading_failed' }],
    ['a fault of memory', 'signal', ['SIGSEGV'], { code: 'reading_failed' }],
    ['an exit that looks well', 'exit', [0], { code: 'reading_failed' }],
    ['a message that is none', 'answerRaw', [raw(Buffer.from('no message'))], { code: 'reading_failed' }],
    ['a message of another shape', 'answerRaw', [raw(serialize({ ok: true }))], { code: 'reading_failed' }],
    [
      'a message of two shapes',
      'answerRaw',
      [raw(serialize({ told: 'x', result: 1, held: 1 }))],
      { code: 'reading_failed' },
    ],
    [
      'a code that nobody knows',
      'answerRaw',
      [raw(serialize({ problem: { code: 'toString', message: '' } }))],
      { code: 'reading_failed' },
    ],
    [
      'a message that is longer than any may be',
      'answerRaw',
      [raw(Buffer.alloc(0), 0xffffffff)],
      { code: 'reading_failed' },
    ],
    ['news without end', 'chatter', [], { code: 'reading_failed' }],
    ['calls that are too deep', 'deep', [], { code: 'file_too_heavy' }],
    ['a string that is too long', 'long', [], { code: 'file_too_heavy' }],
  ];
  // A refusal, memory of two kinds, a signal, messages of strange length or shape, and a text that is too deep.
  it.each(sample(DEATHS, 0, 2, 4, 6, 9, 12, 14))('end after %s', async (_, name, args, error) => {
    const before = await which();
    await expect(children.call(WORK, name as 'echo', args as [unknown], open())).rejects.toMatchObject(error);
    expect(await which()).not.toBe(before);
    await gone(before);
  });

  it('end when their time is over, or nobody waits any longer', async () => {
    const before = await which();
    await expect(children.call(HASTY, 'forever', [], open())).rejects.toMatchObject({
      code: 'file_too_heavy',
    });
    const next = await which();
    expect(next).not.toBe(before);
    const cancelled = new AbortController();
    const busy = children.call(WORK, 'forever', [], cancelled.signal, async () =>
      cancelled.abort(new Error('cancelled')),
    );
    await expect(busy).rejects.toThrow('cancelled');
    expect(await which()).not.toBe(next);
    await expect(children.call(WORK, 'which', [], cancelled.signal)).rejects.toThrow('cancelled');
  });

  itInFull('are not kept with much memory, nor once they have died', async () => {
    const large = await children.call(WORK, 'holdOn', [250_000_000], open());
    expect(await which()).not.toBe(large);
    const dead = await children.call(WORK, 'dieLater', [], open());
    let next = dead;
    while (next === dead) next = await which().catch(() => dead); // what it did when it died is lost
  });

  it('do not outlive the server that ends', async () => {
    const closing = new Children({ children: 1, each: 320 * MB });
    let pid = 0;
    const busy = closing.call(WORK, 'wait', [], open(), async (told) => void (pid = Number(told)));
    busy.catch(() => {});
    while (!pid) await new Promise((resolve) => setTimeout(resolve, 10));
    await closing.onApplicationShutdown();
    await expect(busy).rejects.toMatchObject({ code: 'reading_failed' });
    expect(isThere(pid)).toBe(false);
  });

  it.each(sample(['wait', 'forever'], 1))(
    'do not outlive a server that is killed, even where they %s',
    async (name) => {
      const script = `
      import 'reflect-metadata';
      const { Children } = await import(${JSON.stringify(new URL('../../dist/src/children/children.js', import.meta.url).href)});
      const children = new Children({ children: 1, each: ${320 * MB} });
      const work = { url: ${JSON.stringify(url)}, mostMs: 60000 };
      await children.call(work, '${name}', [], new AbortController().signal, async (pid) => console.log(pid));`;
      const server = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said] = (await once(server.stdout, 'data')) as [Buffer];
      const pid = Number(said.toString());
      expect(isThere(pid)).toBe(true);
      server.kill('SIGKILL');
      await gone(pid);
    },
  );
});
