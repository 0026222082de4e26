import { describe, expect, it } from '@jest/globals';
import { Attempts } from './attempts.js';

const HERE = '203.0.113.9';
const THERE = '203.0.113.10';

describe('failed attempts', () => {
  const begin = () => {
    const clock = { now: 1000 };
    const attempts = new Attempts(() => clock.now * 1000);
    const fail = (times: number, address = HERE, guess: string | null = null) => {
      for (let n = 0; n < times; n++) attempts.failed(address, guess && `${guess}${n}`);
    };
    return { clock, attempts, fail };
  };

  it('are taken ten within ten minutes, then a minute is asked for', () => {
    const { attempts, fail, clock } = begin();
    fail(5);
    clock.now += 599;
    fail(4);
    expect(attempts.wait(HERE)).toBe(0);
    fail(1);
    expect(attempts.wait(HERE)).toBe(60);
    clock.now += 45;
    expect(attempts.wait(HERE)).toBe(15);
    clock.now += 15;
    expect(attempts.wait(HERE)).toBe(0);
  });

  it('are not throttled while they are few in ten minutes', () => {
    const { attempts, fail, clock } = begin();
    for (let minute = 0; minute < 100; minute++) {
      fail(9);
      expect(attempts.wait(HERE)).toBe(0);
      clock.now += 600;
    }
  });

  it('cost twice as long each time, up to a quarter of an hour, until an hour goes by without', () => {
    const { attempts, fail, clock } = begin();
    const waits = [1, 2, 3, 4, 5, 6].map(() => {
      fail(10);
      const wait = attempts.wait(HERE);
      clock.now += wait;
      return wait;
    });
    expect(waits).toEqual([60, 120, 240, 480, 900, 900]);
    clock.now += 3600;
    fail(10);
    expect(attempts.wait(HERE)).toBe(60);
  });

  it('are not made worse by more of them meanwhile', () => {
    const { attempts, fail } = begin();
    fail(500);
    expect(attempts.wait(HERE)).toBe(60);
  });

  it('of one address are none of another, but those of one /64 are one', () => {
    const { attempts, fail } = begin();
    fail(10);
    expect(attempts.wait(THERE)).toBe(0);
    for (let n = 0; n < 10; n++) attempts.failed(`2001:db8::${n.toString(16)}:1`, null);
    expect(attempts.wait('2001:db8::ffff')).toBe(60);
    expect(attempts.wait('2001:db8:0:1::1')).toBe(0);
  });

  it('close the door to guesses only when they were different guesses', () => {
    const { attempts, fail, clock } = begin();
    for (let n = 0; n < 50; n++) attempts.failed(HERE, 'the same');
    fail(50);
    expect(attempts.wait(HERE)).toBe(60);
    expect(attempts.mayGuess(HERE)).toBe(true);
    fail(9, HERE, 'guess');
    expect(attempts.mayGuess(HERE)).toBe(false);
    expect(attempts.mayGuess(THERE)).toBe(true);
    clock.now += 60;
    expect(attempts.mayGuess(HERE)).toBe(true);
  });

  it.each([
    ['at once', 12, 10],
    ['when a window is over', 9, 600],
    ['when it is forgotten', 12, 3600],
    ['every minute', 1, 60],
    ['a little less often', 1, 67],
  ])('bound the guesses of a day, tried %s', (_, times, every) => {
    const { attempts, clock } = begin();
    let guesses = 0;
    for (let second = 0; second < 86_400; second += every, clock.now += every) {
      for (let n = 0; n < times; n++) if (attempts.mayGuess(HERE)) attempts.failed(HERE, `${guesses++}`);
    }
    expect(guesses).toBeLessThan(1350);
  });

  it('of ever more addresses take no more memory, and the latest are kept', () => {
    const { attempts, fail } = begin();
    for (let n = 0; n < 12_000; n++) attempts.failed(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, null);
    fail(10);
    expect(attempts.size).toBeLessThanOrEqual(10_000);
    expect(attempts.wait(HERE)).toBe(60);
  });
});
