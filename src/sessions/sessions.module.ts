import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CharactersModule } from '../characters/characters.module.js';
import { ModelModule } from '../model/model.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { PromptBuilder } from './turns/prompt-builder.js';
import { Calibrations } from './prompt/calibrations.js';
import { ChangedPlaces } from './messages/changed-places.js';
import { Admission } from './turns/admission.js';
import { BranchesController } from './messages/branches.controller.js';
import { BranchesService } from './messages/branches.service.js';
import { ChronicleService } from './memory/chronicle.service.js';
import { DraftsController } from './turns/drafts.controller.js';
import { DraftsGateway } from './turns/drafts.gateway.js';
import { DraftsService } from './turns/drafts.service.js';
import { EditsGateway } from './messages/edits.gateway.js';
import { EditsService } from './messages/edits.service.js';
import { ChronicleEntryWriter } from './memory/chronicle-entry-writer.js';
import { ChronicleRepository } from './memory/chronicle.repository.js';
import { FoldsService } from './memory/folds.service.js';
import { MemoryService } from './memory/memory.service.js';
import { LoreActivationsRepository } from './prompt/lore-activations.repository.js';
import { PromptPrefixes } from './prompt/prompt-prefixes.js';
import { ReplyCheckpoints } from './turns/reply-checkpoints.js';
import { PersonasController } from './personas/personas.controller.js';
import { PersonasService } from './personas/personas.service.js';
import { PinsController } from './messages/pins.controller.js';
import { PinsService } from './messages/pins.service.js';
import { RecallService } from './prompt/recall.service.js';
import { RecallIndexRepository } from './prompt/recall-index.repository.js';
import { ReplyStreams } from './turns/reply-streams.js';
import { RulesService } from './memory/rules.service.js';
import { SentController } from './turns/sent-requests.controller.js';
import { SentRequestsService } from './turns/sent-requests.service.js';
import { TailBuilder } from './prompt/tail-builder.js';
import { MemoryController } from './memory/memory.controller.js';
import { HistoryController } from './messages/history.controller.js';
import { HistoryService } from './messages/history.service.js';
import { SessionBus } from './bus/session-bus.js';
import { SessionSnapshots } from './prompt/session-snapshots.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsGateway } from './sessions.gateway.js';
import { SessionsService } from './sessions.service.js';
import { MessageRepository } from './story/message.repository.js';
import { TalkController } from './turns/talk.controller.js';
import { TalkService } from './turns/talk.service.js';
import { Transcripts } from './prompt/transcripts.js';
import { MessageEraser } from './memory/message-eraser.js';
import { TurnEnds } from './turns/turn-ends.js';
import { TurnRunner } from './turns/turn-runner.js';
import { TurnRepository } from './turns/turn.repository.js';
import { TurnWatch } from './turns/turn-watch.js';
import { TurnsService } from './turns/turns.service.js';
import { Branch, BranchSegment, Session } from './story/session.entity.js';
import { Message } from './story/message.entity.js';
import { Turn } from './story/turn.entity.js';
import { PromptPrefix } from './prompt/prompt-prefix.entity.js';
import { ChronicleEntry } from './memory/chronicle-entry.entity.js';
import { Rule } from './memory/rule.entity.js';
import { Pin } from './messages/pin.entity.js';
import { Persona } from './personas/persona.entity.js';
import { LoreActivation } from './prompt/lore-activation.entity.js';
import { Calibration } from './prompt/calibration.entity.js';
import { SourceIndexesRepository } from './prompt/source-indexes.repository.js';
import { SourceRecallService } from './prompt/source-recall.service.js';
import { StoredSourceIndex } from './prompt/source-index.entity.js';
import { RecallStretch } from './prompt/recall-stretch.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Session,
      Branch,
      BranchSegment,
      Message,
      Turn,
      PromptPrefix,
      ChronicleEntry,
      Rule,
      Pin,
      Persona,
      LoreActivation,
      Calibration,
      RecallStretch,
      StoredSourceIndex,
    ]),
    CharactersModule,
    ModelModule,
    SourcesModule,
  ],
  controllers: [
    SessionsController,
    TalkController,
    HistoryController,
    MemoryController,
    SentController,
    BranchesController,
    PersonasController,
    PinsController,
    DraftsController,
  ],
  providers: [
    SessionsService,
    SessionSnapshots,
    MessageRepository,
    Transcripts,
    PromptBuilder,
    Admission,
    TurnRepository,
    TurnEnds,
    TurnRunner,
    TurnsService,
    TurnWatch,
    TalkService,
    HistoryService,
    SessionBus,
    SessionsGateway,
    BranchesService,
    Calibrations,
    ChangedPlaces,
    DraftsService,
    DraftsGateway,
    EditsGateway,
    ChronicleService,
    EditsService,
    ChronicleEntryWriter,
    ChronicleRepository,
    FoldsService,
    MemoryService,
    LoreActivationsRepository,
    PromptPrefixes,
    ReplyCheckpoints,
    PersonasService,
    PinsService,
    RecallService,
    RecallIndexRepository,
    SourceIndexesRepository,
    SourceRecallService,
    ReplyStreams,
    RulesService,
    SentRequestsService,
    TailBuilder,
    MessageEraser,
  ],
  exports: [SessionBus, SessionsService, TalkService],
})
export class SessionsModule {}
