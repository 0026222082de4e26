import { Module } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CompletionsController } from './completions.controller.js';

@Module({ imports: [CharactersModule, SessionsModule], controllers: [CompletionsController] })
export class OpenAiApiModule {}
