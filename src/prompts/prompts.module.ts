import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PromptText } from './prompt-text.entity.js';
import { PromptTextsRepository } from './prompt-texts.repository.js';
import { CharacterPromptsController, PromptsController } from './prompts.controller.js';
import { PromptsService } from './prompts.service.js';

/** The prompts in an owner's own words. */
@Module({
  imports: [TypeOrmModule.forFeature([PromptText])],
  controllers: [PromptsController, CharacterPromptsController],
  providers: [PromptsService, PromptTextsRepository],
  exports: [PromptsService],
})
export class PromptsModule {}
