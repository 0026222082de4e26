import { setImmediate as nextRound } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EventLoopPacer, URGENT } from './event-loop-pacer.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

/** Keeps the process busy for a few milliseconds. */
function work(): void {
  const until = performance.now() + 3;
  while (performance.now() < until);
}

describe('Much that comes at once', () => {
  it('is begun over many rounds of the event loop, in the order of each line and by turns among them', async () => {
    const pacer = new EventLoopPacer();
    const begun: string[] = [];
    for (let n = 0; n < 50; n++) {
      pacer.begin('flood', () => {
        work();
        begun.push(`flood ${n}`);
      });
    }
    pacer.begin('other', () => begun.push('other 0'));
    pacer.begin('other', () => begun.push('other 1'));
    expect(begun).toEqual(['flood 0']);
    let count = 0;
    for (; begun.length < 52; count++) await nextRound();
    expect(count).toBeGreaterThan(5);
    expect(begun.slice(0, 5)).toEqual(['flood 0', 'flood 1', 'other 0', 'flood 2', 'other 1']);
    expect(begun.filter((one) => one.startsWith('flood'))).toEqual(
      Array.from({ length: 50 }, (_, n) => `flood ${n}`),
    );
  });

  it('lets what is urgent go before all lines, and holds up none of them', async () => {
    const pacer = new EventLoopPacer();
    const begun: string[] = [];
    const ask = (line: string | typeof URGENT, name = String(line)) =>
      pacer.begin(line, () => begun.push(name));
    for (let n = 0; n < 40; n++) ask(`line ${n}`);
    for (let n = 0; n < 10; n++) ask(URGENT, 'urgent');
    for (let count = 0; begun.length < 50 && count < 100; count++) await nextRound();
    const first = begun.slice(1, 21);
    expect(first.filter((_, n) => n % 2 === 0)).toEqual(Array.from({ length: 10 }, () => 'urgent'));
    expect(first.filter((_, n) => n % 2)).toEqual(Array.from({ length: 10 }, (_, n) => `line ${n + 1}`));
  });

  it('is begun a few at a time while connections come in', async () => {
    const pacer = new EventLoopPacer();
    let begun = 0;
    const ask = () =>
      pacer.begin('flood', () => {
        begun++;
        work();
      });
    for (let n = 0; n < 8; n++) ask();
    const perRound: number[] = [];
    for (let before = begun; begun < 8; before = begun) {
      pacer.accepted();
      await nextRound();
      perRound.push(begun - before);
    }
    expect(Math.max(...perRound)).toBe(1);
  });

  it('is begun at once when it comes alone, again and again', async () => {
    const pacer = new EventLoopPacer();
    let begun = 0;
    for (let n = 1; n <= 3; n++) {
      pacer.begin('one', () => begun++);
      expect(begun).toBe(n);
      await nextRound();
      await nextRound();
    }
  });

  it('is under way a little at a time, by turns, and all of it in the end', async () => {
    const limit = new ConcurrencyLimit();
    const begun: string[] = [];
    let underWay = 0;
    let most = 0;
    const ask = (line: string) =>
      new Promise<void>((resolve) => {
        limit.begin(line, (ended) => {
          begun.push(line);
          most = Math.max(most, ++underWay);
          setImmediate(() => {
            underWay--;
            ended();
            ended();
            resolve();
          });
        });
      });
    const all = Array.from({ length: 500 }, () => ask('flood'));
    await Promise.all([ask('other'), ...all]);
    expect(most).toBe(32);
    expect(begun.indexOf('other')).toBeLessThan(40);
  });

  it('ends at once without end where that is so', () => {
    const limit = new ConcurrencyLimit();
    const ends: (() => void)[] = [];
    for (let n = 0; n < 32; n++) limit.begin('held', (ended) => ends.push(ended));
    let begun = 0;
    for (let n = 0; n < 50_000; n++) {
      limit.begin('gone', (ended) => {
        begun++;
        ended();
      });
    }
    ends[0]!();
    expect(begun).toBe(50_000);
  });

  it('lets the next begin when one takes long', async () => {
    const limit = new ConcurrencyLimit();
    for (let n = 0; n < 32; n++) limit.begin('slow', () => {});
    await new Promise<void>((resolve) => limit.begin('next', () => resolve()));
  });
});
