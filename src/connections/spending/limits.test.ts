import { describe, expect, it } from '@jest/globals';
import { dayOf, reachedLimit } from './limits.js';

const none = { requests: 0, tokens: 0, money: 0 };
const one = { requests: 1, tokens: 500, money: 0.01 };
const spent = (some: Partial<Parameters<typeof reachedLimit>[1]>) => ({
  perDay: none,
  perMonth: none,
  perImport: none,
  ...some,
});
const NOW = new Date('2026-12-31T22:00:00Z');

describe('reachedLimit', () => {
  it('lets everything through where nothing is limited', () => {
    expect(reachedLimit({}, spent({ perDay: { ...none, tokens: 1e12 } }), one, NOW)).toBeNull();
  });

  it('lets through what comes to a limit, and nothing beyond', () => {
    const budget = { perDay: { requests: 2 } };
    expect(reachedLimit(budget, spent({ perDay: { ...none, requests: 1 } }), one, NOW)).toBeNull();
    expect(reachedLimit(budget, spent({ perDay: { ...none, requests: 2 } }), one, NOW)).toEqual({
      period: 'perDay',
      what: 'requests',
      limit: 2,
      spent: 2,
      beginsAnew: '2027-01-01T00:00:00.000Z',
    });
  });

  it('names the limit that is longest in the way, and when it begins anew', () => {
    const budget = { perDay: { tokens: 400 }, perMonth: { money: 0.005 } };
    expect(reachedLimit(budget, spent({}), one, new Date('2026-02-03T10:00:00Z'))).toMatchObject({
      period: 'perMonth',
      what: 'money',
      beginsAnew: '2026-03-01T00:00:00.000Z',
    });
    expect(reachedLimit({ ...budget, perImport: { requests: 0 } }, spent({}), one, NOW)).toMatchObject({
      period: 'perImport',
      beginsAnew: null,
    });
  });
});

describe('dayOf', () => {
  it('ends days and months at midnight UTC', () => {
    expect(dayOf(new Date('2026-02-28T23:59:59.999Z'))).toEqual({
      day: '2026-02-28',
      monthFrom: '2026-02-01',
    });
    expect(dayOf(new Date('2026-03-01T00:00:00Z'))).toEqual({ day: '2026-03-01', monthFrom: '2026-03-01' });
  });
});
