import { Injectable } from '@nestjs/common';
import { BridgesRepository } from '../bridges.repository.js';
import { CommandDesk } from './commands/command-desk.js';
import { Deliveries } from './deliveries.js';
import { InboundEdits } from './inbound-edits.js';
import type { OpenBridge } from './open-bridge.js';
import type { PlatformHooks } from './platform.js';
import { Reception } from './reception.js';
import { ReplySwipes } from './reply-swipes.js';
import { stored } from './stored.js';

/** What a platform tells, and who hears it. */
@Injectable()
export class BridgeHooks {
  constructor(
    private readonly events: BridgesRepository,
    private readonly deliveries: Deliveries,
    private readonly reception: Reception,
    private readonly inboundEdits: InboundEdits,
    private readonly swipes: ReplySwipes,
    private readonly desk: CommandDesk,
  ) {}

  of(bridge: OpenBridge): PlatformHooks {
    return {
      up: (account, isCalled = true) => {
        const isNew = isCalled && !bridge.isConnected;
        bridge.become(isCalled ? 'connected' : 'uncalled', account, true);
        if (isNew) void this.events.note(bridge, 'connected').catch(() => undefined);
      },
      down: () => {
        if (!bridge.isConnected) return;
        bridge.become('waiting');
        void this.events.note(bridge, 'disconnected', { why: 'connection_lost' }).catch(() => undefined);
      },
      failed: (code) => {
        const isNew = bridge.status.lastError?.code !== code;
        bridge.failed(code);
        if (isNew) void this.events.note(bridge, 'failed', { why: code }).catch(() => undefined);
      },
      message: (message) =>
        stored(bridge, async () => {
          await this.deliveries.opens(bridge, message);
          await this.reception.take(bridge, message);
          await this.deliveries.opened(bridge, message.chat);
        }),
      arrived: (message) =>
        stored(bridge, async () => {
          await this.deliveries.opens(bridge, message);
          await this.reception.greet(bridge, message);
        }),
      asked: (message) =>
        stored(bridge, async () => {
          await this.deliveries.opens(bridge, message);
          await this.deliveries.opened(bridge, message.chat);
        }),
      owed: (chat) => this.deliveries.owed(bridge, chat),
      reached: (cursor) => stored(bridge, () => this.events.reach(bridge, cursor)),
      roomMoved: (from, to) =>
        stored(bridge, async () => {
          await this.events.moveRoom(bridge, from, to);
          bridge.roomMoved(from, to);
        }),
      edited: (place, messageId, text, at = null) =>
        stored(bridge, () => this.inboundEdits.take(bridge, place, messageId, text, at)),
      known: () => this.reception.known(bridge),
      cut: (chat) => this.events.note(bridge, 'cut', { chat }),
      isOurs: (chat, messageId) => this.deliveries.isOurs(bridge, chat, messageId),
      suggest: (account, begun) => this.desk.suggest(bridge, account, begun),
      swipe: (place, messageId, by, step) => this.swipes.swipe(bridge, place, messageId, by, step),
    };
  }
}
