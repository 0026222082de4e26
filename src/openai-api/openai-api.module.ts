import { Module } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CharacterModels } from './character-models.js';
import { CompletionsController } from './completions.controller.js';
import { CompletionsService } from './completions.service.js';
import { OutsideSessionsRepository } from './outside-sessions.repository.js';
import { StorySteps } from './story-steps.service.js';

/** The face of an OpenAI-compatible server. */
@Module({
  imports: [CharactersModule, SessionsModule],
  controllers: [CompletionsController],
  providers: [CharacterModels, CompletionsService, OutsideSessionsRepository, StorySteps],
})
export class OpenAiApiModule {}
