import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { PromptsModule } from '../../prompts/prompts.module.js';
import { PromptModule } from '../prompt/prompt.module.js';
import { SessionBusModule } from '../bus/session-bus.module.js';
import { StoryModule } from '../story/story.module.js';
import { ChangedEntriesRepository } from './changed-entries.repository.js';
import { ChangedEntriesService } from './changed-entries.service.js';
import { Indexing } from './indexing/indexing.js';
import { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import { ChronicleEntry } from './chronicle-entry.entity.js';
import { ChronicleRepository } from './chronicle.repository.js';
import { ChronicleService } from './chronicle.service.js';
import { DueEntriesRepository } from './due-entries.repository.js';
import { DueEntriesService } from './due-entries.service.js';
import { FactsController } from './facts/facts.controller.js';
import { FactsService } from './facts/facts.service.js';
import { FoldableMessagesRepository } from './foldable-messages.repository.js';
import { FoldsService } from './folds.service.js';
import { MemoryController } from './memory.controller.js';
import { MemoryWorkController } from './memory-work.controller.js';
import { MemoryService } from './memory.service.js';
import { MessageEraser } from './message-eraser.js';
import { OlderIndexService } from './indexing/older-index.service.js';
import { UnfoldingRepository } from './unfolding.repository.js';
import { UnfoldingService } from './unfolding.service.js';
import { OlderMessagesService } from './older-messages.service.js';
import { Rule } from './rules/rule.entity.js';
import { RulesRepository } from './rules/rules.repository.js';
import { RulesService } from './rules/rules.service.js';

/** What a session remembers: folds, the chronicle, rules. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ChronicleEntry, Rule]),
    SessionBusModule,
    StoryModule,
    PromptModule,
    ConnectionsModule,
    PromptsModule,
  ],
  controllers: [MemoryController, MemoryWorkController, FactsController],
  providers: [
    MemoryService,
    FoldsService,
    ChronicleService,
    ChronicleRepository,
    FoldableMessagesRepository,
    ChronicleEntryWriter,
    ChangedEntriesService,
    ChangedEntriesRepository,
    Indexing,
    DueEntriesService,
    DueEntriesRepository,
    OlderIndexService,
    UnfoldingService,
    UnfoldingRepository,
    OlderMessagesService,
    RulesService,
    RulesRepository,
    FactsService,
    MessageEraser,
  ],
  exports: [
    MemoryService,
    FoldsService,
    ChronicleService,
    ChangedEntriesService,
    DueEntriesService,
    MessageEraser,
  ],
})
export class MemoryModule {}
