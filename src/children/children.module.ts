import { Logger, Module, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { childMemory, leastMemory } from './child-memory.js';
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
export class ChildrenModule implements OnModuleInit {
  private readonly logger = new Logger(ChildrenModule.name);

  constructor(private readonly config: Config) {}

  onModuleInit(): void {
    const { memory, databaseUrl } = this.config;
    const least = leastMemory(!databaseUrl);
    if (memory >= least) return;
    const mb = (bytes: number) => Math.floor(bytes / 1024 / 1024);
    this.logger.warn(
      `Keepsake has ${mb(memory)} MB of memory and wants ${mb(least)}: reading long texts may fail or stop other programs.`,
    );
  }
}
