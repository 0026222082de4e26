import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SourcesModule } from '../sources/sources.module.js';
import { CharactersController } from './characters.controller.js';
import { CardThread } from './cards/card-thread.js';
import { CharactersRepository } from './characters.repository.js';
import { CharactersService } from './characters.service.js';
import { LorebookController } from './lorebook.controller.js';
import { SamplesService } from './samples.service.js';
import { Avatar, CardAssetFile, Character, CharacterSource, SheetVersion } from './character.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([Character, SheetVersion, Avatar, CardAssetFile, CharacterSource]),
    SourcesModule,
  ],
  controllers: [CharactersController, LorebookController],
  providers: [CardThread, CharactersRepository, CharactersService, SamplesService],
  exports: [CharactersService],
})
export class CharactersModule {}
