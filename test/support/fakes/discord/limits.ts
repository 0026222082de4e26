import { DiscordRefusal } from './errors.js';

/** So many requests in such a time. */
export interface Limit {
  limit: number;
  ms: number;
}

/**
 * Discord publishes no numbers of its limits, but says that they come in headers; these are what was seen of it.
 * `edit` of a message older than an hour has its own (30046).
 */
export interface Limits {
  send: Limit;
  edit: Limit;
  webhook: Limit;
  typing: Limit;
  oldEdit: Limit;
  /** What has no limit of its own here. */
  other: Limit;
  global: Limit;
}

export const LIMITS: Limits = {
  send: { limit: 5, ms: 5000 },
  edit: { limit: 5, ms: 5000 },
  webhook: { limit: 5, ms: 2000 },
  typing: { limit: 5, ms: 5000 },
  oldEdit: { limit: 3, ms: 20_000 },
  other: { limit: 1000, ms: 1000 },
  global: { limit: 50, ms: 1000 },
};

interface Bucket {
  used: number;
  until: number;
}

/** What was asked how often (`topics/rate-limits`). */
export class RateLimits {
  private readonly buckets = new Map<string, Bucket>();

  constructor(readonly limits: Limits) {}

  /** Counts a request; the headers that its answer has. @throws 429 where it is one too many. */
  count(kind: keyof Limits, major: string): Record<string, string> {
    const { limit, ms } = this.limits[kind];
    const bucket = this.bucket(`${kind}:${major}`, ms);
    const resetAfter = (bucket.until - Date.now()) / 1000;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - bucket.used - 1)),
      'x-ratelimit-reset': String(bucket.until / 1000),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
      'x-ratelimit-bucket': kind,
    };
    if (bucket.used >= limit) throw tooMany(resetAfter, { ...headers, 'x-ratelimit-scope': 'user' });
    bucket.used++;
    return headers;
  }

  /** The limit over everything; interactions are not bound to it. @throws 429 */
  countGlobal(): void {
    const { limit, ms } = this.limits.global;
    const bucket = this.bucket('global', ms);
    if (bucket.used >= limit)
      throw tooMany(
        (bucket.until - Date.now()) / 1000,
        { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
        true,
      );
    bucket.used++;
  }

  /**
   * Edits of a message older than an hour. Libraries report the status 429 with the code 30046, so that those that wait
   * on a 429 by themselves do so here. @throws 429
   */
  countOldEdit(channel: string): void {
    const { limit, ms } = this.limits.oldEdit;
    const bucket = this.bucket(`old:${channel}`, ms);
    if (bucket.used >= limit) {
      const refusal = tooMany((bucket.until - Date.now()) / 1000, { 'x-ratelimit-scope': 'user' });
      refusal.body['message'] =
        'Maximum number of edits to messages older than 1 hour reached. Try again later';
      refusal.body['code'] = 30046;
      throw refusal;
    }
    bucket.used++;
  }

  private bucket(key: string, ms: number): Bucket {
    const known = this.buckets.get(key);
    if (known && known.until > Date.now()) return known;
    const fresh = { used: 0, until: Date.now() + ms };
    this.buckets.set(key, fresh);
    return fresh;
  }
}

function tooMany(seconds: number, headers: Record<string, string>, global = false): DiscordRefusal {
  const body = { message: 'You are being rate limited.', retry_after: seconds, global };
  // The header has whole seconds, the body has its fractions.
  return new DiscordRefusal(429, body, { ...headers, 'retry-after': String(Math.ceil(seconds)) });
}
