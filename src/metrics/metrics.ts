import { collectDefaultMetrics, Registry } from 'prom-client';

/** What is measured of this process: a registry of its own, so that several servers in one process do not mix. */
export class Metrics extends Registry {
  constructor() {
    super();
    collectDefaultMetrics({ register: this, eventLoopMonitoringPrecision: 20 });
  }
}
