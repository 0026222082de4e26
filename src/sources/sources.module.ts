import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SourcesController } from './sources.controller.js';
import { SourcePassages } from './source-passages.js';
import { SourceTexts } from './source-texts.js';
import { SourcesRepository } from './sources.repository.js';
import { SourcesService } from './sources.service.js';
import { Passage, Section, Source } from './source.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([Source, Section, Passage])],
  controllers: [SourcesController],
  providers: [SourcesRepository, SourcesService, SourceTexts, SourcePassages],
  exports: [SourcesRepository, SourcesService, SourceTexts, SourcePassages],
})
export class SourcesModule {}
