import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { CharactersModule } from '../characters/characters.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { BridgeSecrets } from './bridge-secrets.js';
import { Bridge, BridgeEventRow } from './bridge.entity.js';
import { BridgesController } from './bridges.controller.js';
import { BridgesRepository } from './bridges.repository.js';
import { BridgesService } from './bridges.service.js';
import { CallbackDoor } from './callback-door.js';
import { SignInController } from './ilink/sign-in.controller.js';
import { SignIns } from './ilink/sign-ins.js';
import { OneBotDoor } from './onebot/onebot-door.js';
import { BridgeGuest, BridgeIdentity, BridgePairing } from './people/identity.entity.js';
import { Pairings } from './people/pairings.js';
import { PeopleRepository } from './people/people.repository.js';
import { Seats } from './people/seats.js';
import { InboxRepository } from './post/inbox.repository.js';
import { OutboxRepository } from './post/outbox.repository.js';
import { BridgeInbox, BridgeOutbox, BridgeWindow } from './post/post.entity.js';
import { WindowsRepository } from './post/windows.repository.js';
import { Answers } from './running/answers.js';
import { BurstReplies } from './running/burst-replies.js';
import { PersonCommands } from './running/commands/person-commands.js';
import { StoryCommands } from './running/commands/story-commands.js';
import { BridgeHooks } from './running/bridge-hooks.js';
import { Resumption } from './running/resumption.js';
import { ReplyWindows } from './running/reply-windows.js';
import { ReplySwipes } from './running/reply-swipes.js';
import { BridgeRunner } from './running/bridge-runner.js';
import { ChatLines } from './running/chat-lines.js';
import { CommandDesk } from './running/commands/command-desk.js';
import { Deliveries } from './running/deliveries.js';
import { InboundPictures } from './running/inbound-pictures.js';
import { InboundEdits } from './running/inbound-edits.js';
import { Platforms } from './running/platforms.js';
import { Reception } from './running/reception.js';
import { SessionCommands } from './running/commands/session-commands.js';

/** Other doors to the same sessions. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Bridge,
      BridgeEventRow,
      BridgeIdentity,
      BridgeGuest,
      BridgePairing,
      BridgeInbox,
      BridgeOutbox,
      BridgeWindow,
    ]),
    AccessModule,
    SecretsModule,
    CharactersModule,
    SessionsModule,
  ],
  controllers: [BridgesController, SignInController],
  providers: [
    BridgesService,
    BridgesRepository,
    BridgeSecrets,
    PeopleRepository,
    Pairings,
    Seats,
    InboxRepository,
    OutboxRepository,
    WindowsRepository,
    ReplyWindows,
    BridgeRunner,
    BridgeHooks,
    Resumption,
    ReplySwipes,
    Reception,
    InboundEdits,
    InboundPictures,
    ChatLines,
    Answers,
    BurstReplies,
    CommandDesk,
    SessionCommands,
    StoryCommands,
    PersonCommands,
    Deliveries,
    Platforms,
    OneBotDoor,
    CallbackDoor,
    SignIns,
  ],
  exports: [BridgeRunner],
})
export class BridgesModule {}
