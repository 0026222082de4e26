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
import { Webhook, WebhookDelivery } from './webhook.entity.js';
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
    @InjectRepository(WebhookDelivery) private readonly deliveries: Repository<WebhookDelivery>,
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
    wish: { url: string; events: WebhookEvent[]; secret?: string | undefined; keyId: string | null },
  ): Promise<NewWebhookView> {
    await assertReachable(wish.url, this.config.ingestAllowHosts);
    if ((await this.webhooks.countBy({ ownerId })) >= MOST_WEBHOOKS)
      throw new Problem('conflict', `There are ${MOST_WEBHOOKS} webhooks already.`);
    const id = randomUUID();
    const secret = wish.secret ?? `whsec_${randomBytes(24).toString('base64url')}`;
    const { url, events, keyId } = wish;
    const sealed = this.secrets.seal(placeOfSecret(id), secret);
    const row = await this.webhooks.save({
      id,
      ownerId,
      keyId,
      url,
      events: [...new Set(events)],
      secret: sealed,
    });
    this.isUsed = true;
    return { ...viewOf(row as Webhook), secret };
  }

  async list(ownerId: string): Promise<WebhookView[]> {
    const rows = await this.webhooks.find({ where: { ownerId }, order: { createdAt: 'DESC', id: 'ASC' } });
    return rows.map(viewOf);
  }

  /** @throws Problem not_found */
  async remove(ownerId: string, id: string): Promise<void> {
    const { affected } = await this.webhooks.delete({ ownerId, id });
    if (!affected) throw missing();
  }

  /** @throws Problem not_found */
  async calls(ownerId: string, id: string): Promise<WebhookDeliveryView[]> {
    if (!(await this.webhooks.existsBy({ ownerId, id }))) throw missing();
    const rows = await this.deliveries.find({
      where: { webhookId: id },
      select: {
        id: true,
        event: true,
        createdAt: true,
        attempts: true,
        state: true,
        nextAt: true,
        problem: true,
      },
      order: { createdAt: 'DESC', id: 'ASC' },
      take: MOST_LISTED,
    });
    return rows.map(({ id, event, createdAt, attempts, state, nextAt, problem }) => ({
      id,
      event,
      createdAt: createdAt.toISOString(),
      attempts,
      state,
      nextAt: nextAt?.toISOString() ?? null,
      problem,
    }));
  }
}

const viewOf = ({ id, url, events, createdAt }: Webhook): WebhookView => ({
  id,
  url,
  events,
  createdAt: createdAt.toISOString(),
});
