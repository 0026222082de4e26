import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { SourcesModule } from '../../sources/sources.module.js';
import { SessionBusModule } from '../bus/session-bus.module.js';
import { StoryModule } from '../story/story.module.js';
import { Calibration } from './calibration.entity.js';
import { Calibrations } from './calibrations.js';
import { CharactersModule } from '../../characters/characters.module.js';
import { LoreDryRunController } from './tail/lore-dry-run.controller.js';
import { LoreActivation } from './tail/lore-activation.entity.js';
import { LoreActivationsRepository } from './tail/lore-activations.repository.js';
import { PromptPrefix } from './prefix/prompt-prefix.entity.js';
import { PromptPrefixes } from './prefix/prompt-prefixes.js';
import { PromptPrefixesRepository } from './prefix/prompt-prefixes.repository.js';
import { PromptMessagesRepository } from './prompt-messages.repository.js';
import { Fact } from './facts/fact.entity.js';
import { FactsRepository } from './facts/facts.repository.js';
import { MessageWords } from './recall/message-words.entity.js';
import { MessageWordsRepository } from './recall/message-words.repository.js';
import { RecallIndexRepository } from './recall/recall-index.repository.js';
import { RecallLikeness } from './recall/recall-likeness.js';
import { QuestionVectors } from './recall/question-vectors.js';
import { RecallVector } from './recall/recall-vector.entity.js';
import { RecallVectorsRepository } from './recall/recall-vectors.repository.js';
import { VectorMaker } from './recall/vector-maker.js';
import { RecallStretch } from './recall/recall-stretch.entity.js';
import { RecallService } from './recall/recall.service.js';
import { ReplyManners } from './reply-manners.js';
import { SessionSnapshots } from './session-snapshots.js';
import { StoredSourceIndex } from './recall/source-index.entity.js';
import { PreparedLorebooks } from './tail/prepared-lorebooks.js';
import { ShownScriptsController } from './scripts/shown-scripts.controller.js';
import { SessionSheets } from './session-sheets.js';
import { SourceIndexesRepository } from './recall/source-indexes.repository.js';
import { SourceRecallService } from './recall/source-recall.service.js';
import { TailBuilder } from './tail/tail-builder.js';
import { TailLorebook } from './tail/tail-lorebook.js';
import { Transcripts } from './transcripts.js';

/** What requests are made of: snapshots, prompt prefixes, transcripts, tails. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      PromptPrefix,
      LoreActivation,
      Calibration,
      RecallStretch,
      RecallVector,
      MessageWords,
      Fact,
      StoredSourceIndex,
    ]),
    SessionBusModule,
    StoryModule,
    ConnectionsModule,
    SourcesModule,
    CharactersModule,
  ],
  controllers: [LoreDryRunController, ShownScriptsController],
  providers: [
    SessionSnapshots,
    SessionSheets,
    PreparedLorebooks,
    PromptPrefixes,
    PromptPrefixesRepository,
    PromptMessagesRepository,
    Transcripts,
    TailBuilder,
    TailLorebook,
    Calibrations,
    RecallIndexRepository,
    MessageWordsRepository,
    FactsRepository,
    RecallService,
    RecallLikeness,
    QuestionVectors,
    RecallVectorsRepository,
    VectorMaker,
    SourceIndexesRepository,
    SourceRecallService,
    LoreActivationsRepository,
    ReplyManners,
  ],
  exports: [
    SessionSnapshots,
    PromptPrefixes,
    PromptMessagesRepository,
    Transcripts,
    TailBuilder,
    Calibrations,
    RecallIndexRepository,
    MessageWordsRepository,
    FactsRepository,
    ReplyManners,
  ],
})
export class PromptModule {}
