import { Injectable } from '@nestjs/common';
import { LibraryService } from '../../characters/library.service.js';
import type { MessageView } from '../../contracts/message.js';
import { Problem } from '../../contracts/problem.js';
import { SessionViewsRepository } from '../../sessions/session-views.repository.js';
import { TalkService } from '../../sessions/turns/talk.service.js';
import { languageOf } from '../../text/search/language.js';
import { joinedBurst } from '../core/burst.js';
import { commandIn } from '../core/commands.js';
import { type Identity, PeopleRepository } from '../people/people.repository.js';
import { type Seat, Seats } from '../people/seats.js';
import { type InboxRow, InboxRepository } from '../post/inbox.repository.js';
import { type Answered, OutboxRepository } from '../post/outbox.repository.js';
import { type BridgeWord, say } from './bridge-words.js';
import { Deliveries } from './deliveries.js';
import { GrowingReply } from './growing-reply.js';
import type { OpenBridge } from './open-bridge.js';

/** What came in, as it is to be answered. */
interface Question {
  identity: Identity;
  seat: Seat;
  rows: readonly InboxRow[];
  burst: string;
  /** An earlier process had begun with it. */
  isResumed: boolean;
}

/** Says in a session what came in, and puts what answers it into the outbox. */
@Injectable()
export class Answers {
  constructor(
    private readonly people: PeopleRepository,
    private readonly seats: Seats,
    private readonly inbox: InboxRepository,
    private readonly outbox: OutboxRepository,
    private readonly deliveries: Deliveries,
    private readonly talk: TalkService,
    private readonly views: SessionViewsRepository,
    private readonly library: LibraryService,
  ) {}

  /** @param rows what is said at once, or one command that makes a reply */
  async answer(bridge: OpenBridge, rows: readonly InboxRow[]): Promise<void> {
    const [first] = rows;
    const identity = await this.people.byId(bridge, first!.identityId);
    // It has been forgotten since.
    if (!identity) return;
    const burst = first!.burst ?? first!.id;
    const ids = rows.map(({ id }) => id);
    await this.inbox.take(bridge, ids, burst);
    const language = languageOf(joinedBurst(linesOf(rows)));
    const answered: Answered = { chat: first!.chat, burst, replyTo: rows.at(-1)!.messageId, sessionId: null };
    const tell = (word: BridgeWord, values = {}) =>
      this.deliveries.post(bridge, { ...answered, sessionId: null }, say(language, word, values), ids);
    let seat: Seat;
    try {
      seat = await this.seats.of(bridge, identity);
    } catch (error) {
      if (error instanceof Problem && error.code === 'not_found') return tell('no_character');
      throw error;
    }
    answered.sessionId = seat.sessionId;
    const { name } = await this.library.summary(bridge.ownerId, seat.characterId);
    const face = { characterId: seat.characterId, name };
    const growing = new GrowingReply(bridge, this.outbox, answered, face);
    try {
      const question = { identity, seat, rows, burst, isResumed: first!.state === 'taken' };
      const reply = await this.reply(bridge, question, growing);
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
      await tell(error.code === 'turn_interrupted' ? 'interrupted' : 'failed', { code: error.code });
    }
  }

  /** @returns null when the bridge was closed before it came */
  private async reply(
    bridge: OpenBridge,
    question: Question,
    growing: GrowingReply,
  ): Promise<MessageView | null> {
    const { seat, rows, isResumed } = question;
    const { ownerId, closed } = bridge;
    const hear: Parameters<Awaited<ReturnType<TalkService['rewrite']>>['whole']>[0] = (event) =>
      growing.hear(event);
    const rewrite = async (kind: 'regenerate' | 'continue') => {
      const started = await this.talk.rewrite(ownerId, seat.sessionId, kind, closed);
      return (await started.whole(hear))?.reply ?? null;
    };
    const command = rows[0]!.kind === 'command' ? commandIn(rows[0]!.text) : null;
    if (command) return rewrite(command.name === 'continue' ? 'continue' : 'regenerate');
    const incoming = await this.incoming(bridge, question);
    const started = await this.talk.say(ownerId, seat.sessionId, incoming, true, closed);
    try {
      const whole = await started.whole(hear);
      if (!whole || whole.reply.status !== 'interrupted') return whole?.reply ?? null;
    } catch (error) {
      if (!isResumed || !(error instanceof Problem)) throw error;
    }
    // What a killed process had begun is written again, where nothing was said since.
    const { lastSeq } = await this.views.view(ownerId, seat.sessionId);
    if (!isResumed || lastSeq > started.message.seq + 1)
      throw new Problem('turn_interrupted', 'The reply was interrupted.');
    growing.restart();
    return rewrite('regenerate');
  }

  private async incoming(bridge: OpenBridge, { identity, seat, rows, burst }: Question) {
    const { author, authorName } = rows[0]!;
    const memberId =
      identity.kind === 'room'
        ? await this.seats.guest(bridge.ownerId, identity, seat, author, authorName)
        : undefined;
    return {
      text: joinedBurst(linesOf(rows)),
      clientId: clientIdOf(burst),
      memberId,
      via: { bridge: bridge.id, platform: bridge.kind, author: authorName },
    };
  }
}

/** Of the message that a burst becomes in its session: it is the same however often it is sent. */
export const clientIdOf = (burst: string) => `bridge ${burst}`;

const linesOf = (rows: readonly InboxRow[]) =>
  rows.map(({ author, text, receivedAt }) => ({ account: author, text, at: receivedAt.getTime() }));
