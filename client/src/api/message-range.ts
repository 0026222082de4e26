import type { MessageView } from '../../../src/contracts/message.js';

/** So many messages are held at most, but for a page that has just come. */
export const MOST_HELD = 450;
/** So many are left when there were more. */
const LEFT = 300;
/** So many stay on either side of what is read, whatever the other side has. */
const BESIDE = 50;

/** A stretch of the story. What lies beyond it is fetched when it is scrolled to. */
export interface MessageRange {
  /** By number, without gaps but for what was wiped; one message at each number. */
  messages: MessageView[];
  /** There is more before the first of them. */
  earlier: boolean;
  /** There is more after the last of them: neither the newest message is here nor what is being written. */
  later: boolean;
}

export const NO_MESSAGES: MessageRange = { messages: [], earlier: false, later: false };

/** @param more there is still more before these */
export function withEarlier(range: MessageRange, page: MessageView[], more: boolean): MessageRange {
  const first = range.messages[0]?.seq ?? Infinity;
  const fresh = page.filter(({ seq }) => seq < first);
  return { ...range, messages: [...fresh, ...range.messages], earlier: more && fresh.length > 0 };
}

/**
 * @param more there is still more after these
 * @param lastSeq the newest number that is known: it may be newer than the page
 */
export function withLater(
  range: MessageRange,
  page: MessageView[],
  more: boolean,
  lastSeq: number,
): MessageRange {
  const last = range.messages.at(-1)?.seq ?? 0;
  const fresh = page.filter(({ seq }) => seq > last);
  const later = fresh.length > 0 && (more || fresh.at(-1)!.seq < lastSeq);
  return { ...range, messages: [...range.messages, ...fresh], later };
}

/** Another stretch. What was held of it is in step with events, so it is newer than the page. */
export function movedTo(held: MessageRange, page: MessageRange, lastSeq: number): MessageRange {
  const known = new Map(held.messages.map((message) => [message.seq, message]));
  const messages = page.messages.map((message) => known.get(message.seq) ?? message);
  const last = messages.at(-1)?.seq ?? lastSeq;
  return { messages, earlier: page.earlier, later: page.later || last < lastSeq };
}

/** The end of the story as it is now, with what was held before it if the two join; null if they do not. */
export function joinedWithEnd(held: MessageRange, newest: MessageView[]): MessageRange | null {
  const first = newest[0]?.seq ?? 0;
  if (!held.messages.some(({ seq }) => seq >= first - 1)) return null;
  const before = held.messages.filter(({ seq }) => seq < first);
  return { messages: [...before, ...newest], earlier: held.earlier, later: false };
}

/** Puts a message at its number, in the place of whatever was there; nothing where its number lies beyond. */
export function withMessage(range: MessageRange, message: MessageView): MessageRange {
  const { messages, earlier, later } = range;
  const { seq } = message;
  if (later && seq > (messages.at(-1)?.seq ?? 0)) return range;
  if (earlier && seq < (messages[0]?.seq ?? 0)) return range;
  const at = messages.findLastIndex((one) => one.seq <= seq);
  const replaces = messages[at]?.seq === seq;
  return { ...range, messages: messages.toSpliced(replaces ? at : at + 1, replaces ? 1 : 0, message) };
}

/** Lets go of what is farthest from the message that is read, where too many are held. */
export function trimmed(range: MessageRange, readSeq: number): MessageRange {
  const { messages } = range;
  const excess = messages.length - LEFT;
  if (messages.length <= MOST_HELD) return range;
  const before = messages.findLastIndex(({ seq }) => seq <= readSeq);
  const after = messages.length - 1 - before;
  if (before > after) {
    const cut = Math.max(0, Math.min(excess, before - BESIDE));
    return { ...range, messages: messages.slice(cut), earlier: range.earlier || cut > 0 };
  }
  const cut = Math.max(0, Math.min(excess, after - BESIDE));
  return { ...range, messages: messages.slice(0, messages.length - cut), later: range.later || cut > 0 };
}
