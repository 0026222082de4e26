import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentKey, CurrentOwner } from '../access/requests/current-owner.js';
import { assertScope, type KeyInUse } from '../access/requests/owned.js';
import { Scoped } from '../access/requests/scoped.js';
import type { Scope } from '../contracts/api-key.js';
import {
  type NewWebhookView,
  WEBHOOK_EVENTS,
  type WebhookDeliveryView,
  type WebhookEvent,
  type WebhookView,
} from '../contracts/webhook.js';
import { WebhooksService } from './webhooks.service.js';

const createSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1),
  /** What calls are signed with; made here where it is left out. */
  secret: z.string().min(16).max(200).optional(),
});

/** What a key must be allowed to read to be told of it. */
const READS: Record<WebhookEvent, Scope> = {
  'message.created': 'sessions:read',
  'turn.finished': 'sessions:read',
  'ingest.done': 'ingests:read',
};

/** Addresses that are told of messages, replies and imports. */
@Scoped('webhooks:read')
@Controller('api/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get()
  async list(@CurrentOwner() ownerId: string): Promise<{ items: WebhookView[] }> {
    return { items: await this.webhooks.list(ownerId) };
  }

  /**
   * Adds one. Each call is a POST of `{id, event, createdAt, data}` with the header `Keepsake-Signature: t=…,v1=…`, the
   * HMAC-SHA256 of `t.body` by the secret. What does not answer with 2xx is called again, up to six times within hours.
   * One that a key adds hears nothing once the key has expired, and goes with it when it is revoked.
   */
  @Scoped('webhooks:write')
  @Post()
  create(
    @CurrentOwner() ownerId: string,
    @CurrentKey() key: KeyInUse | null,
    @Body({ schema: createSchema }) body: z.infer<typeof createSchema>,
  ): Promise<NewWebhookView> {
    for (const event of body.events) assertScope({ key }, READS[event]);
    return this.webhooks.create(ownerId, { ...body, key });
  }

  /** Calls one with the event `ping` and nothing to tell, once: its deliveries say what became of it. */
  @Scoped('webhooks:write')
  @Post(':id/ping')
  @HttpCode(202)
  ping(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<WebhookDeliveryView> {
    return this.webhooks.ping(ownerId, id);
  }

  /** Takes one away, with the calls that wait. */
  @Scoped('webhooks:write')
  @Delete(':id')
  @HttpCode(204)
  remove(@CurrentOwner() ownerId: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    return this.webhooks.remove(ownerId, id);
  }

  /** Its latest calls, and what became of them. */
  @Get(':id/deliveries')
  async deliveries(
    @CurrentOwner() ownerId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<{ items: WebhookDeliveryView[] }> {
    return { items: await this.webhooks.calls(ownerId, id) };
  }
}
