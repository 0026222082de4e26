import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { SessionBusModule } from '../bus/session-bus.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { PromptModule } from '../prompt/prompt.module.js';
import { StoryModule } from '../story/story.module.js';
import { Admission } from './admission.js';
import { ContextController } from './context.controller.js';
import { AcceptedMessagesRepository } from './accepted-messages.repository.js';
import { MessageIntake } from './message-intake.js';
import { PromptBuilder } from './prompt-builder.js';
import { ReplyCheckpoints } from './reply-checkpoints.js';
import { ReplyStreams } from './reply-streams.js';
import { SentController } from './sent-requests/sent-requests.controller.js';
import { SentRequestsRepository } from './sent-requests/sent-requests.repository.js';
import { SentRequestsService } from './sent-requests/sent-requests.service.js';
import { TalkController } from './talk.controller.js';
import { TalkService } from './talk.service.js';
import { TurnFinisher } from './turn-finisher.js';
import { TurnRunner } from './turn-runner.js';
import { TurnWatch } from './turn-watch.js';
import { TurnStartsRepository } from './turn-starts.repository.js';
import { TurnRepository } from './turn.repository.js';
import { TurnsService } from './turns.service.js';

/** Turns: from what is said to the stored reply. */
@Module({
  imports: [SessionBusModule, StoryModule, PromptModule, MemoryModule, ConnectionsModule],
  controllers: [TalkController, ContextController, SentController],
  providers: [
    TurnsService,
    TalkService,
    Admission,
    MessageIntake,
    AcceptedMessagesRepository,
    PromptBuilder,
    TurnStartsRepository,
    TurnRepository,
    TurnRunner,
    TurnFinisher,
    TurnWatch,
    ReplyStreams,
    ReplyCheckpoints,
    SentRequestsService,
    SentRequestsRepository,
  ],
  exports: [TurnsService, TalkService, Admission, PromptBuilder, TurnRunner],
})
export class TurnsModule {}
