import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { IngestStore } from '../ingest/jobs/ingest-store.js';
import { SessionBus } from '../sessions/bus/session-bus.js';
import { WebhooksService } from './webhooks.service.js';

/** Hears what happens in conversations and imports. */
@Injectable()
export class WebhookEvents implements OnModuleInit, OnModuleDestroy {
  private unsubscribe = () => {};

  constructor(
    private readonly bus: SessionBus,
    private readonly ingests: IngestStore,
    private readonly webhooks: WebhooksService,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.bus.subscribeAll(({ sessionId, name, body }) => {
      if (name === 'message.created' || name === 'turn.finished')
        this.webhooks.happened({ sessionId }, name, body);
    });
    this.ingests.onProgress(({ ownerId, body }) => {
      if (body.status === 'done') this.webhooks.happened({ ownerId }, 'ingest.done', { id: body.id });
    });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }
}
