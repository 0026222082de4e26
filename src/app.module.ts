import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { BackupModule } from './backup/backup.module.js';
import { BridgesModule } from './bridges/bridges.module.js';
import { CharactersModule } from './characters/characters.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { McpModule } from './mcp/mcp.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PicturesModule } from './pictures/pictures.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { PromptsModule } from './prompts/prompts.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SourcesModule } from './sources/sources.module.js';
import { UploadsModule } from './uploads/uploads.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { OpenAiApiModule } from './openai-api/openai-api.module.js';

@Module({})
export class AppModule {
  static of(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config),
        DatabaseModule.of(databaseUrl),
        AccessModule,
        UploadsModule,
        IdempotencyModule,
        SourcesModule,
        CharactersModule,
        PromptsModule,
        ConnectionsModule,
        SessionsModule,
        NotificationsModule,
        OpenAiApiModule,
        BridgesModule,
        McpModule,
        BackupModule,
        IngestModule,
        WebhooksModule,
        PicturesModule,
        HealthModule,
        MetricsModule,
      ],
    };
  }
}
