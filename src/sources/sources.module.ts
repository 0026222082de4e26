import { Module } from '@nestjs/common';
import { SourcesController } from './sources.controller.js';
import { SourceTexts } from './source-texts.js';
import { Sources } from './sources.service.js';

@Module({
  controllers: [SourcesController],
  providers: [Sources, SourceTexts],
  exports: [Sources, SourceTexts],
})
export class SourcesModule {}
