import { Module } from '@nestjs/common';
import { ModelModule } from '../model/model.module.js';
import { AboutController } from './about.controller.js';
import { HealthController } from './health.controller.js';

/** Whether the server is well, and what it is. */
@Module({ imports: [ModelModule], controllers: [HealthController, AboutController] })
export class HealthModule {}
