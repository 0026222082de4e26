import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import { EditsService } from '../../sessions/messages/edits/edits.service.js';
import { MessageRepository } from '../../sessions/story/message.repository.js';
import { storable } from '../../text/encoding/storable.js';
import { Buckets } from '../core/buckets.js';
import { InboxRepository } from '../post/inbox.repository.js';
import { clientIdOf } from './burst-replies.js';
import { ChatLines } from './chat-lines.js';
import type { OpenBridge } from './open-bridge.js';

/** Changes of a chat that are taken over at once, and in the long run: each may have a summary written anew. */
const MOST_EDITS = 30;
const EDITS_A_SECOND = 60 / 3600;

/** Takes over what people change of their messages at a platform. */
@Injectable()
export class InboundEdits {
  private readonly left = new Buckets(MOST_EDITS, EDITS_A_SECOND);

  constructor(
    private readonly inbox: InboxRepository,
    private readonly lines: ChatLines,
    private readonly messages: MessageRepository,
    private readonly edits: EditsService,
  ) {}

  /** @param given null: it was deleted */
  async take(bridge: OpenBridge, chat: string, messageId: string, given: string | null): Promise<void> {
    const text = given === null ? null : storable(given).trim() || null;
    if (await this.inbox.edit(bridge, chat, messageId, text)) {
      this.lines.edit(bridge, chat, messageId, text);
      return;
    }
    const said = await this.inbox.burstOf(bridge, chat, messageId);
    // Of what was said in several messages at once, it is not known which part of the text this one is.
    if (!said || said.lines > 1) return;
    const message = await this.messages.byClientId(said.sessionId, clientIdOf(said.burst));
    if (!message || message.content === text) return;
    const place = `${bridge.id} ${chat}`;
    // What was deleted there is taken out here however much there was.
    if (text !== null && this.left.isEmpty(place, Date.now())) return;
    this.left.take(place, Date.now());
    try {
      if (text === null) await this.edits.hide(bridge.ownerId, message.sessionId, message.id);
      else await this.edits.edit(bridge.ownerId, message.sessionId, message.id, text);
    } catch (error) {
      // It is being answered right now, or was deleted here: it stays as it is.
      if (!(error instanceof Problem)) throw error;
    }
  }
}
