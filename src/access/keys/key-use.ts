import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Problem } from '../../contracts/problem.js';
import { describe } from '../../http/problem.filter.js';
import type { KeyInUse } from '../requests/owned.js';
import { ApiKeysRepository, type NewCall, type Taken } from './api-keys.repository.js';
import { dayOf, KeyMeter, type Quota, rateLimitHeaders, spentQuota } from './key-meter.js';

/** Calls are written down together, so often. */
const WRITE_EVERY_MS = 1000;
/** Beyond these, what a database that is away does not take is forgotten. */
const MOST_PENDING = 10_000;
const MOST_METERS = 10_000;

const SPENDING = new AsyncLocalStorage<(tokens: number) => void>();

/** Counts tokens for the key on whose behalf this is done, if any. */
export function countTokens(tokens: number): void {
  SPENDING.getStore()?.(tokens);
}

/** What is done with keys: counted, bounded, and written down. */
@Injectable()
export class KeyUse implements BeforeApplicationShutdown {
  private readonly logger = new Logger(KeyUse.name);
  private readonly meters = new LRUCache<string, Promise<KeyMeter>>({ max: MOST_METERS });
  private calls: NewCall[] = [];
  /** By key and day. */
  private taken = new Map<string, Taken>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly rows: ApiKeysRepository) {}

  /**
   * Counts a request that came with a key, and writes it down once it is answered.
   * @throws Problem rate_limited
   */
  async begin(
    ownerId: string,
    key: KeyInUse,
    address: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const began = performance.now();
    const at = new Date();
    response.once('close', () => {
      const ms = Math.round(performance.now() - began);
      const { statusCode: status } = response;
      const call = { method: request.method!, route: routeOf(request), status, ms };
      if (this.calls.length < MOST_PENDING)
        this.calls.push({ ownerId, keyId: key.id, keyName: key.name, at, address, ...call });
      this.writeSoon();
    });
    const quotas = await this.take(key, request.method === 'POST');
    for (const [name, value] of Object.entries(rateLimitHeaders(quotas))) response.setHeader(name, value);
  }

  /**
   * Counts a request, or an event of a socket.
   * @param takesTokens whether it may have a reply written
   * @throws Problem rate_limited
   */
  async take(key: KeyInUse, takesTokens: boolean): Promise<Quota[]> {
    const meter = await this.meterOf(key.id);
    const spent = spentQuota(meter.quotas(key.limits), takesTokens);
    if (spent) {
      const [what, window] = spent.name.split('-');
      throw new Problem(
        'rate_limited',
        `This API key may take ${spent.most} ${what} a ${window}. Try again in ${spent.reset} seconds.`,
        { retryAfter: spent.reset },
      );
    }
    meter.count({ requests: 1 });
    this.took(key.id, 1, 0);
    return meter.quotas(key.limits);
  }

  /** Does something for a key: what `countTokens` is told of on the way is counted for it. */
  spending<T>(key: KeyInUse, act: () => T): T {
    return SPENDING.run((tokens) => {
      this.took(key.id, 0, tokens);
      this.meterOf(key.id).then(
        (meter) => meter.count({ tokens }),
        () => undefined,
      );
    }, act);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.write();
  }

  private meterOf(keyId: string): Promise<KeyMeter> {
    const known = this.meters.get(keyId);
    if (known) return known;
    const made = this.rows.taken(keyId, dayOf(Date.now())).then((taken) => new KeyMeter(taken));
    this.meters.set(keyId, made);
    made.catch(() => this.meters.delete(keyId));
    return made;
  }

  private took(keyId: string, requests: number, tokens: number): void {
    const day = dayOf(Date.now());
    const before = this.taken.get(keyId + day) ?? { keyId, day, requests: 0, tokens: 0 };
    this.taken.set(keyId + day, {
      ...before,
      requests: before.requests + requests,
      tokens: before.tokens + tokens,
    });
    this.writeSoon();
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.write();
    }, WRITE_EVERY_MS).unref();
  }

  /** What cannot be written is forgotten: nobody waits for it. */
  private async write(): Promise<void> {
    const { calls, taken } = this;
    if (calls.length === 0 && taken.size === 0) return;
    this.calls = [];
    this.taken = new Map();
    await this.rows
      .write(calls, [...taken.values()])
      .catch((error: unknown) =>
        this.logger.warn(`The use of keys was not written down: ${describe(error)}`),
      );
  }
}

/** The path as it is declared, without ids; empty where nothing is declared for it. */
function routeOf(request: IncomingMessage): string {
  const { route } = request as { route?: { path?: unknown } };
  return typeof route?.path === 'string' ? route.path : '';
}
