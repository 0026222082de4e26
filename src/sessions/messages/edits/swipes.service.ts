import { Injectable } from '@nestjs/common';
import { Problem } from '../../../contracts/problem.js';
import type { MessageVersion, MessageView } from '../../../contracts/message.js';
import { SessionSnapshots } from '../../prompt/session-snapshots.js';
import { MessageRepository } from '../../story/message.repository.js';
import { turnRunning } from '../../story/turn-running.js';
import { MessageChanges } from './message-changes.js';
import { chooseVersion } from './story-changes.repository.js';

/** The versions of a message: swipes of a reply, and what stood there before an edit or a deletion. */
@Injectable()
export class SwipesService {
  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly messages: MessageRepository,
    private readonly changes: MessageChanges,
  ) {}

  /** All of them, the oldest first. @throws Problem not_found */
  async list(ownerId: string, sessionId: string, messageId: string): Promise<MessageVersion[]> {
    const { branchId } = await this.snapshots.read(ownerId, sessionId);
    const versions = await this.messages.versions(branchId, messageId);
    if (!versions.length)
      throw new Problem('not_found', 'There is no such message in the story as it stands.');
    return versions;
  }

  /**
   * Lets another version stand that was there before.
   * @throws Problem not_found, turn_running
   */
  async choose(ownerId: string, sessionId: string, messageId: string): Promise<MessageView> {
    return this.changes.change(ownerId, sessionId, messageId, async (manager, place) => {
      if (place.status === 'streaming') throw turnRunning();
      await chooseVersion(manager, place);
      return place.messageId;
    });
  }
}
