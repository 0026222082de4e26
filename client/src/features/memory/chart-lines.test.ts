import { describe, expect, it } from '@jest/globals';
import { chartLine } from './chart-lines.js';

describe('chartLine', () => {
  it('runs from left to right, the most at the top', () => {
    const { path, points } = chartLine([0, 50, 100], 100, 200, 40);
    expect(path).toBe('M0.0 40.0L100.0 20.0L200.0 0.0');
    expect(points.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  it('leaves a gap where nothing is known, and stays in its box', () => {
    const { path } = chartLine([null, 500, null, -3], 100, 90, 10);
    expect(path).toBe('M30.0 0.0M90.0 10.0');
    expect(chartLine([], 1, 10, 10).path).toBe('');
    expect(chartLine([1], 0, 10, 10).path).toBe('M5.0 10.0');
  });
});
