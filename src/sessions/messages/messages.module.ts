import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { ScalerModule } from '../../pictures/scaler.module.js';
import { SessionBusModule } from '../bus/session-bus.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { PromptModule } from '../prompt/prompt.module.js';
import { StoryModule } from '../story/story.module.js';
import { BranchesController } from './branches.controller.js';
import { BranchesRepository } from './branches.repository.js';
import { BranchesService } from './branches.service.js';
import { ChangedPlaces } from './edits/changed-places.js';
import { CleaningController } from './edits/cleaning.controller.js';
import { CleaningService } from './edits/cleaning.service.js';
import { MessagesGateway } from './messages.gateway.js';
import { EditsService } from './edits/edits.service.js';
import { ChatFiles } from './histories/chat-files.js';
import { ChatThread } from './histories/chat-thread.js';
import { HistoryController } from './history.controller.js';
import { HistoryExportService } from './history-export.service.js';
import { HistoryImportService } from './history-import.service.js';
import { HistoryRepository } from './history.repository.js';
import { MessageSearch } from './message-search.js';
import { MessagesController } from './messages.controller.js';
import { Pin } from './pins/pin.entity.js';
import { PinsController } from './pins/pins.controller.js';
import { PinsRepository } from './pins/pins.repository.js';
import { PinsService } from './pins/pins.service.js';
import { MessageChanges } from './edits/message-changes.js';
import { SessionPicturesController } from './pictures/pictures.controller.js';
import { HistoryPictures } from './pictures/history-pictures.js';
import { PicturesService } from './pictures/pictures.service.js';
import { UnsentPictures } from './pictures/unsent-pictures.js';
import { SwipesService } from './edits/swipes.service.js';

/** What was said, as a thing to read, change, branch, pin, and take in and out. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Pin]),
    SessionBusModule,
    StoryModule,
    PromptModule,
    MemoryModule,
    ConnectionsModule,
    ScalerModule,
  ],
  controllers: [
    MessagesController,
    HistoryController,
    BranchesController,
    PinsController,
    CleaningController,
    SessionPicturesController,
  ],
  providers: [
    EditsService,
    SwipesService,
    MessagesGateway,
    MessageChanges,
    ChangedPlaces,
    BranchesService,
    BranchesRepository,
    PinsService,
    PinsRepository,
    ChatFiles,
    ChatThread,
    HistoryImportService,
    HistoryExportService,
    HistoryRepository,
    CleaningService,
    PicturesService,
    UnsentPictures,
    HistoryPictures,
    MessageSearch,
  ],
  exports: [BranchesService, EditsService, SwipesService, PinsService, PicturesService, MessageSearch],
})
export class MessagesModule {}
