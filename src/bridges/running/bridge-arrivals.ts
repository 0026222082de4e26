import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { describe, mayPass } from '../../http/problem.filter.js';
import { BridgesRepository } from '../bridges.repository.js';
import { commandIn } from '../core/commands.js';
import { InboxRepository } from '../post/inbox.repository.js';
import { OutboxRepository } from '../post/outbox.repository.js';
import { ChatLines } from './chat-lines.js';
import { CommandDesk } from './command-desk.js';
import { Deliveries } from './deliveries.js';
import { InboundEdits } from './inbound-edits.js';
import type { OpenBridge } from './open-bridge.js';
import type { PlatformHooks } from './platform.js';
import { Reception } from './reception.js';

const PAUSE_MS = 1000;

/** What comes at a bridge, and what an earlier process left of it. */
@Injectable()
export class BridgeArrivals {
  private readonly logger = new Logger(BridgeArrivals.name);

  constructor(
    private readonly inbox: InboxRepository,
    private readonly outbox: OutboxRepository,
    private readonly deliveries: Deliveries,
    private readonly events: BridgesRepository,
    private readonly reception: Reception,
    private readonly inboundEdits: InboundEdits,
    private readonly desk: CommandDesk,
    private readonly lines: ChatLines,
  ) {}

  hooksOf(bridge: OpenBridge): PlatformHooks {
    return {
      up: (account) => {
        bridge.become('connected', account);
        void this.events.note(bridge, 'connected').catch(() => undefined);
      },
      message: (message) => this.stored(bridge, () => this.reception.take(bridge, message)),
      edited: (chat, messageId, text) =>
        this.stored(bridge, () => this.inboundEdits.take(bridge, chat, messageId, text)),
      isOurs: (chat, messageId) => this.outbox.isOurs(bridge, chat, messageId),
    };
  }

  /** Goes on with what is not answered yet, and what is not sent. */
  async resume(bridge: OpenBridge): Promise<void> {
    await this.stored(bridge, async () => {
      await this.deliveries.resume(bridge);
      for (const row of await this.inbox.open(bridge)) {
        const command = row.kind === 'command' ? commandIn(row.text) : null;
        if (command && row.state === 'taken') await this.desk.interrupted(bridge, row);
        else if (command && !this.desk.waitsItsTurn(command.name)) this.desk.soon(bridge, row);
        else this.lines.add(bridge, row);
      }
    });
  }

  prune(): Promise<void> {
    return this.inbox.prune();
  }

  /** Does something that ends in the database, and waits for that while it is away. */
  private async stored(bridge: OpenBridge, work: () => Promise<void>): Promise<void> {
    while (!bridge.closed.aborted) {
      try {
        return await work();
      } catch (error) {
        if (!mayPass(error)) {
          this.logger.error(`What came at a bridge could not be taken in: ${describe(error)}`);
          return;
        }
        await sleep(PAUSE_MS, undefined, { signal: bridge.closed }).catch(() => undefined);
      }
    }
  }
}
