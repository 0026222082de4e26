import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { Problem } from '../contracts/problem.js';
import type { NewWebhookView, WebhookDeliveryView, WebhookEvent, WebhookView } from '../contracts/webhook.js';
import { describe } from '../http/problem.filter.js';
import { assertReachable } from '../network/guarded-fetch.js';
import { Secrets } from '../secrets/secrets.js';
import { placeOfSecret, WebhookSender } from './webhook-sender.js';
import { Webhook } from './webhook.entity.js';
import { WebhooksRepository } from './webhooks.repository.js';

const MOST_WEBHOOKS = 50;
const MOST_LISTED = 200;

const missing = () => new Problem('not_found', 'There is no such webhook.');

/** Addresses that are told of what happens: added, listed, removed; what happens goes into the database for each. */
@Injectable()
export class WebhooksService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Webhooks');
  /** Most servers have none, and nothing that happens is to cost them a query. */
  private isUsed = false;

  constructor(
    @InjectRepository(Webhook) private readonly webhooks: Repository<Webhook>,
    private readonly rows: WebhooksRepository,
    private readonly sender: WebhookSender,
    private readonly secrets: Secrets,
    private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    this.isUsed = await this.rows.some();
  }

  onModuleDestroy(): void {
    this.isUsed = false;
  }

  /** Has everybody told who wants to know of it. Never throws. */
  happened(whose: { sessionId: string } | { ownerId: string }, event: WebhookEvent, data: object): void {
    if (!this.isUsed) return;
    this.rows.add(whose, event, data).then(
      () => this.sender.wake(),
      (error: unknown) => this.logger.warn(`Nobody was told of ${event}: ${describe(error)}`),
    );
  }

  /** @throws Problem link_not_allowed for a private address, conflict where there are fifty */
  async create(
    ownerId: string,
    wish: {
      url: string;
      events: WebhookEvent[];
      secret?: string | undefined;
      key: { id: string; name: string } | null;
    },
  ): Promise<NewWebhookView> {
    await assertReachable(wish.url, this.config.ingestAllowHosts);
    if ((await this.webhooks.countBy({ ownerId })) >= MOST_WEBHOOKS)
      throw new Problem('conflict', `There are ${MOST_WEBHOOKS} webhooks already.`);
    const id = randomUUID();
    const secret = wish.secret ?? `whsec_${randomBytes(24).toString('base64url')}`;
    const { url, key } = wish;
    const events = [...new Set(wish.events)];
    const sealed = this.secrets.seal(placeOfSecret(id), secret);
    const { createdAt } = await this.webhooks.save({
      ...{ id, ownerId, url, events },
      keyId: key?.id ?? null,
      secret: sealed,
    } as Webhook);
    this.isUsed = true;
    return {
      ...{ id, url, events, secret },
      createdAt: createdAt.toISOString(),
      keyName: key?.name ?? null,
      lastCall: null,
    };
  }

  list(ownerId: string): Promise<WebhookView[]> {
    return this.rows.list(ownerId);
  }

  /**
   * Has one called with nothing to tell, to see whether it takes calls. It is tried once.
   * @throws Problem not_found
   */
  async ping(ownerId: string, id: string): Promise<WebhookDeliveryView> {
    const call = await this.rows.ping(ownerId, id);
    if (!call) throw missing();
    this.sender.wake();
    return call;
  }

  /** @throws Problem not_found */
  async remove(ownerId: string, id: string): Promise<void> {
    const { affected } = await this.webhooks.delete({ ownerId, id });
    if (!affected) throw missing();
  }

  /** @throws Problem not_found */
  async calls(ownerId: string, id: string): Promise<WebhookDeliveryView[]> {
    if (!(await this.webhooks.existsBy({ ownerId, id }))) throw missing();
    return this.rows.calls(id, MOST_LISTED);
  }
}
