import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CharactersModule } from '../characters/characters.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { PromptsModule } from '../prompts/prompts.module.js';
import { SheetsModule } from '../sheets/sheets.module.js';
import { SourcesModule } from '../sources/sources.module.js';
import { ChildrenModule } from '../children/children.module.js';
import { CharacterMaker } from './steps/character-maker.js';
import { DoubtfulFiles } from './steps/doubtful-files.js';
import { Estimates } from './estimates.js';
import { Intake } from './steps/intake.js';
import { IngestChoices } from './ingest-choices.js';
import { IngestGateway } from './ingest.gateway.js';
import { IngestRunner } from './ingest-runner.js';
import { Attempts } from './jobs/attempts.js';
import { IngestFiles } from './jobs/ingest-files.js';
import { IngestSteps } from './steps/ingest-steps.js';
import { IngestsRepository } from './jobs/ingests.repository.js';
import { IngestStore } from './jobs/ingest-store.js';
import { LinkedPages } from './steps/linked-pages.js';
import { CharacterDraftsController } from './character-drafts.controller.js';
import { IngestsController } from './ingests.controller.js';
import { Readings } from './steps/readings.js';
import { Ingest, IngestFile, IngestFilePiece } from './jobs/ingest.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Ingest, IngestFile, IngestFilePiece]),
    CharactersModule,
    ConnectionsModule,
    SheetsModule,
    PromptsModule,
    SourcesModule,
    ChildrenModule,
  ],
  controllers: [CharacterDraftsController, IngestsController],
  providers: [
    IngestsRepository,
    IngestStore,
    IngestFiles,
    Attempts,
    IngestChoices,
    IngestRunner,
    IngestSteps,
    Intake,
    LinkedPages,
    DoubtfulFiles,
    Readings,
    CharacterMaker,
    Estimates,
    IngestGateway,
  ],
  exports: [IngestStore],
})
export class IngestModule {}
