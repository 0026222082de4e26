import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import { SwipesService } from '../../sessions/messages/edits/swipes.service.js';
import { SessionViewsRepository } from '../../sessions/session-views.repository.js';
import { MessageRepository } from '../../sessions/story/message.repository.js';
import { divided } from '../core/divide.js';
import type { Place } from '../core/let-in.js';
import { Seats } from '../people/seats.js';
import { OutboxRepository } from '../post/outbox.repository.js';
import { Deliveries } from './deliveries.js';
import type { OpenBridge } from './open-bridge.js';

/** Shows another version of the last reply, by the buttons below it. */
@Injectable()
export class ReplySwipes {
  constructor(
    private readonly seats: Seats,
    private readonly outbox: OutboxRepository,
    private readonly views: SessionViewsRepository,
    private readonly messages: MessageRepository,
    private readonly swipes: SwipesService,
    private readonly deliveries: Deliveries,
  ) {}

  /** Nothing happens where the message is not the end of the last reply, or there is no other version. */
  async swipe(
    bridge: OpenBridge,
    place: Place,
    messageId: string,
    by: { account: string; roles: readonly string[] },
    step: number,
  ): Promise<void> {
    const { ownerId } = bridge;
    const [{ chat }, { account }] = [place, by];
    if (bridge.flood.ofOne(account, Date.now()) !== 'taken') return;
    if (!(await this.seats.mayPress(bridge, place, by))) return;
    if (bridge.flood.ofCrowd('room', account, Date.now()) !== 'taken') return;
    const shown = await this.outbox.lastReply(bridge, chat);
    if (!shown?.sessionId || shown.platformId !== messageId) return;
    const { sessionId, burst, position } = shown;
    const { branchId } = await this.views.view(ownerId, sessionId);
    const [last] = (await this.messages.page(branchId, null, 1)).items;
    if (last?.role !== 'assistant') return;
    const versions = (await this.swipes.list(ownerId, sessionId, last.id)).filter(
      ({ content }) => content.trim() !== '',
    );
    const next = versions[versions.findIndex(({ chosen }) => chosen) + step];
    if (!next) return;
    try {
      await this.swipes.choose(ownerId, sessionId, next.id);
    } catch (error) {
      // It is being written anew right now.
      if (error instanceof Problem) return;
      throw error;
    }
    const { maxLen, unit } = bridge.link.caps;
    // What takes several messages is sent anew: those that are there cannot become more, or fewer.
    const isInPlace = position === 0 && divided(next.content, maxLen, unit).length === 1;
    const answered = { chat, burst: isInPlace ? burst : randomUUID(), replyTo: null, sessionId };
    await this.deliveries.post(bridge, answered, next.content, []);
  }
}
