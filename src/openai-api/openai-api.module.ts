import { Module } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CharacterModels } from './character-models.js';
import { CompletionsController } from './completions.controller.js';
import { CompletionsService } from './completions.service.js';
import { PicturesModule } from '../pictures/pictures.module.js';
import { OutsideSessionsRepository } from './outside-sessions.repository.js';
import { SentPictures } from './sent-pictures.js';
import { StorySteps } from './story-steps.service.js';

/** The face of an OpenAI-compatible server. */
@Module({
  imports: [CharactersModule, SessionsModule, PicturesModule],
  controllers: [CompletionsController],
  providers: [CharacterModels, CompletionsService, OutsideSessionsRepository, SentPictures, StorySteps],
})
export class OpenAiApiModule {}
