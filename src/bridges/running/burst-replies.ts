import { Injectable } from '@nestjs/common';
import type { MessageView } from '../../contracts/message.js';
import { Problem } from '../../contracts/problem.js';
import { SessionViewsRepository } from '../../sessions/session-views.repository.js';
import { TalkService } from '../../sessions/turns/talk.service.js';
import { joinedBurst } from '../core/burst.js';
import { commandIn } from '../core/commands.js';
import type { Identity } from '../people/people.repository.js';
import { type Seat, Seats } from '../people/seats.js';
import type { InboxRow } from '../post/inbox.repository.js';
import type { GrowingReply } from './growing-reply.js';
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

/** The lines of what is said at once. */
export const linesOf = (rows: readonly InboxRow[]) =>
  rows.map(({ author, text, receivedAt }) => ({ account: author, text, at: receivedAt.getTime() }));
