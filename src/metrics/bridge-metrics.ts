import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { BridgeRunner } from '../bridges/running/bridge-runner.js';
import { Metrics } from './metrics.js';

/** How bridges stand and what passes them: amounts, never whose they are or what was said. */
@Injectable()
export class BridgeMetrics {
  constructor(metrics: Metrics, bridges: BridgeRunner) {
    const registers = [metrics];
    new Gauge({
      name: 'keepsake_bridges',
      help: 'Bridges that are enabled, by platform and state',
      labelNames: ['platform', 'state'],
      registers,
      collect() {
        this.reset();
        for (const { kind, status } of bridges.all) this.inc({ platform: kind, state: status.state });
      },
    });
    new Gauge({
      name: 'keepsake_bridge_last_timestamp_seconds',
      help: 'When a bridge of a platform last changed its state, took a message in, sent one, and met an error',
      labelNames: ['platform', 'event'],
      registers,
      collect() {
        this.reset();
        const newest = new Map<string, number>();
        for (const { kind, status } of bridges.all) {
          const { since: state, lastIn, lastOut, lastError } = status;
          for (const [event, at] of Object.entries({
            state,
            in: lastIn,
            out: lastOut,
            error: lastError?.at,
          })) {
            const seconds = at === undefined ? 0 : Date.parse(at) / 1000;
            if (seconds <= (newest.get(`${kind} ${event}`) ?? 0)) continue;
            newest.set(`${kind} ${event}`, seconds);
            this.set({ platform: kind, event }, seconds);
          }
        }
      },
    });
    new Counter({
      name: 'keepsake_bridge_messages_total',
      help: 'Messages that came in by bridges, and that went out',
      labelNames: ['platform', 'direction'],
      registers,
      collect() {
        this.reset();
        for (const [platform, counts] of bridges.traffic) {
          this.inc({ platform, direction: 'in' }, counts.in);
          this.inc({ platform, direction: 'out' }, counts.out);
        }
      },
    });
  }
}
