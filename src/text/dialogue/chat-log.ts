import type { ChatLine } from './chat-line.js';
import { CHAT_LOG, kept, type Kept } from './kept-form.js';
import { fromJson } from './chat-json.js';
import { fromLines, stampedLines } from './chat-lines.js';
import { daysOf } from './chat-dates.js';

/** Fewer messages are no conversation. */
export const LEAST_MESSAGES = 4;

/**
 * The chat log that a cleaned text is, or null where it is none: lines of `name: text`, with or without the time, as
 * messengers export them; names and times on lines of their own; JSON lines or one JSON value of messages with
 * `role`, `speaker` or `name` and `content`, `text` or `mes` (SillyTavern's among them).
 */
export function readChatLog(text: string): Kept | null {
  const chat = /^\s*[[{]/.test(text) ? (fromJson(text) ?? fromLines(text)) : fromLines(text);
  return chat && keptLog(chat);
}

/** The chat log that a text is whose messages have times: nothing else looks like that. */
export function readStampedLog(text: string): Kept | null {
  const chat = /^\s*[[{]/.test(text) ? fromJson(text) : stampedLines(text);
  return chat && keptLog(chat);
}

/** Messages as they are kept, by the day where it is known; null where they are too few. */
export function keptLog(chat: readonly ChatLine[]): Kept | null {
  const lines = chat.filter(({ name, text }) => name !== '' && text.trim() !== '');
  if (lines.length < LEAST_MESSAGES) return null;
  const days = daysOf(lines.map(({ time }) => time));
  let before = '';
  return kept(
    lines.map(({ name, text, talk }, n) => {
      const heading = [talk, days[n]].filter(Boolean).join(' · ');
      const opens = heading !== '' && heading !== before;
      if (opens) before = heading;
      return { name, text, ...(opens && { heading }) };
    }),
    CHAT_LOG,
  );
}
