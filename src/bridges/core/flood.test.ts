import { describe, expect, it } from '@jest/globals';
import { type Crowd, FloodGate } from './flood.js';

describe('a flood', () => {
  const count = (verdicts: string[], verdict: string) => verdicts.filter((one) => one === verdict).length;
  const each = (length: number, verdict: (n: number) => string) =>
    Array.from({ length }, (_, n) => verdict(n));
  /** Many accounts that write once each, in a second. */
  const crowd = (gate: FloodGate, name: Crowd, length: number, at: number) =>
    each(length, (n) => {
      const now = at + Math.floor((1000 * n) / length);
      const own = gate.ofOne(`${name} ${n}`, now);
      return own === 'taken' ? gate.ofCrowd(name, `${name} ${n}`, now) : own;
    });

  it('of one person is taken up to a bound, told of once, and over when it is over', () => {
    const gate = new FloodGate();
    const verdicts = each(1000, (n) => gate.ofOne('a', 1000 + n));
    expect(count(verdicts, 'taken')).toBe(40);
    expect(count(verdicts, 'first')).toBe(1);
    // It goes on: two a second.
    const later = each(200, (n) => gate.ofOne('a', 2000 + 500 * n));
    expect(count(later, 'first')).toBe(0);
    expect(gate.ofOne('b', 2000)).toBe('taken');
    expect(gate.ofOne('a', 200_000)).toBe('taken');
  });

  it('of many people at once is bounded, and told of once', () => {
    for (const [name, most] of [
      ['stranger', 109],
      ['code', 549],
      ['room', 549],
    ] as const) {
      const verdicts = crowd(new FloodGate(), name, 5000, 1000);
      expect([count(verdicts, 'taken'), count(verdicts, 'first')]).toEqual([most, 1]);
    }
  });

  it('of strangers, or in a room, takes nothing from who is paired, or brings a code', () => {
    const gate = new FloodGate();
    for (let second = 0; second < 20; second++) {
      crowd(gate, 'stranger', 1000, 1000 * second);
      crowd(gate, 'room', 1000, 1000 * second);
      expect(gate.ofOne('ming', 1000 * second + 999)).toBe('taken');
      expect(gate.ofCrowd('paired', 'ming', 1000 * second + 999)).toBe('taken');
    }
    expect(gate.ofCrowd('code', 'hong', 20_000)).toBe('taken');
  });

  it('of people who are paired is told to each of them', () => {
    const verdicts = crowd(new FloodGate(), 'paired', 1000, 1000);
    expect(count(verdicts, 'taken') + count(verdicts, 'first')).toBe(1000);
  });
});
