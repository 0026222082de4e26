import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { CharactersModule } from '../characters/characters.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AuthoringTools } from './authoring-tools.js';
import { McpController } from './mcp.controller.js';
import { postAlone } from './post-alone.js';
import { TalkingTools } from './talking-tools.js';

/** Tools for agents, by the Model Context Protocol. */
@Module({
  imports: [CharactersModule, SessionsModule],
  controllers: [McpController],
  providers: [AuthoringTools, TalkingTools],
})
export class McpModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(postAlone).forRoutes('mcp');
  }
}
