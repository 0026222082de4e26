import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CharactersModule } from '../characters/characters.module.js';
import { ModelModule } from '../model/model.module.js';
import { SheetsModule } from '../sheets/sheets.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { ChildrenModule } from '../children/children.module.js';
import { CharacterMaker } from './character-maker.js';
import { DoubtfulFiles } from './doubtful-files.js';
import { Estimates } from './estimates.js';
import { HandedIn } from './handed-in.js';
import { IngestChoices } from './ingest-choices.js';
import { IngestGateway } from './ingest.gateway.js';
import { IngestRunner } from './ingest-runner.js';
import { Attempts } from './attempts.js';
import { IngestFiles } from './ingest-files.js';
import { IngestSteps } from './ingest-steps.js';
import { IngestStore } from './ingest-store.js';
import { LinkedPages } from './linked-pages.js';
import { IngestsController } from './ingests.controller.js';
import { Readings } from './readings.js';
import { Ingest, IngestFile, IngestFilePiece } from './ingest.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Ingest, IngestFile, IngestFilePiece]),
    CharactersModule,
    ModelModule,
    SheetsModule,
    SourcesModule,
    ChildrenModule,
  ],
  controllers: [IngestsController],
  providers: [
    IngestStore,
    IngestFiles,
    Attempts,
    IngestChoices,
    IngestRunner,
    IngestSteps,
    HandedIn,
    LinkedPages,
    DoubtfulFiles,
    Readings,
    CharacterMaker,
    Estimates,
    IngestGateway,
  ],
})
export class IngestModule {}
