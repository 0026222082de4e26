import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../../contracts/message.js';
import { DueEntriesService } from '../../memory/due-entries.service.js';
import type { MessagePlaces } from '../../memory/chronicle.repository.js';
import { SessionBus } from '../../bus/session-bus.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { MessageRepository } from '../../story/message.repository.js';

/** What follows when another version stands at a place of the story: all that was made of the old one is made anew. */
@Injectable()
export class ChangedPlaces {
  constructor(
    private readonly messages: MessageRepository,
    private readonly dueEntries: DueEntriesService,
    private readonly bus: SessionBus,
  ) {}

  /** @returns what stands there now, told to everyone in the session */
  async follow(snapshot: SessionSnapshot, places: MessagePlaces, messageId: string): Promise<MessageView> {
    await this.bus.command({ sessionId: snapshot.id, name: 'invalidate', body: { places } });
    const message = (await this.messages.message(messageId))!;
    this.bus.publish({
      sessionId: snapshot.id,
      name: 'message.changed',
      body: { sessionId: snapshot.id, message },
    });
    this.dueEntries.writeSoon(snapshot.ownerId, snapshot.id);
    return message;
  }
}
