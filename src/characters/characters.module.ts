import { Module } from '@nestjs/common';
import { SourcesModule } from '../sources/sources.module.js';
import { CharactersController } from './characters.controller.js';
import { CardThread } from './card-thread.js';
import { Characters } from './characters.service.js';
import { LorebookController } from './lorebook.controller.js';
import { Samples } from './samples.service.js';

@Module({
  imports: [SourcesModule],
  controllers: [CharactersController, LorebookController],
  providers: [CardThread, Characters, Samples],
  exports: [Characters],
})
export class CharactersModule {}
