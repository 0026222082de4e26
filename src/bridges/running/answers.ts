import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import { PeopleRepository } from '../people/people.repository.js';
import { AgeRestricted, type Seat, Seats } from '../people/seats.js';
import { type InboxRow, InboxRepository } from '../post/inbox.repository.js';
import { type Answered, OutboxRepository } from '../post/outbox.repository.js';
import { type BridgeWord, failureWord, nobodyWord, say } from './bridge-words.js';
import { BurstReplies, languageOfRows } from './burst-replies.js';
import { Deliveries } from './deliveries.js';
import { GrowingReply } from './growing-reply.js';
import type { OpenBridge } from './open-bridge.js';

/** Says in a session what came in, and puts what answers it into the outbox. */
@Injectable()
export class Answers {
  constructor(
    private readonly people: PeopleRepository,
    private readonly seats: Seats,
    private readonly inbox: InboxRepository,
    private readonly outbox: OutboxRepository,
    private readonly deliveries: Deliveries,
    private readonly replies: BurstReplies,
  ) {}

  /** @param waiting what is said at once, or one command that makes a reply */
  async answer(bridge: OpenBridge, waiting: readonly InboxRow[]): Promise<void> {
    const identity = await this.people.byId(bridge, waiting[0]!.identityId);
    // It has been forgotten since.
    if (!identity) return;
    const rows = await this.take(bridge, waiting);
    const [first] = rows;
    if (!first) return;
    const burst = first.burst!;
    const ids = rows.map(({ id }) => id);
    const language = languageOfRows(bridge, rows);
    const answered: Answered = { chat: first.chat, burst, replyTo: rows.at(-1)!.messageId, sessionId: null };
    const tell = (word: BridgeWord, values = {}) =>
      this.deliveries.post(bridge, { ...answered, sessionId: null }, say(language, word, values), ids);
    let seat: Seat;
    try {
      seat = await this.seats.of(bridge, identity);
    } catch (error) {
      if (error instanceof AgeRestricted) return tell('age_restricted');
      if (error instanceof Problem && error.code === 'not_found') return tell(nobodyWord(identity.kind));
      throw error;
    }
    answered.sessionId = seat.sessionId;
    const growing = new GrowingReply(bridge, this.outbox, answered);
    try {
      const question = { identity, seat, rows, burst, isResumed: first.state === 'taken' };
      const reply = await this.replies.reply(bridge, question, growing);
      // The bridge was closed: it goes on from here when it is opened again.
      if (reply === null) return;
      const text = reply.content.trim();
      await growing.end();
      if (text === '') return await tell('empty');
      await this.deliveries.post(bridge, answered, text, ids);
    } catch (error) {
      await growing.end();
      if (!(error instanceof Problem)) throw error;
      if (bridge.closed.aborted) return;
      await tell(failureWord(error.code), { code: error.code });
    }
  }

  /** Only what is still to be answered; a try after this one knows with what it was taken. */
  private async take(bridge: OpenBridge, waiting: readonly InboxRow[]): Promise<InboxRow[]> {
    const ids = waiting.map(({ id }) => id);
    const taken = await this.inbox.take(bridge, ids, waiting[0]!.burst);
    const bursts = new Map(taken.map(({ id, burst }) => [id, burst]));
    const rows = waiting.filter(({ id }) => bursts.has(id));
    for (const row of rows) row.burst = bursts.get(row.id)!;
    return rows;
  }
}
