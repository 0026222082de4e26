import type { Capabilities } from './capabilities.js';

type Limits = Pick<Capabilities, 'maxReplies' | 'windowMs' | 'proactive'>;

/** Since a person last wrote: how long it is, and how much was sent. */
export interface ReplyWindow {
  /** When they wrote. */
  openedAt: Date;
  /** Messages that were sent since, whether or not they arrived. */
  sent: number;
}

/** Whether a platform lets messages only answer a person's, so that what may be sent has to be counted. */
export const isLimited = ({ proactive, maxReplies, windowMs }: Limits): boolean =>
  !proactive && (maxReplies !== null || windowMs !== null);

/**
 * How many messages may still be sent in a chat.
 * @param window null: nobody has written there
 * @param now in milliseconds
 */
export function repliesLeft(window: ReplyWindow | null, now: number, limits: Limits): number {
  if (!isLimited(limits)) return Infinity;
  const { maxReplies, windowMs } = limits;
  if (!window || (windowMs !== null && now - window.openedAt.getTime() > windowMs)) return 0;
  return maxReplies === null ? Infinity : Math.max(0, maxReplies - window.sent);
}

/** Of the messages that may answer one of a person's, so many are kept for what has to be said beside the reply. */
export const reserveOf = ({ maxReplies }: Limits): number =>
  maxReplies === null ? 0 : Math.floor(maxReplies / 5);

/**
 * What becomes of the next message of a chat: it is sent; sent with a line that tells of the rest, since nothing of that
 * may follow; or held until the person writes again.
 *
 * @param left what may still be sent there
 * @param message whether it is of a reply, and whether more of replies waits behind it
 */
export function passageOf(
  left: number,
  message: { isReply: boolean; hasMore: boolean },
  limits: Limits,
): 'send' | 'send as last' | 'hold' {
  const room = message.isReply ? left - reserveOf(limits) : left;
  if (room <= 0) return 'hold';
  return message.isReply && message.hasMore && room === 1 ? 'send as last' : 'send';
}
