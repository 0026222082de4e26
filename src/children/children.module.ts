import { Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { childMemory } from './child-memory.js';
import { Children } from './children.js';

@Module({
  providers: [
    {
      provide: Children,
      inject: [Config],
      useFactory: ({ memory, databaseUrl }: Config) => new Children(childMemory(memory, !databaseUrl)),
    },
  ],
  exports: [Children],
})
export class ChildrenModule {}
