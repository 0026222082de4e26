import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Config } from '../config/config.js';
import { Admission } from './admission.js';

const MB = 1024 * 1024;
/** 16 MB for an owner, 4 MB for a session. */
const admission = () => new Admission(Config.read({ MEMORY_MB: '512' }));
const refused = { code: 'too_much_waiting', retryAfter: 2 };

describe('taking messages in', () => {
  it('goes one after another in a session, in their order', async () => {
    const all = admission();
    const order: number[] = [];
    let inside = 0;
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        all.take('o', 's', 'x', async () => {
          expect(++inside).toBe(1);
          await sleep(n % 3);
          order.push(n);
          inside--;
        }),
      ),
    );
    expect(order).toEqual(order.map((_, n) => n));
  });

  it('serves the sessions by turns: a flood in one does not delay another', async () => {
    const all = admission();
    let done = 0;
    const flood = Array.from({ length: 100 }, () =>
      all.take('o', 'flooded', 'x', async () => {
        await new Promise(setImmediate);
        done++;
      }),
    );
    const before = await all.take('o', 'other', 'x', () => Promise.resolve(done));
    expect(before).toBeLessThan(5);
    await Promise.all(flood);
  });

  it('goes on after one that fails', async () => {
    const all = admission();
    const failed = all.take('o', 's', 'x', () => Promise.reject(new Error('no')));
    const next = all.take('o', 's', 'x', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });

  it('refuses what is too much for a session, and takes it again when there is room', async () => {
    const all = admission();
    const text = 'x'.repeat(MB / 2);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const results = Array.from({ length: 10 }, () => all.take('o', 's', text, () => held));
    const settled = Promise.allSettled(results);
    await expect(results[9]).rejects.toMatchObject(refused);
    await all.take('o', 'another', text, () => Promise.resolve());
    release();
    const kinds = (await settled).map(({ status }) => status);
    expect(kinds.filter((kind) => kind === 'fulfilled')).toHaveLength(3);
    await all.take('o', 's', text, () => Promise.resolve());
  });

  it('refuses what is too much for an owner, and nobody else', async () => {
    const all = admission();
    const leaves: (() => void)[] = [];
    const fill = () => {
      for (let n = 0; n < 10_000; n++) leaves.push(all.hold('o', `s${n}`));
    };
    expect(fill).toThrow('Too much is waiting');
    expect(leaves.length).toBeGreaterThanOrEqual(500);
    all.hold('somebody else', 's1')();
    leaves.forEach((leave) => leave());
    all.hold('o', 's')();
  });

  it('lets one in that is larger than all that may wait, when nothing waits', async () => {
    const all = admission();
    const large = 'x'.repeat(20 * MB);
    expect(await all.take('o', 's', large, () => Promise.resolve('in'))).toBe('in');
  });
});
