import { describe, expect, it } from '@jest/globals';
import { hostilePatterns } from '../../../test/support/files/hostile-card.js';
import { buildCost, isCached, isRunnable, cachedSize, MOST_BUILD, searchExpression } from './expressions.js';

describe('searchExpression', () => {
  it('finds what stands in a text, and tells what that took', () => {
    const found = searchExpression('colou?r', 'i', 'What COLOR is it?');
    expect(found).toMatchObject({ found: true, cut: false });
    expect(found.steps).toBeGreaterThan(0);
    expect(searchExpression('(?=a)a', '', 'a')).toMatchObject({ found: false, cut: false });
  });

  it('searches as much of the end as may be at once, and says that it did', () => {
    const large = '(?:ab|cd){1,300}x';
    expect(isRunnable(large, '')).toBe(true);
    const text = `abx${' '.repeat(30_000)}`;
    expect(searchExpression(large, '', text)).toMatchObject({ found: false, cut: true });
    expect(searchExpression(large, '', `${' '.repeat(30_000)}abx`)).toMatchObject({ found: true });
    expect(searchExpression(large, '', text).steps).toBeLessThan(700_000);
    // One of usual size is searched for in as much as a scan reads.
    expect(searchExpression('(?:lamp|oil)s?(?: (?:is|was))? lit', 'i', 'x'.repeat(8000)).cut).toBe(false);
    expect(searchExpression('.😀', '', '😀'.repeat(70_000)).found).toBe(true);
  });

  it('builds nothing that costs too much', () => {
    expect(isRunnable('(?:a{1,90}){1,9}', '')).toBe(true);
    expect(isRunnable(`(?:a{1,90}){1,9}`.repeat(9), '')).toBe(false);
    expect(isRunnable(`[${'!-\u{1e000}'.repeat(9)}]`, 'i')).toBe(false);
    expect(isRunnable('a'.repeat(1001), '')).toBe(false);
    expect(buildCost('a'.repeat(1001), '')).toBe(Infinity);
    expect(buildCost('[\\u4e00-\\u9fa5]{2,4}塔', 'i')).toBeLessThan(MOST_BUILD / 4);
  });

  it('keeps what it has built within a bound, whatever comes', () => {
    const patterns = hostilePatterns(150, ['a repeated property', 'repetitions in a row']);
    const [first, ...others] = patterns.map((key) => key.slice(1, key.lastIndexOf('/')));
    isRunnable(first!, '');
    for (const pattern of others) {
      expect(isRunnable(pattern, '')).toBe(true);
      isRunnable(first!, '');
    }
    expect(cachedSize()).toBeGreaterThan(140_000);
    expect(cachedSize()).toBeLessThanOrEqual(150_000);
    // What was used last stayed, what was used first has gone.
    expect(isCached(first!, '')).toBe(true);
    expect(isCached(others[0]!, '')).toBe(false);
  });
});
