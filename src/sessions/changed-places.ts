import { Injectable } from '@nestjs/common';
import type { MessageView } from '../wire.js';
import { Chronicles } from './chronicle.service.js';
import { RecallStretches } from './recall-stretches.js';
import { SessionEvents } from './session-events.js';
import type { SessionHead } from './session-head.js';
import { Story } from './story.service.js';
import { Transcripts } from './transcripts.js';

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
  async follow(head: SessionHead, seq: number, messageId: string): Promise<MessageView> {
    this.transcripts.forget(head.id);
    await this.stretches.changed(head.branchId, seq);
    await this.chronicles.rewriteFor(head.ownerId, head.id, { branchId: head.branchId, seq });
    const message = (await this.story.message(messageId))!;
    this.events.tell({
      sessionId: head.id,
      name: 'message.changed',
      body: { sessionId: head.id, message },
    });
    return message;
  }
}
