import { Module } from '@nestjs/common';
import { BridgesModule } from '../bridges/bridges.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { BridgeMetrics } from './bridge-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { StateMetrics } from './state-metrics.js';
import { StateRepository } from './state.repository.js';
import { TurnMetrics } from './turn-metrics.js';

/** How the service does, in numbers, for Prometheus. */
@Module({
  imports: [SessionsModule, BridgesModule],
  controllers: [MetricsController],
  providers: [Metrics, TurnMetrics, StateMetrics, StateRepository, BridgeMetrics],
})
export class MetricsModule {}
