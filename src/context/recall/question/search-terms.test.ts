import { describe, expect, it } from '@jest/globals';
import { searchTerms } from './search-terms.js';

const NOW = new Date('2026-05-15T12:00:00Z');
const days = (text: string) =>
  searchTerms(text, NOW, 'UTC')?.spans.map(({ from, to }) => [
    from.toISOString().slice(0, 10),
    to.toISOString().slice(0, 10),
  ]);

describe('the terms of a search', () => {
  it.each([
    ['lighthouse last month', ['lighthouse']],
    ['last month', []],
    ['上个月的灯塔', ['灯塔']],
    ['上个月', []],
    ['the letter, in April', ['letter']],
  ])('%s', (text, words) => {
    expect(searchTerms(text, NOW, 'UTC')?.words).toEqual(words);
    expect(days(text)).toEqual([['2026-04-01', '2026-05-01']]);
  });

  it('name no time', () => {
    expect(searchTerms('the lighthouse keeper', NOW, 'UTC')).toBeNull();
    expect(searchTerms('灯塔', NOW, 'UTC')).toBeNull();
  });
});
