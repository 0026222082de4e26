import { Module } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { ModelModule } from '../model/model.module.js';
import { Contexts } from './contexts.js';
import { HistoryController } from './history.controller.js';
import { Histories } from './history.service.js';
import { SessionEvents } from './session-events.js';
import { SessionHeads } from './session-head.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsGateway } from './sessions.gateway.js';
import { Sessions } from './sessions.service.js';
import { Story } from './story.service.js';
import { TalkController } from './talk.controller.js';
import { Transcripts } from './transcripts.js';
import { TurnRunner } from './turn-runner.js';
import { TurnStore } from './turn-store.js';
import { Turns } from './turns.service.js';

@Module({
  imports: [CharactersModule, ModelModule],
  controllers: [SessionsController, TalkController, HistoryController],
  providers: [
    Sessions,
    SessionHeads,
    Story,
    Transcripts,
    Contexts,
    TurnStore,
    TurnRunner,
    Turns,
    Histories,
    SessionEvents,
    SessionsGateway,
  ],
  exports: [Sessions, Turns, SessionEvents],
})
export class SessionsModule {}
