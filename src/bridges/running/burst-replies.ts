import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../contracts/message.js';
import { Problem } from '../../contracts/problem.js';
import { SessionViewsRepository } from '../../sessions/session-views.repository.js';
import { MessageRepository } from '../../sessions/story/message.repository.js';
import { TalkService } from '../../sessions/turns/talk.service.js';
import type { Language } from '../../text/search/language.js';
import { joinedBurst } from '../core/burst.js';
import { commandIn } from '../core/commands.js';
import { spokenBy } from '../core/spoken.js';
import type { Identity } from '../people/people.repository.js';
import { type Seat, Seats } from '../people/seats.js';
import type { InboxRow } from '../post/inbox.repository.js';
import type { GrowingReply } from './growing-reply.js';
import { InboundPictures } from './inbound-pictures.js';
import type { OpenBridge } from './open-bridge.js';

/** What came in, as it is to be answered. */
export interface Question {
  identity: Identity;
  seat: Seat;
  rows: readonly InboxRow[];
  burst: string;
  /** An earlier process had begun with it. */
  isResumed: boolean;
}

/** Says in a session what came in, once, and waits for the reply. */
@Injectable()
export class BurstReplies {
  constructor(
    private readonly seats: Seats,
    private readonly talk: TalkService,
    private readonly views: SessionViewsRepository,
    private readonly messages: MessageRepository,
    private readonly pictures: InboundPictures,
  ) {}

  /** @returns null when the bridge was closed before it came */
  async reply(bridge: OpenBridge, question: Question, growing: GrowingReply): Promise<MessageView | null> {
    const { seat, rows, isResumed } = question;
    const { ownerId, closed } = bridge;
    const hear: Parameters<Awaited<ReturnType<TalkService['rewrite']>>['whole']>[0] = (event) =>
      growing.hear(event);
    const rewrite = async (kind: 'regenerate' | 'continue') => {
      const started = await this.talk.rewrite(ownerId, seat.sessionId, kind, {}, true, closed);
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
    const clientId = clientIdOf(burst);
    return {
      ...(await this.said(bridge, seat, rows, clientId)),
      clientId,
      memberId,
      via: { bridge: bridge.id, platform: bridge.kind, author: authorName },
    };
  }

  private async said(bridge: OpenBridge, { sessionId }: Seat, rows: readonly InboxRow[], clientId: string) {
    const text = joinedBurst(linesOf(rows));
    const shown = rows.flatMap(({ pictures }) => pictures);
    if (shown.length === 0) return { text };
    // It was said before the server ended: nothing is fetched again.
    const before = await this.messages.byClientId(sessionId, clientId);
    if (before) return { text: before.content, pictures: before.pictures?.map(({ id }) => id) };
    const { ids, marks } = await this.pictures.take(bridge, sessionId, shown, languageOfRows(bridge, rows));
    return { text: [text, marks.join(' ')].filter(Boolean).join('\n'), pictures: ids };
  }
}

/** Of the message that a burst becomes in its session: it is the same however often it is sent. */
export const clientIdOf = (burst: string) => `bridge ${burst}`;

/** The lines of what is said at once. */
export const linesOf = (rows: readonly InboxRow[]) =>
  rows.map(({ author, text, pictures, receivedAt }) => ({
    account: author,
    text,
    pictures: pictures.length,
    at: receivedAt.getTime(),
  }));

/** In what somebody is answered. */
export const languageOfRows = ({ link }: OpenBridge, rows: readonly InboxRow[]): Language =>
  spokenBy(link.caps, joinedBurst(linesOf(rows)), rows[0]!.authorName);
