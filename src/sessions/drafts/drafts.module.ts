import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { PromptModule } from '../prompt/prompt.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { TurnsModule } from '../turns/turns.module.js';
import { DraftsController } from './drafts.controller.js';
import { DraftsGateway } from './drafts.gateway.js';
import { DraftsService } from './drafts.service.js';

/** Impersonation: the user's next message, written by the model. */
@Module({
  imports: [TurnsModule, PromptModule, MemoryModule, ConnectionsModule],
  controllers: [DraftsController],
  providers: [DraftsService, DraftsGateway],
  exports: [DraftsService],
})
export class DraftsModule {}
