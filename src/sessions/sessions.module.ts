import { Module } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { SessionBusModule } from './bus/session-bus.module.js';
import { DraftsModule } from './drafts/drafts.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { PersonasModule } from './personas/personas.module.js';
import { PromptModule } from './prompt/prompt.module.js';
import { NewSessionsService } from './new-sessions.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsGateway } from './sessions.gateway.js';
import { SessionWatchers } from './session-watchers.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { StoryModule } from './story/story.module.js';
import { TurnsModule } from './turns/turns.module.js';

/** Conversations that last. */
@Module({
  imports: [
    CharactersModule,
    SourcesModule,
    SessionBusModule,
    StoryModule,
    PersonasModule,
    PromptModule,
    MessagesModule,
    TurnsModule,
    DraftsModule,
  ],
  controllers: [SessionsController],
  providers: [
    NewSessionsService,
    SessionsService,
    SessionsRepository,
    SessionViewsRepository,
    SessionsGateway,
    SessionWatchers,
  ],
  exports: [
    NewSessionsService,
    SessionsService,
    SessionViewsRepository,
    SessionBusModule,
    SessionWatchers,
    StoryModule,
    PersonasModule,
    MessagesModule,
    TurnsModule,
    DraftsModule,
  ],
})
export class SessionsModule {}
