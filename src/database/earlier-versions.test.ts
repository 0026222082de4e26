import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { isTooOld, namesOfToday } from './earlier-versions.js';

const LIST = readFileSync('test/database/first-database.sql', 'utf8').split('INSERT INTO migrations')[1]!;
const FIRST = [...LIST.matchAll(/'(\w+)'/g)].map(([, name]) => name!);

describe('a database of the first versions', () => {
  it('is known by names of today where it has all of their migrations', () => {
    const today = namesOfToday(FIRST);
    expect(today).toContain('Owners1831000000000');
    expect(today).not.toContain(FIRST[0]);
    expect(isTooOld(FIRST)).toBe(false);
    expect(namesOfToday([...FIRST, 'Later1'])).toEqual([...today, 'Later1']);
  });

  it('is too old where one of them is missing, whichever it is', () => {
    for (const missing of FIRST) expect(isTooOld(FIRST.filter((name) => name !== missing))).toBe(true);
  });

  it('is none where its migrations are of today, or there are none', () => {
    expect(isTooOld([])).toBe(false);
    expect(namesOfToday(['Owners1831000000000'])).toEqual(['Owners1831000000000']);
  });
});
