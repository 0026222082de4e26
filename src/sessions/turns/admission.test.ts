import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Config } from '../../config/config.js';
import type { DatabaseWatch } from '../../database/database-watch.js';
import { processConfig } from '../../process/process.config.js';
import { Admission, type IncomingMessage, type AcceptedMessage } from './admission.js';

const MB = 1024 * 1024;
/** 32 MB for an owner, 4 MB for a session. */
const answering = { whileItAnswers: (work: Promise<unknown>) => work } as DatabaseWatch;
const admission = (database = answering) =>
  new Admission(Config.read({ MEMORY_MB: '512' }, [processConfig]), database);
const refused = { code: 'too_much_waiting', retryAfter: 2 };
const incoming = (text: string): IncomingMessage => ({ text, clientId: null });
const taken = (one: IncomingMessage) => ({
  status: 'fulfilled' as const,
  value: { turnId: one.text } as AcceptedMessage,
});
const all = (together: readonly IncomingMessage[]) => Promise.resolve(together.map(taken));

describe('taking messages in', () => {
  it('takes the first alone and together whatever has come meanwhile, in order, up to 500', async () => {
    const door = admission();
    const order: string[] = [];
    const sizes: number[] = [];
    let inside = 0;
    const takeIn = async (together: readonly IncomingMessage[]) => {
      expect(++inside).toBe(1);
      sizes.push(together.length);
      await sleep(2);
      order.push(...together.map(({ text }) => text));
      inside--;
      return together.map(taken);
    };
    const texts = Array.from({ length: 1200 }, (_, n) => `${n}`);
    const answers = await Promise.all(texts.map((text) => door.take('o', 's', incoming(text), takeIn)));
    expect(answers.map(({ turnId }) => turnId)).toEqual(texts);
    expect(order).toEqual(texts);
    expect(sizes).toEqual([1, 500, 500, 199]);
  });

  it('takes no more together than a bound in bytes', async () => {
    const door = admission();
    const sizes: number[] = [];
    const takeIn = async (together: readonly IncomingMessage[]) => {
      sizes.push(together.length);
      return all(together);
    };
    const texts = Array.from({ length: 8 }, () => 'x'.repeat(200_000));
    await Promise.all(texts.map((text) => door.take('o', 's', incoming(text), takeIn)));
    expect(sizes).toEqual([1, 2, 2, 2, 1]);
  });

  it('serves the sessions by turns: a flood in one does not delay another', async () => {
    const door = admission();
    let rounds = 0;
    const flood = Array.from({ length: 3000 }, () =>
      door.take('o', 'flooded', incoming('x'), async (together) => {
        rounds++;
        await new Promise(setImmediate);
        return together.map(taken);
      }),
    );
    let before = Infinity;
    await door.take('o', 'other', incoming('x'), (together) => {
      before = rounds;
      return all(together);
    });
    expect(before).toBeLessThan(3);
    await Promise.all(flood);
  });

  it('answers each by itself, and goes on after some that fail', async () => {
    const door = admission();
    const first = door.take('o', 's', incoming('a'), () => Promise.reject(new Error('no')));
    const some = ['b', 'c'].map((text) =>
      door.take('o', 's', incoming(text), (together) =>
        Promise.resolve(
          together.map((one) =>
            one.text === 'b' ? { status: 'rejected' as const, reason: new Error('b') } : taken(one),
          ),
        ),
      ),
    );
    await expect(first).rejects.toThrow('no');
    await expect(some[0]).rejects.toThrow('b');
    expect(await some[1]).toEqual({ turnId: 'c' });
  });

  it('keeps what another owner sends into the same session apart', async () => {
    const door = admission();
    const batches: string[][] = [];
    const takeIn = async (together: readonly IncomingMessage[]) => {
      batches.push(together.map(({ text }) => text));
      await sleep(1);
      return together.map(taken);
    };
    const owners = ['mine', 'theirs', 'mine', 'theirs', 'mine', 'theirs'];
    await Promise.all(owners.map((owner) => door.take(owner, 's', incoming(owner), takeIn)));
    expect(batches.every((batch) => new Set(batch).size === 1)).toBe(true);
  });

  it('refuses what is too much for a session, and takes it again when there is room', async () => {
    const door = admission();
    const text = 'x'.repeat(MB / 2);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const takeIn = (together: readonly IncomingMessage[]) => held.then(() => together.map(taken));
    const results = Array.from({ length: 10 }, () => door.take('o', 's', incoming(text), takeIn));
    const settled = Promise.allSettled(results);
    await expect(results[9]).rejects.toMatchObject(refused);
    await door.take('o', 'another', incoming(text), all);
    release();
    const kinds = (await settled).map(({ status }) => status);
    expect(kinds.filter((kind) => kind === 'fulfilled')).toHaveLength(3);
    await door.take('o', 's', incoming(text), all);
  });

  it('refuses what is too much behind a turn that runs, until that has ended', async () => {
    const door = admission();
    door.stored(
      'o',
      's',
      Array.from({ length: 4 }, () => 'x'.repeat(MB / 2 - 512)),
    );
    await expect(door.take('o', 's', incoming('One more.'), all)).rejects.toMatchObject(refused);
    await door.take('o', 'another', incoming('One more.'), all);
    door.called('o', 's');
    await door.take('o', 's', incoming('One more.'), all);
  });

  it('refuses what is too much for an owner, and nobody else', async () => {
    const door = admission();
    const leaves: (() => void)[] = [];
    const fill = () => {
      for (let n = 0; n < 10_000; n++) leaves.push(door.hold('o', `s${n}`));
    };
    expect(fill).toThrow('Too much is waiting');
    expect(leaves.length).toBeGreaterThanOrEqual(500);
    door.hold('somebody else', 's1')();
    leaves.forEach((leave) => leave());
    door.hold('o', 's')();
  });

  it('says when nothing is on its way in any more, in that session alone', async () => {
    const door = admission();
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const takeIn = async (together: readonly IncomingMessage[]) => {
      await held;
      return together.map(taken);
    };
    await door.empty('o', 's');
    const takes = Array.from({ length: 700 }, (_, n) =>
      door.take('o', 's', incoming(`${n}`), takeIn).then(() => order.push('taken')),
    );
    await door.empty('o', 'another');
    const emptied = door.empty('o', 's').then(() => order.push('empty'));
    release();
    await Promise.all([...takes, emptied]);
    expect(order.indexOf('empty')).toBe(700);
    await door.empty('o', 's');
  });

  it('knows the first message that waits for a turn from those that follow it', () => {
    const door = admission();
    expect(door.stored('o', 's', ['a', 'b'])).toBe(true);
    expect(door.stored('o', 's', ['c'])).toBe(false);
    expect(door.stored('o', 'another', ['d'])).toBe(true);
    door.called('o', 's');
    expect(door.stored('o', 's', ['e'])).toBe(true);
  });

  it('lets one in that is larger than all that may wait, when nothing waits', async () => {
    const door = admission();
    expect(await door.take('o', 's', incoming('x'.repeat(20 * MB)), all)).toBeDefined();
  });

  it('gives up what a database does not answer, and knows it when it is sent again', async () => {
    const away = Promise.reject(new Error('Connection terminated: the database does not answer.'));
    away.catch(() => undefined);
    let isAway = true;
    const whileItAnswers = (work: Promise<unknown>) => (isAway ? Promise.race([away, work]) : work);
    const door = admission({ whileItAnswers } as DatabaseWatch);
    const seen: (string | null)[] = [];
    let answer = () => {};
    const takeIn = async (together: readonly IncomingMessage[]) => {
      seen.push(...together.map(({ text, clientId }) => `${text} ${clientId}`));
      if (isAway) await new Promise<void>((resolve) => (answer = resolve));
      return together.map(taken);
    };
    for (const text of ['being stored', 'in the line'])
      await expect(door.take('o', 's', incoming(text), takeIn)).rejects.toThrow('does not answer');
    isAway = false;
    answer();
    for (const text of ['being stored', 'in the line']) await door.take('o', 's', incoming(text), takeIn);
    await door.take('o', 's', incoming('in the line'), takeIn);
    const [first, again, late, other] = seen;
    expect(again).toBe(first);
    expect(late).toMatch(/^in the line /);
    // What was answered since is another one.
    expect(other).not.toBe(late);
  });
});
