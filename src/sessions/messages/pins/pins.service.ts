import { Injectable } from '@nestjs/common';
import { Problem } from '../../../contracts/problem.js';
import type { MessageView, PinView } from '../../../contracts/message.js';
import { SessionBus } from '../../bus/session-bus.js';
import { SessionSnapshots } from '../../prompt/session-snapshots.js';
import { MessageRepository } from '../../story/message.repository.js';
import { PinsRepository } from './pins.repository.js';

/**
 * Messages that are always to be remembered. While one is sent as part of the history, nothing is done; once it is
 * folded it stands in the tail, until the chronicle is rendered anew and takes it in: so no pin ever moves the prefix.
 */
@Injectable()
export class PinsService {
  constructor(
    private readonly pins: PinsRepository,
    private readonly snapshots: SessionSnapshots,
    private readonly messages: MessageRepository,
    private readonly bus: SessionBus,
  ) {}

  /** In the order of the story. @throws Problem not_found */
  async list(ownerId: string, sessionId: string): Promise<{ items: PinView[] }> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const settled = new Set(snapshot.prefix.pins);
    const pinned = await this.messages.pins(snapshot.branchId);
    return {
      items: pinned.map(({ message, pinnedAt }) => ({
        message,
        pinnedAt: pinnedAt.toISOString(),
        stands:
          message.seq > snapshot.foldedSeq ? 'history' : settled.has(message.seq) ? 'chronicle' : 'tail',
      })),
    };
  }

  /**
   * Pins the place of a message, or takes its pin away.
   * @returns the message, told to everyone in the session
   * @throws Problem not_found
   */
  async set(ownerId: string, sessionId: string, messageId: string, pinned: boolean): Promise<MessageView> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const found = await this.pins.set(snapshot, messageId, pinned);
    if (!found) throw new Problem('not_found', 'There is no such message in the story as it stands.');
    const message = (await this.messages.message(messageId))!;
    this.bus.publish({ sessionId, name: 'message.changed', body: { sessionId, message } });
    return message;
  }
}
