import { describe, expect, it } from '@jest/globals';
import { KeyMeter, rateLimitHeaders, spentQuota } from './key-meter.js';

const NONE = { requestsPerMinute: null, requestsPerDay: null, tokensPerMinute: null, tokensPerDay: null };

describe('what a key takes', () => {
  it('is counted by the minute and by the day, from what was taken before', () => {
    let now = Date.UTC(2026, 10, 30, 23, 58, 30);
    const meter = new KeyMeter({ requests: 7, tokens: 100 }, () => now);
    const limits = { requestsPerMinute: 2, requestsPerDay: 20, tokensPerMinute: null, tokensPerDay: 150 };
    meter.count({ requests: 1, tokens: 20 });
    meter.count({ requests: 1 });
    const quotas = meter.quotas(limits);
    expect(quotas.map(({ name, used, reset }) => ({ name, used, reset }))).toEqual([
      { name: 'requests-minute', used: 2, reset: 30 },
      { name: 'requests-day', used: 9, reset: 90 },
      { name: 'tokens-day', used: 120, reset: 90 },
    ]);
    expect(spentQuota(quotas, false)?.name).toBe('requests-minute');
    expect(rateLimitHeaders(quotas)).toEqual({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '30',
      'ratelimit-policy':
        '2;w=60;name="requests-minute", 20;w=86400;name="requests-day", 150;w=86400;name="tokens-day"',
    });
    now += 60_000;
    expect(spentQuota(meter.quotas(limits), true)).toBeUndefined();
    meter.count({ tokens: 40 });
    // Who only reads takes no tokens.
    expect(spentQuota(meter.quotas(limits), false)).toBeUndefined();
    expect(spentQuota(meter.quotas(limits), true)?.name).toBe('tokens-day');
    now += 60_000;
    expect(meter.quotas(limits).map(({ used }) => used)).toEqual([0, 0, 0]);
  });

  it('is not told where nothing is bounded', () => {
    const quotas = new KeyMeter({ requests: 0, tokens: 0 }).quotas(NONE);
    expect(rateLimitHeaders(quotas)).toEqual({});
    expect(spentQuota(quotas, true)).toBeUndefined();
  });
});
