import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { BridgeKind, BridgeStatus } from '../../contracts/bridge.js';
import { describe } from '../../http/problem.filter.js';
import { BridgesRepository, type StoredBridge } from '../bridges.repository.js';
import { BridgeSecrets } from '../bridge-secrets.js';
import { KINDS, missingOf } from '../bridge-settings.js';
import { waitAfter } from '../core/backoff.js';
import { BridgeHooks } from './bridge-hooks.js';
import { OpenBridge, type Traffic } from './open-bridge.js';
import { Resumption } from './resumption.js';
import { Platforms } from './platforms.js';
import { PlatformRefusal } from './platform.js';

const OFF: BridgeStatus = { state: 'off', since: new Date(0).toISOString() };
const AT_ONCE_MS = 50;
const DAY_MS = 24 * 60 * 60_000;
/** What somebody has to act on. */
const REFUSED: ReadonlySet<string> = new Set(['unauthorized', 'intents_refused', 'session_over']);
/** A connection that stood so long was a good one: the next failure is a first one again. */
const GOOD_MS = 60_000;

/** Runs the bridges in the server's process: each by itself, so that what fails at one stops no other. */
@Injectable()
export class BridgeRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(BridgeRunner.name);
  private readonly open = new Map<string, OpenBridge>();
  private readonly running = new Map<string, Promise<void>>();
  /** What is done to each, one after another. */
  private readonly changing = new Map<string, Promise<void>>();
  /** What is being done for each, by whichever of its connections. */
  private readonly atWork = new Map<string, Set<Promise<void>>>();
  /** What has passed since the start, by platform. */
  readonly traffic = new Map<BridgeKind, Traffic>();
  private readonly ending = new AbortController();

  constructor(
    private readonly bridges: BridgesRepository,
    private readonly secrets: BridgeSecrets,
    private readonly platforms: Platforms,
    private readonly hooks: BridgeHooks,
    private readonly resumption: Resumption,
  ) {}

  onApplicationBootstrap(): void {
    void this.begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    for (const bridge of this.open.values()) bridge.close();
    await Promise.race([Promise.all(this.running.values()), sleep(1000, null, { ref: false })]);
  }

  status(id: string): BridgeStatus {
    return this.open.get(id)?.status ?? OFF;
  }

  /** All that run here. */
  get all(): IterableIterator<OpenBridge> {
    return this.open.values();
  }

  /** Starts a bridge anew, as it is stored now; one that is off, or gone, is only closed. */
  restart(id: string, row: StoredBridge | null): Promise<void> {
    const changing = (this.changing.get(id) ?? Promise.resolve())
      .then(() => this.replace(id, row))
      .finally(() => {
        if (this.changing.get(id) === changing) this.changing.delete(id);
      });
    this.changing.set(id, changing);
    return changing;
  }

  private async replace(id: string, row: StoredBridge | null): Promise<void> {
    this.open.get(id)?.close();
    this.open.delete(id);
    await this.running.get(id);
    if (!row) this.atWork.delete(id);
    if (!row?.enabled || this.ending.signal.aborted) return;
    const parts = { settings: row.settings, secrets: this.secrets.open(row) };
    const link = await this.platforms.link({
      bridgeId: row.id,
      ownerId: row.ownerId,
      kind: row.kind,
      cursor: row.cursor,
      ...parts,
    });
    const bridge = new OpenBridge(
      row.id,
      row.ownerId,
      row.kind,
      row.settings,
      link,
      this.trafficOf(row.kind),
      this.workOf(row.id),
    );
    this.open.set(id, bridge);
    if (missingOf(row.kind, parts)) {
      bridge.failed(KINDS[row.kind].isSignedIn ? 'not_signed_in' : 'secret_missing');
      bridge.become('refused');
      return;
    }
    const running = this.run(bridge).finally(() => {
      if (this.running.get(id) === running) this.running.delete(id);
    });
    this.running.set(id, running);
  }

  private trafficOf(kind: BridgeKind): Traffic {
    const traffic = this.traffic.get(kind) ?? { in: 0, out: 0 };
    this.traffic.set(kind, traffic);
    return traffic;
  }

  private workOf(id: string): Set<Promise<void>> {
    const work = this.atWork.get(id) ?? new Set();
    this.atWork.set(id, work);
    return work;
  }

  private async begin(): Promise<void> {
    const { signal } = this.ending;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        for (const row of await this.bridges.enabled()) await this.restart(row.id, row);
        break;
      } catch (error) {
        this.logger.warn(`The bridges could not be started: ${describe(error)}`);
        await sleep(waitAfter(failures), undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
    while (!signal.aborted) {
      await this.resumption.prune().catch(() => undefined);
      await sleep(DAY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Keeps a bridge connected until it is closed. */
  private async run(bridge: OpenBridge): Promise<void> {
    // What is just being taken in, or answered, is found by what follows.
    await bridge.alone();
    await this.resumption.resume(bridge);
    const { closed } = bridge;
    for (let failures = 0; !closed.aborted; failures++) {
      const began = Date.now();
      bridge.become(bridge.link.isCalled ? 'uncalled' : 'connecting');
      let code = 'connection_lost';
      let atLeastMs = 0;
      try {
        await bridge.link.run(this.hooks.of(bridge), closed);
      } catch (error) {
        code = error instanceof PlatformRefusal ? error.code : 'unreachable';
        if (error instanceof PlatformRefusal) atLeastMs = error.retryAfterMs ?? 0;
      }
      if (closed.aborted) return;
      if (Date.now() - began > GOOD_MS) failures = 0;
      const isRefused = REFUSED.has(code);
      const isNew = bridge.status.lastError?.code !== code || failures === 0;
      bridge.failed(code);
      bridge.become(isRefused ? 'refused' : 'waiting');
      if (isNew) await this.bridges.note(bridge, 'disconnected', { why: code }).catch(() => undefined);
      const pause = bridge.link.isCalled ? AT_ONCE_MS : Math.max(waitAfter(failures), atLeastMs);
      await sleep(pause, undefined, { signal: closed }).catch(() => undefined);
    }
  }
}
