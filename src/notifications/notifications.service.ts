import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import webPush from 'web-push';
import { Config } from '../config/config.js';
import { Problem } from '../contracts/problem.js';
import type { PushMessage } from '../contracts/push.js';
import { guardedFetch } from '../network/guarded-fetch.js';
import { SessionBus } from '../sessions/bus/session-bus.js';
import { SessionWatchers } from '../sessions/session-watchers.js';
import { PushKey } from './push-key.js';
import { PushSubscriptionsRepository, type PushTarget } from './push-subscriptions.repository.js';

/** In seconds: a reply is news for a day. */
const LASTS = 24 * 60 * 60;
const TIMEOUT_MS = 10_000;
/** What push services answer is read no further. */
const MOST_ANSWER = 64 * 1024;
/** The browser has unsubscribed, or was never there. */
const GONE = [404, 410];

/** Tells browsers that a reply is ready, when nobody looks at its conversation. */
@Injectable()
export class NotificationsService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Notifications');
  /** Most servers have no subscriber, and no reply is to cost them a query. */
  private hasSubscribers = false;
  /** One at a time for each: of replies that come together the first is told. */
  private readonly sending = new Set<string>();
  private readonly stopped = new AbortController();
  private unsubscribe = () => {};

  constructor(
    private readonly subscriptions: PushSubscriptionsRepository,
    private readonly key: PushKey,
    private readonly config: Config,
    private readonly watchers: SessionWatchers,
    private readonly bus: SessionBus,
  ) {}

  async onModuleInit(): Promise<void> {
    this.hasSubscribers = await this.subscriptions.some();
    this.unsubscribe = this.bus.subscribeAll(({ name, sessionId, body }) => {
      if (name === 'turn.finished' && body.message.status === 'complete') void this.replyIsReady(sessionId);
    });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
    this.stopped.abort(new Error('the server stops'));
  }

  /** @returns the subscription's id */
  async subscribe(ownerId: string, signInId: string, target: Omit<PushTarget, 'id'>): Promise<string> {
    const id = await this.subscriptions.keep(ownerId, signInId, target);
    this.hasSubscribers = true;
    return id;
  }

  private async replyIsReady(sessionId: string): Promise<void> {
    if (!this.hasSubscribers || this.watchers.has(sessionId)) return;
    try {
      const targets = await this.subscriptions.ofSession(sessionId);
      await Promise.all(
        targets.map(({ name, ...target }) => this.send(target, { code: 'reply_ready', sessionId, name })),
      );
    } catch (error) {
      this.logger.warn(`Nobody was told of a reply: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  }

  private async send(target: PushTarget, message: PushMessage): Promise<void> {
    if (this.sending.has(target.id)) return;
    this.sending.add(target.id);
    try {
      const { endpoint, headers, body } = webPush.generateRequestDetails(
        { endpoint: target.endpoint, keys: { p256dh: target.p256dh, auth: target.auth } },
        JSON.stringify(message),
        { vapidDetails: this.key.vapidDetails, TTL: LASTS, topic: topicOf(message.sessionId) },
      );
      await guardedFetch(endpoint, {
        allowHosts: this.config.ingestAllowHosts,
        signal: this.stopped.signal,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MOST_ANSWER,
        post: { headers: headersOf(headers), body },
      });
    } catch (error) {
      const status = statusOf(error);
      if (GONE.includes(status)) await this.subscriptions.forget(target.id);
      else this.logger.warn(`A push service did not take a notification (${status || codeOf(error)})`);
    } finally {
      this.sending.delete(target.id);
    }
  }
}

/** A later reply of a session takes the place of one that was not delivered yet. At most 32 characters. */
const topicOf = (sessionId: string) =>
  createHash('sha256').update(sessionId).digest('base64url').slice(0, 32);

/** The length is set by whoever sends. */
function headersOf(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'Content-Length')
      .map(([name, value]) => [name, String(value)]),
  );
}

function statusOf(error: unknown): number {
  const cause = error instanceof Problem ? (error.cause as { status?: number } | undefined) : undefined;
  return cause?.status ?? 0;
}

const codeOf = (error: unknown) => (error instanceof Problem ? error.code : 'no answer');
