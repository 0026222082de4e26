import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConnectionsModule } from '../connections/connections.module.js';
import { ChildrenModule } from '../children/children.module.js';
import { CharacterDrafts } from './character-drafts.service.js';
import { OwnWords } from './own-words.js';
import { PaidAnswers } from './paid-answers.js';
import { SheetWriter } from './sheet-writer.js';
import { WrittenPart } from './written-part.entity.js';
import { WrittenPartsRepository } from './written-parts.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([WrittenPart]), ConnectionsModule, ChildrenModule],
  providers: [CharacterDrafts, OwnWords, PaidAnswers, WrittenPartsRepository, SheetWriter],
  exports: [CharacterDrafts, PaidAnswers, SheetWriter],
})
export class SheetsModule {}
