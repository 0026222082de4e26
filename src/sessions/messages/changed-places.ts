import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../contracts/message.js';
import { ChronicleService } from '../memory/chronicle.service.js';
import type { MessagePlaces } from '../memory/chronicle.repository.js';
import { RecallIndexRepository } from '../prompt/recall-index.repository.js';
import { SessionBus } from '../bus/session-bus.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import { MessageRepository } from '../story/message.repository.js';
import { Transcripts } from '../prompt/transcripts.js';

/** What follows when another version stands at a place of the story: all that was made of the old one is made anew. */
@Injectable()
export class ChangedPlaces {
  constructor(
    private readonly story: MessageRepository,
    private readonly transcripts: Transcripts,
    private readonly stretches: RecallIndexRepository,
    private readonly chronicles: ChronicleService,
    private readonly events: SessionBus,
  ) {}

  /** @returns what stands there now, told to everyone in the session */
  async follow(head: SessionSnapshot, places: MessagePlaces, messageId: string): Promise<MessageView> {
    this.transcripts.forget(head.id);
    for (const branchId of places.branchIds) await this.stretches.changed(branchId, places.seq);
    const message = (await this.story.message(messageId))!;
    this.events.publish({
      sessionId: head.id,
      name: 'message.changed',
      body: { sessionId: head.id, message },
    });
    this.chronicles.rewriteSoon(head.ownerId, head.id);
    return message;
  }
}
