import { Controller, Get, Res } from '@nestjs/common';
import { Scoped } from '../access/requests/scoped.js';
import type { Response } from 'express';
import { Metrics } from './metrics.js';
import { StateMetrics } from './state-metrics.js';

@Scoped('metrics:read')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly state: StateMetrics,
  ) {}

  /** In the text format of Prometheus. */
  @Get()
  async read(@Res() response: Response): Promise<void> {
    await this.state.look();
    response.set('cache-control', 'no-store').type(this.metrics.contentType);
    response.send(await this.metrics.metrics());
  }
}
