import { describe, expect, it } from '@jest/globals';
import { FloodGate } from './flood.js';

describe('a flood', () => {
  it('is taken up to a bound, told of once, and over when it is over', () => {
    const gate = new FloodGate();
    const verdicts = Array.from({ length: 1000 }, (_, n) => gate.take('a', 1000 + n));
    const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
    expect(count('taken')).toBe(40);
    expect(count('first')).toBe(1);
    expect(gate.take('b', 2000)).toBe('taken');
    expect(gate.take('a', 100_000)).toBe('taken');
  });

  it('of many people at once is bounded, too', () => {
    const gate = new FloodGate();
    const taken = Array.from({ length: 5000 }, (_, n) => gate.take(`a${n}`, 1000)).filter(
      (v) => v === 'taken',
    );
    expect(taken).toHaveLength(500);
  });
});
