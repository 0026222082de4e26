import { describe, expect, it } from '@jest/globals';
import { addressOf, ALL, filterOf, isNarrowed, queryOf } from './library-filter.js';

const NO_FILTER = { ...ALL, sort: 'recent' as const };

describe('the address of a narrowed library', () => {
  it.each([
    [NO_FILTER, '#/'],
    [{ ...NO_FILTER, q: '小雪 & co', tags: ['slow burn', '治愈'] }],
    [{ ...NO_FILTER, sort: 'name' as const, favourite: true, folder: '' }],
    [{ ...NO_FILTER, folder: 'a/b?c#d' }],
  ])('%j comes back as it went', (filter, address = addressOf(filter)) => {
    expect(addressOf(filter)).toBe(address);
    expect(filterOf(address)).toEqual(filter);
  });

  it('is the whole library where it says nothing that is known', () => {
    expect(filterOf('/')).toEqual(NO_FILTER);
    expect(filterOf('/?sort=best&page=2')).toEqual(NO_FILTER);
    expect(isNarrowed(filterOf('/?q=%20&sort=name'))).toBe(false);
    expect(isNarrowed(filterOf('/?folder='))).toBe(true);
  });

  it('asks the server for no more than it says', () => {
    expect(queryOf(NO_FILTER)).toEqual({ sort: 'recent' });
    expect(queryOf(filterOf('/?q=+cat+&tag=a&tag=b&favourite'))).toEqual({
      sort: 'recent',
      q: 'cat',
      tag: ['a', 'b'],
      favourite: true,
    });
  });
});
