import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { describe, mayPass } from '../../http/problem.filter.js';
import type { OpenBridge } from './open-bridge.js';

const PAUSE_MS = 1000;
const logger = new Logger('Bridges');

/** Does something that ends in the database, and waits for that while it is away: what came in must not be lost. */
export function stored(bridge: OpenBridge, work: () => Promise<void>): Promise<void> {
  return bridge.during(storing(bridge, work));
}

async function storing(bridge: OpenBridge, work: () => Promise<void>): Promise<void> {
  while (!bridge.closed.aborted) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) {
        logger.error(`What came at a bridge could not be taken in: ${describe(error)}`);
        return;
      }
      await sleep(PAUSE_MS, undefined, { signal: bridge.closed }).catch(() => undefined);
    }
  }
}
