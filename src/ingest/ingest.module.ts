import { Module } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { ModelModule } from '../model/model.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { CharacterMaker } from './character-maker.js';
import { DoubtfulFiles } from './doubtful-files.js';
import { Estimates } from './estimates.js';
import { IngestGateway } from './ingest.gateway.js';
import { IngestRunner } from './ingest-runner.js';
import { IngestStore } from './ingest-store.js';
import { LinkedPages } from './linked-pages.js';
import { IngestsController } from './ingests.controller.js';
import { OwnWords } from './own-words.js';
import { PaidAnswers } from './paid-answers.js';
import { Reader } from './reader.js';
import { SheetWriter } from './sheet-writer.js';

@Module({
  imports: [CharactersModule, ModelModule, SourcesModule],
  controllers: [IngestsController],
  providers: [
    IngestStore,
    IngestRunner,
    LinkedPages,
    DoubtfulFiles,
    CharacterMaker,
    Estimates,
    OwnWords,
    PaidAnswers,
    Reader,
    SheetWriter,
    IngestGateway,
  ],
})
export class IngestModule {}
