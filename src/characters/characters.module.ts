import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SourcesModule } from '../sources/sources.module.js';
import { ScalerModule } from '../pictures/scaler.module.js';
import { AvatarsController } from './avatars/avatars.controller.js';
import { AvatarsRepository } from './avatars/avatars.repository.js';
import { AvatarsService } from './avatars/avatars.service.js';
import { ExpressionsController } from './expressions/expressions.controller.js';
import { ExpressionsRepository } from './expressions/expressions.repository.js';
import { ExpressionsService } from './expressions/expressions.service.js';
import { CardImports } from './card-imports.service.js';
import { LibraryRepository } from './library/library.repository.js';
import { LibraryService } from './library/library.service.js';
import { TwinsRepository } from './twins.repository.js';
import { CharactersController } from './characters.controller.js';
import { CardThread } from './cards/card-thread.js';
import { CharactersRepository } from './characters.repository.js';
import { CharactersService } from './characters.service.js';
import { LorebookController } from './lorebook/lorebook.controller.js';
import { SamplesService } from './library/samples.service.js';
import { LoreEntriesController } from './lorebook/lore-entries.controller.js';
import {
  Avatar,
  AvatarThumbnail,
  CardAssetFile,
  Character,
  CharacterSource,
  SheetVersion,
} from './character.entity.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      Character,
      SheetVersion,
      Avatar,
      AvatarThumbnail,
      CardAssetFile,
      CharacterSource,
    ]),
    ScalerModule,
    SourcesModule,
  ],
  controllers: [
    CharactersController,
    AvatarsController,
    ExpressionsController,
    LorebookController,
    LoreEntriesController,
  ],
  providers: [
    AvatarsRepository,
    AvatarsService,
    CardImports,
    CardThread,
    CharactersRepository,
    CharactersService,
    ExpressionsRepository,
    ExpressionsService,
    LibraryRepository,
    LibraryService,
    SamplesService,
    TwinsRepository,
  ],
  exports: [AvatarsService, CharactersService, LibraryService, CardThread],
})
export class CharactersModule {}
