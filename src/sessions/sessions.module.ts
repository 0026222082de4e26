import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CharactersModule } from '../characters/characters.module.js';
import { ModelModule } from '../model/model.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { Contexts } from './turns/prompt-builder.js';
import { Calibrations } from './prompt/calibrations.js';
import { ChangedPlaces } from './messages/changed-places.js';
import { Admission } from './turns/admission.js';
import { BranchesController } from './messages/branches.controller.js';
import { Branches } from './messages/branches.service.js';
import { Chronicles } from './memory/chronicle.service.js';
import { DraftsController } from './turns/drafts.controller.js';
import { DraftsGateway } from './turns/drafts.gateway.js';
import { Drafts } from './turns/drafts.service.js';
import { EditsGateway } from './messages/edits.gateway.js';
import { Edits } from './messages/edits.service.js';
import { EntryWriter } from './memory/chronicle-entry-writer.js';
import { FoldStore } from './memory/chronicle.repository.js';
import { Folds } from './memory/folds.service.js';
import { Memory } from './memory/memory.service.js';
import { LoreTold } from './prompt/lore-activations.repository.js';
import { Openings } from './prompt/prompt-prefixes.js';
import { Partials } from './turns/reply-checkpoints.js';
import { PersonasController } from './personas/personas.controller.js';
import { Personas } from './personas/personas.service.js';
import { PinsController } from './messages/pins.controller.js';
import { Pins } from './messages/pins.service.js';
import { Recall } from './prompt/recall.service.js';
import { RecallStretches } from './prompt/recall-index.repository.js';
import { Replies } from './turns/reply-streams.js';
import { Rules } from './memory/rules.service.js';
import { SentController } from './turns/sent-requests.controller.js';
import { SentRequests } from './turns/sent-requests.service.js';
import { Tails } from './prompt/tail-builder.js';
import { MemoryController } from './memory/memory.controller.js';
import { HistoryController } from './messages/history.controller.js';
import { Histories } from './messages/history.service.js';
import { SessionEvents } from './bus/session-bus.js';
import { SessionHeads } from './prompt/session-snapshots.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsGateway } from './sessions.gateway.js';
import { Sessions } from './sessions.service.js';
import { Story } from './story/message.repository.js';
import { TalkController } from './turns/talk.controller.js';
import { Talk } from './turns/talk.service.js';
import { Transcripts } from './prompt/transcripts.js';
import { Traces } from './memory/message-eraser.js';
import { TurnEnds } from './turns/turn-ends.js';
import { TurnRunner } from './turns/turn-runner.js';
import { TurnStore } from './turns/turn.repository.js';
import { TurnWatch } from './turns/turn-watch.js';
import { Turns } from './turns/turns.service.js';
import { Branch, BranchSegment, Session } from './story/session.entity.js';
import { Message } from './story/message.entity.js';
import { Turn } from './story/turn.entity.js';
import { Opening } from './prompt/prompt-prefix.entity.js';
import { Fold } from './memory/chronicle-entry.entity.js';
import { Rule } from './memory/rule.entity.js';
import { Pin } from './messages/pin.entity.js';
import { Persona } from './personas/persona.entity.js';
import { ToldEntry } from './prompt/lore-activation.entity.js';
import { Calibration } from './prompt/calibration.entity.js';
import { RecallStretch } from './prompt/recall-stretch.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Session,
      Branch,
      BranchSegment,
      Message,
      Turn,
      Opening,
      Fold,
      Rule,
      Pin,
      Persona,
      ToldEntry,
      Calibration,
      RecallStretch,
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
    Sessions,
    SessionHeads,
    Story,
    Transcripts,
    Contexts,
    Admission,
    TurnStore,
    TurnEnds,
    TurnRunner,
    Turns,
    TurnWatch,
    Talk,
    Histories,
    SessionEvents,
    SessionsGateway,
    Branches,
    Calibrations,
    ChangedPlaces,
    Drafts,
    DraftsGateway,
    EditsGateway,
    Chronicles,
    Edits,
    EntryWriter,
    FoldStore,
    Folds,
    Memory,
    LoreTold,
    Openings,
    Partials,
    Personas,
    Pins,
    Recall,
    RecallStretches,
    Replies,
    Rules,
    SentRequests,
    Tails,
    Traces,
  ],
  exports: [SessionEvents, Sessions, Talk],
})
export class SessionsModule {}
