import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Intake } from './intake.js';

const MB = 1024 * 1024;
const busy = expect.objectContaining({
  code: 'uploads_busy',
  statusCode: 503,
  retryAfter: expect.any(Number),
});

describe('an intake', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());
  const thrown = (act: () => void) => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return null;
  };

  it('counts what has come, and not what was announced', () => {
    const intake = new Intake(10 * MB);
    const shares = Array.from({ length: 50 }, () => intake.open(9 * MB, () => {}));
    expect(intake.bytes).toBe(0);
    shares[0]!.add(6 * MB);
    expect(thrown(() => intake.open(5 * MB, () => {}))).toEqual(busy);
    expect(thrown(() => shares[1]!.add(5 * MB))).toEqual(busy);
    expect(intake.bytes).toBe(6 * MB);
    shares[0]!.release();
    shares[0]!.release();
    shares[1]!.add(5 * MB);
    expect(intake.bytes).toBe(5 * MB);
    for (const share of shares) share.release();
    expect(intake.bytes).toBe(0);
  });

  it('cuts off those that are slow, the oldest first and no more than is needed, only when others need their room', () => {
    const intake = new Intake(10 * MB);
    const cut: string[] = [];
    const open = (name: string, bytes: number) => {
      const share = intake.open(bytes, () => cut.push(name));
      share.add(bytes);
      return share;
    };
    open('first', 3 * MB);
    open('second', 3 * MB);
    const whole = open('whole', 3 * MB);
    whole.complete();
    jest.advanceTimersByTime(9_000);
    expect(thrown(() => open('early', 2 * MB))).toEqual(busy);
    jest.advanceTimersByTime(300_000);
    expect(cut).toEqual([]);
    open('third', 2 * MB);
    expect(cut).toEqual(['first']);
    open('fourth', 4 * MB);
    expect(cut).toEqual(['first', 'second']);
    // What has come whole is being worked on, and what has just begun is not slow.
    expect(thrown(() => open('fifth', 4 * MB))).toEqual(busy);
  });

  it('takes nothing more from one that was cut off', () => {
    const intake = new Intake(MB);
    const slow = intake.open(0, () => {});
    slow.add(MB);
    jest.advanceTimersByTime(60_000);
    intake.open(MB, () => {}).add(MB);
    slow.add(MB);
    slow.release();
    expect(intake.bytes).toBe(MB);
  });
});
