import { Module } from '@nestjs/common';
import { ModelModule } from '../model/model.module.js';
import { AboutController } from './about.controller.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

/** Whether the server is well, and what it is. */
@Module({ imports: [ModelModule], controllers: [HealthController, AboutController], providers: [Readiness] })
export class HealthModule {}
