import { Injectable } from '@nestjs/common';
import { commandIn } from '../core/commands.js';
import { type InboxRow, InboxRepository } from '../post/inbox.repository.js';
import { ChatLines } from './chat-lines.js';
import { CommandDesk } from './commands/command-desk.js';
import { Deliveries } from './deliveries.js';
import type { OpenBridge } from './open-bridge.js';
import { stored } from './stored.js';

/** Goes on where an earlier process, or an earlier connection of the same bridge, ended. */
@Injectable()
export class Resumption {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly deliveries: Deliveries,
    private readonly desk: CommandDesk,
    private readonly lines: ChatLines,
  ) {}

  /** With what is not answered yet, and what is not sent. */
  async resume(bridge: OpenBridge): Promise<void> {
    await stored(bridge, async () => {
      await this.deliveries.resume(bridge);
      const waiting: InboxRow[] = [];
      for (const row of await this.inbox.open(bridge)) {
        const command = row.kind === 'command' ? commandIn(row.text) : null;
        if (command && row.state === 'taken') await this.desk.interrupted(bridge, row);
        else if (command && !this.desk.waitsItsTurn(command.name)) this.desk.soon(bridge, row);
        else waiting.push(row);
      }
      this.lines.add(bridge, waiting);
    });
  }

  /** Forgets what no platform will send again. */
  prune(): Promise<void> {
    return this.inbox.prune();
  }
}
