import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import { EditsService } from '../../sessions/messages/edits/edits.service.js';
import { MessageRepository } from '../../sessions/story/message.repository.js';
import { storable } from '../../text/encoding/storable.js';
import { Buckets } from '../core/buckets.js';
import { withLine } from '../core/burst.js';
import { isLetIn, type Place } from '../core/let-in.js';
import { PeopleRepository } from '../people/people.repository.js';
import { InboxRepository } from '../post/inbox.repository.js';
import { clientIdOf } from './burst-replies.js';
import { ChatLines } from './chat-lines.js';
import type { OpenBridge } from './open-bridge.js';

/** Changes of a chat that are taken over at once, and in the long run: each may have a summary written anew. */
const EDITS = { most: 30, aSecond: 60 / 3600 };

/** Takes over what people change of their messages at a platform. */
@Injectable()
export class InboundEdits {
  private readonly left = new Buckets(EDITS);

  constructor(
    private readonly inbox: InboxRepository,
    private readonly lines: ChatLines,
    private readonly messages: MessageRepository,
    private readonly edits: EditsService,
    private readonly people: PeopleRepository,
  ) {}

  /**
   * What was deleted there is taken out here, and nothing else of a room that is shut again.
   *
   * @param given null: it was deleted
   * @param at when, by the platform's clock: what it tells of again, after a time away, is taken over once
   */
  async take(
    bridge: OpenBridge,
    place: Place,
    messageId: string,
    given: string | null,
    at: Date | null,
  ): Promise<void> {
    const { chat } = place;
    const text = given === null ? null : storable(given).trim() || null;
    if (text !== null && !(await this.mayEdit(bridge, place))) return;
    if (await this.inbox.edit(bridge, chat, messageId, text, at)) {
      this.lines.edit(bridge, chat, messageId, text);
      return;
    }
    const said = await this.inbox.burstOf(bridge, chat, messageId, at);
    if (!said) return;
    const message = await this.messages.byClientId(said.sessionId, clientIdOf(said.burst));
    if (!message) return;
    const { lines } = said;
    const line = lines.findIndex((one) => one.messageId === messageId);
    const lengths = lines.map(({ length }) => length);
    const content = lines.length === 1 ? (text ?? '') : withLine(message.content, lengths, line, text ?? '');
    // What was said at once stands there otherwise by now: it is not known which part of it this was.
    if (content === null) return;
    const changes = content !== message.content;
    if (changes && !this.mayChange(bridge, chat, text)) return;
    try {
      if (changes && content === '') await this.edits.hide(bridge.ownerId, message.sessionId, message.id);
      else if (changes) await this.edits.edit(bridge.ownerId, message.sessionId, message.id, content);
    } catch (error) {
      // It is being answered right now, or was deleted here: it stays as it is.
      if (!(error instanceof Problem)) throw error;
      return;
    }
    await this.inbox.noteEdit(bridge, chat, messageId, text, at);
  }

  private async mayEdit(bridge: OpenBridge, place: Place): Promise<boolean> {
    return isLetIn(bridge.settings, place) || !(await this.people.find(bridge, 'room', place.chat));
  }

  /** What was deleted there is taken out here however much there was. */
  private mayChange(bridge: OpenBridge, chat: string, text: string | null): boolean {
    const taken = this.left.of(`${bridge.id} ${chat}`, Date.now()).take(Date.now());
    return taken || text === null;
  }
}
