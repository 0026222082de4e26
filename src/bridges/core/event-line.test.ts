import { describe, expect, it } from '@jest/globals';
import { EventLine } from './event-line.js';

describe('a line of events', () => {
  it('takes one after another, whatever becomes of those before, and tells how many wait', async () => {
    const counts: number[] = [];
    const line = new EventLine((waiting) => counts.push(waiting));
    const done: number[] = [];
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    line.add(() => held.then(() => done.push(1)));
    line.add(() => Promise.reject(new Error('no')));
    const last = new Promise<void>((resolve) =>
      line.add(async () => {
        done.push(3);
        resolve();
      }),
    );
    expect(counts).toEqual([1, 2, 3]);
    go();
    await last;
    expect(done).toEqual([1, 3]);
  });
});
