import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CharactersModule } from '../characters/characters.module.js';
import { ModelModule } from '../model/model.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { Contexts } from './contexts.js';
import { Calibrations } from './calibrations.js';
import { ChangedPlaces } from './changed-places.js';
import { Admission } from './admission.js';
import { BranchesController } from './branches.controller.js';
import { Branches } from './branches.service.js';
import { Chronicles } from './chronicle.service.js';
import { DraftsController } from './drafts.controller.js';
import { DraftsGateway } from './drafts.gateway.js';
import { Drafts } from './drafts.service.js';
import { EditsGateway } from './edits.gateway.js';
import { Edits } from './edits.service.js';
import { EntryWriter } from './entry-writer.js';
import { FoldStore } from './fold-store.js';
import { Folds } from './folds.service.js';
import { Memory } from './memory.service.js';
import { LoreTold } from './lore-told.js';
import { Openings } from './openings.js';
import { Partials } from './partials.js';
import { PersonasController } from './personas.controller.js';
import { Personas } from './personas.service.js';
import { PinsController } from './pins.controller.js';
import { Pins } from './pins.service.js';
import { Recall } from './recall.service.js';
import { RecallStretches } from './recall-stretches.js';
import { Replies } from './replies.js';
import { Rules } from './rules.service.js';
import { SentController } from './sent.controller.js';
import { SentRequests } from './sent.service.js';
import { Tails } from './tails.js';
import { MemoryController } from './memory.controller.js';
import { HistoryController } from './history.controller.js';
import { Histories } from './history.service.js';
import { SessionEvents } from './session-events.js';
import { SessionHeads } from './session-heads.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsGateway } from './sessions.gateway.js';
import { Sessions } from './sessions.service.js';
import { Story } from './story.service.js';
import { TalkController } from './talk.controller.js';
import { Talk } from './talk.service.js';
import { Transcripts } from './transcripts.js';
import { Traces } from './traces.js';
import { TurnEnds } from './turn-ends.js';
import { TurnRunner } from './turn-runner.js';
import { TurnStore } from './turn-store.js';
import { TurnWatch } from './turn-watch.js';
import { Turns } from './turns.service.js';
import { Branch, BranchSegment, Session } from './session.entity.js';
import { Message } from './message.entity.js';
import { Turn } from './turn.entity.js';
import { Opening } from './opening.entity.js';
import { Fold } from './fold.entity.js';
import { Rule } from './rule.entity.js';
import { Pin } from './pin.entity.js';
import { Persona } from './persona.entity.js';
import { ToldEntry } from './told-entry.entity.js';
import { Calibration } from './calibration.entity.js';
import { RecallStretch } from './recall-stretch.entity.js';

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
