import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Problem } from '../contracts/problem.js';
import type { WebhookCallEvent } from '../contracts/webhook.js';
import { describe } from '../http/problem.filter.js';
import { guardedFetch } from '../network/guarded-fetch.js';
import { Secrets } from '../secrets/secrets.js';
import { signatureOf } from './signature.js';
import { type DueCall, type TryEnd, WebhooksRepository } from './webhooks.repository.js';

/** Who does not answer within this does not answer. */
const TIMEOUT_MS = 10_000;
const MOST_ANSWER = 64 * 1024;
const AT_ONCE = 8;
/** After each try that failed, in seconds; then it is given up. */
const RETRIES = [5, 30, 2 * 60, 10 * 60, 60 * 60, 6 * 60 * 60];
/** When the database is away. */
const PAUSE_MS = 5000;
const LONGEST_SLEEP_MS = 60 * 60_000;

export const placeOfSecret = (webhookId: string) => `webhooks/${webhookId}`;

/** Makes the calls that wait in the database, each address one at a time, and those that failed again later. */
@Injectable()
export class WebhookSender implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Webhooks');
  private readonly stopped = new AbortController();
  /** Addresses that are being called. */
  private readonly busy = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;
  private again = false;

  constructor(
    private readonly rows: WebhooksRepository,
    private readonly secrets: Secrets,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.wake();
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
    this.stopped.abort(new Error('the server stops'));
  }

  /** Something waits. */
  wake(): void {
    if (this.stopped.signal.aborted) return;
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    clearTimeout(this.timer);
    this.look()
      .catch((error: unknown) => {
        this.logger.warn(`Calls could not be looked up: ${describe(error)}`);
        return PAUSE_MS;
      })
      .then((pause) => {
        this.looking = false;
        if (this.again) {
          this.again = false;
          return this.wake();
        }
        if (pause !== null && !this.stopped.signal.aborted)
          this.timer = setTimeout(() => this.wake(), Math.min(pause, LONGEST_SLEEP_MS)).unref();
      });
  }

  /** @returns after how many milliseconds to look again; null where nothing waits, or something ends before */
  private async look(): Promise<number | null> {
    const room = AT_ONCE - this.busy.size;
    if (room <= 0) return null;
    const due = await this.rows.due([...this.busy], room);
    for (const call of due) {
      this.busy.add(call.webhookId);
      void this.call(call).finally(() => {
        this.busy.delete(call.webhookId);
        this.wake();
      });
    }
    if (due.length) return null;
    const ms = await this.rows.untilDue();
    return ms === null ? null : Math.max(ms, this.busy.size ? PAUSE_MS : 50);
  }

  private async call(call: DueCall): Promise<void> {
    const { id, url, event, createdAt, attempts } = call;
    try {
      const secret = this.secrets.open(placeOfSecret(call.webhookId), call.secret);
      if (secret === null) throw new Problem('conflict', 'Its secret cannot be read with this SECRET_KEY.');
      await this.post(url, secret, { id, event, createdAt: createdAt.toISOString() }, call.data);
      await this.rows.end(call, { state: 'delivered', nextAt: null, problem: null });
    } catch (error) {
      if (this.stopped.signal.aborted) return;
      if (!(error instanceof Problem)) this.logger.warn(`A call failed: ${describe(error)}`);
      const wait = event === 'ping' || isFinal(error) ? undefined : RETRIES[attempts];
      const nextAt = wait === undefined ? null : new Date(Date.now() + wait * 1000);
      const problem = problemOf(error);
      await this.rows
        .end(call, { state: nextAt ? 'waiting' : 'failed', nextAt, problem })
        .catch((failed: unknown) => this.logger.warn(`A call was not written down: ${describe(failed)}`));
    }
  }

  /**
   * @param data JSON
   * @throws Problem why it was not taken
   */
  private async post(
    url: string,
    secret: string,
    head: { id: string; event: WebhookCallEvent; createdAt: string },
    data: string,
  ): Promise<void> {
    const body = `${JSON.stringify(head).slice(0, -1)},"data":${data}}`;
    await guardedFetch(url, {
      allowHosts: this.config.ingestAllowHosts,
      signal: this.stopped.signal,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MOST_ANSWER,
      post: {
        headers: {
          'content-type': 'application/json',
          'keepsake-signature': signatureOf(secret, Math.floor(Date.now() / 1000), body),
        },
        body: Buffer.from(body),
      },
    });
  }
}

/** Why a call was not taken: what is said of a page that is read does not fit where something is told. */
function problemOf(error: unknown): NonNullable<TryEnd['problem']> {
  if (!(error instanceof Problem))
    return { message: 'It could not be called.', code: 'internal', status: null };
  const { status = null } = (error.cause ?? {}) as { status?: number | null };
  const isRefused = error.code === 'link_refused' && status !== null;
  return { message: isRefused ? `It answered ${status}.` : error.message, code: error.code, status };
}

/** Whether another try would end the same. */
const isFinal = (error: unknown) =>
  error instanceof Problem && ['link_not_allowed', 'conflict'].includes(error.code);
