import { Module } from '@nestjs/common';
import { ConnectionsModule } from '../connections/connections.module.js';
import { AboutController } from './about.controller.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** Whether the server is well, and what it is. */
@Module({
  imports: [ConnectionsModule],
  controllers: [HealthController, AboutController],
  providers: [Readiness],
})
export class HealthModule {}
