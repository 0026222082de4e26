import type { KeyLimits } from '../../contracts/api-key.js';

/** What is counted of a key in one window of time. */
export interface Quota {
  /** As the headers name it. */
  name: `${'requests' | 'tokens'}-${'minute' | 'day'}`;
  most: number;
  used: number;
  /** Seconds. */
  window: number;
  /** Seconds until it is counted anew. */
  reset: number;
}

interface Counted {
  /** Which minute or day since 1970 it is. */
  n: number;
  requests: number;
  tokens: number;
}

const MINUTE_S = 60;
const DAY_S = 24 * 60 * MINUTE_S;

/** The day of a moment in UTC, as `2026-11-30`. */
export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Counts what a key takes in a minute and in a day of UTC, each from its beginning. */
export class KeyMeter {
  private minute: Counted;
  private day: Counted;

  /**
   * @param today what the key has taken of this day before
   * @param now the time in milliseconds since 1970
   */
  constructor(
    today: { requests: number; tokens: number },
    private readonly now: () => number = Date.now,
  ) {
    this.minute = { n: this.nOf(MINUTE_S), requests: 0, tokens: 0 };
    this.day = { n: this.nOf(DAY_S), requests: today.requests, tokens: today.tokens };
  }

  count(what: { requests?: number; tokens?: number }): void {
    this.turn();
    for (const counted of [this.minute, this.day]) {
      counted.requests += what.requests ?? 0;
      counted.tokens += what.tokens ?? 0;
    }
  }

  /** What is bounded, and how much of it is used. */
  quotas(limits: KeyLimits): Quota[] {
    this.turn();
    const all: [Quota['name'], number | null, number, number][] = [
      ['requests-minute', limits.requestsPerMinute, this.minute.requests, MINUTE_S],
      ['requests-day', limits.requestsPerDay, this.day.requests, DAY_S],
      ['tokens-minute', limits.tokensPerMinute, this.minute.tokens, MINUTE_S],
      ['tokens-day', limits.tokensPerDay, this.day.tokens, DAY_S],
    ];
    return all.flatMap(([name, most, used, window]) =>
      most === null ? [] : [{ name, most, used, window, reset: this.resetOf(window) }],
    );
  }

  private turn(): void {
    if (this.nOf(MINUTE_S) !== this.minute.n) this.minute = { n: this.nOf(MINUTE_S), requests: 0, tokens: 0 };
    if (this.nOf(DAY_S) !== this.day.n) this.day = { n: this.nOf(DAY_S), requests: 0, tokens: 0 };
  }

  private nOf(window: number): number {
    return Math.floor(this.now() / 1000 / window);
  }

  private resetOf(window: number): number {
    return Math.max(1, Math.ceil((this.nOf(window) + 1) * window - this.now() / 1000));
  }
}

/** The quota that a key is out of and has to wait longest for, if any. What only reads takes no tokens. */
export function spentQuota(quotas: readonly Quota[], takesTokens: boolean): Quota | undefined {
  return quotas
    .filter(({ name, most, used }) => used >= most && (takesTokens || name.startsWith('requests')))
    .toSorted((one, other) => other.reset - one.reset)[0];
}

/**
 * What an answer tells of quotas: the one of which the smallest part is left, and all by name
 * (draft-ietf-httpapi-ratelimit-headers-06, whose three fields clients know).
 */
export function rateLimitHeaders(quotas: readonly Quota[]): Record<string, string> {
  const left = ({ most, used }: Quota) => Math.max(0, most - used);
  const [nearest] = quotas.toSorted((one, other) => left(one) / one.most - left(other) / other.most);
  if (!nearest) return {};
  return {
    'ratelimit-limit': String(nearest.most),
    'ratelimit-remaining': String(left(nearest)),
    'ratelimit-reset': String(nearest.reset),
    'ratelimit-policy': quotas
      .map(({ name, most, window }) => `${most};w=${window};name="${name}"`)
      .join(', '),
  };
}
