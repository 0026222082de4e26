import { Injectable } from '@nestjs/common';
import { languageOf } from '../../text/search/language.js';
import { BridgesRepository } from '../bridges.repository.js';
import { divided } from '../core/divide.js';
import { isLimited, passageOf, repliesLeft } from '../core/reply-window.js';
import { sizeOf } from '../core/size.js';
import type { NewInboxRow } from '../post/inbox.repository.js';
import type { OutboxRow } from '../post/outbox.repository.js';
import { WindowsRepository } from '../post/windows.repository.js';
import { say } from './bridge-words.js';
import type { OpenBridge } from './open-bridge.js';
import type { InboundMessage } from './platform.js';

/** A message that may be sent now. */
export interface Passed {
  /** With a line that tells of more, where more is held behind it. */
  text: string;
  isLast: boolean;
  replyWith: string | null;
}

/** Keeps to what a platform lets a person be answered, and holds the rest until they write again. */
@Injectable()
export class ReplyWindows {
  constructor(
    private readonly windows: WindowsRepository,
    private readonly events: BridgesRepository,
  ) {}

  /** Somebody wrote. */
  async open(bridge: OpenBridge, { chat, writtenAt, replyWith }: InboundMessage): Promise<void> {
    if (isLimited(bridge.link.caps))
      await this.windows.open(bridge, chat, writtenAt ?? new Date(), replyWith ?? null);
  }

  /** A text as messages, with room for the line that tells of more. */
  divided(bridge: OpenBridge, text: string): string[] {
    const { caps } = bridge.link;
    const whole = divided(text, caps.maxLen, caps.unit);
    if (whole.length === 1 || !isLimited(caps)) return whole;
    return divided(text, caps.maxLen - sizeOf(lineOfMore(text), caps.unit), caps.unit);
  }

  /**
   * Whether the next message of a chat may be sent.
   * @param hasMore whether more of replies waits behind it
   * @returns null where it may not: it is held, with what is behind it
   */
  async pass(bridge: OpenBridge, row: OutboxRow, hasMore: boolean): Promise<Passed | null> {
    const { caps } = bridge.link;
    if (!isLimited(caps)) return { text: row.text, isLast: false, replyWith: null };
    const window = await this.windows.find(bridge, row.chat);
    const left = repliesLeft(window, Date.now(), caps);
    const isMore = hasMore || (await this.windows.hasRest(bridge, row.chat));
    const passage = passageOf(left, { isReply: isReply(row), hasMore: isMore }, caps);
    if (passage === 'hold') {
      await this.hold(bridge, row, left > 0 ? 'replies' : 'all', 'window');
      return null;
    }
    const withMore = row.text + lineOfMore(row.text);
    const isLast = passage === 'send as last';
    const fits = isLast && sizeOf(withMore, caps.unit) <= caps.maxLen;
    return { text: fits ? withMore : row.text, isLast, replyWith: window!.replyWith };
  }

  /** Holds what is to be sent in a chat, from a message on. @param why `rest` where its person was told of it */
  async hold(
    bridge: OpenBridge,
    { chat, sessionId }: OutboxRow,
    what: 'all' | 'replies',
    why: string,
  ): Promise<void> {
    const count = await this.windows.hold(bridge, chat, what, why);
    if (count) await this.events.note(bridge, 'held', { why, chat, ...(sessionId && { sessionId }) });
  }

  /** Lets go of what waited for a person to write. @returns whether there was something */
  async release(bridge: OpenBridge, chat: string): Promise<boolean> {
    return isLimited(bridge.link.caps) && (await this.windows.release(bridge, chat));
  }

  /** Lets go of what a person was told of. @returns whether there was something */
  async releaseRest(bridge: OpenBridge, row: NewInboxRow): Promise<boolean> {
    return isLimited(bridge.link.caps) && (await this.windows.releaseRest(bridge, row));
  }
}

/** Whether a message is of a reply, and nothing that a bridge says itself. */
export const isReply = ({ burst, sessionId }: OutboxRow) => burst !== null && sessionId !== null;

const lineOfMore = (text: string) => `\n\n${say(languageOf(text), 'more')}`;
