import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../contracts/message.js';
import { Chronicles } from '../memory/chronicle.service.js';
import type { Places } from '../memory/chronicle.repository.js';
import { RecallStretches } from '../prompt/recall-index.repository.js';
import { SessionEvents } from '../bus/session-bus.js';
import type { SessionHead } from '../story/session-snapshot.js';
import { Story } from '../story/message.repository.js';
import { Transcripts } from '../prompt/transcripts.js';

/** What follows when another version stands at a place of the story: all that was made of the old one is made anew. */
@Injectable()
export class ChangedPlaces {
  constructor(
    private readonly story: Story,
    private readonly transcripts: Transcripts,
    private readonly stretches: RecallStretches,
    private readonly chronicles: Chronicles,
    private readonly events: SessionEvents,
  ) {}

  /** @returns what stands there now, told to everyone in the session */
  async follow(head: SessionHead, places: Places, messageId: string): Promise<MessageView> {
    this.transcripts.forget(head.id);
    for (const branchId of places.branchIds) await this.stretches.changed(branchId, places.seq);
    const message = (await this.story.message(messageId))!;
    this.events.tell({
      sessionId: head.id,
      name: 'message.changed',
      body: { sessionId: head.id, message },
    });
    this.chronicles.rewriteSoon(head.ownerId, head.id);
    return message;
  }
}
