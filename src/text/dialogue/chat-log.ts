import type { ChatLine } from './chat-line.js';
import { CHAT_LOG, writeDialogue, type DialogueText } from './dialogue-format.js';
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
export function readChatLog(text: string): DialogueText | null {
  const chat = /^\s*[[{]/.test(text) ? (fromJson(text) ?? fromLines(text)) : fromLines(text);
  return chat && chatLogOf(chat);
}

/** The chat log that a text is whose messages have times: nothing else looks like that. */
export function readStampedLog(text: string): DialogueText | null {
  const chat = /^\s*[[{]/.test(text) ? fromJson(text) : stampedLines(text);
  return chat && chatLogOf(chat);
}

/** Messages as a chat log is written here, by the day where it is known; null where they are too few. */
export function chatLogOf(said: readonly ChatLine[]): DialogueText | null {
  const lines = said.filter(({ name, text }) => name !== '' && text.trim() !== '');
  if (lines.filter(({ name }) => name !== null).length < LEAST_MESSAGES) return null;
  const days = daysOf(lines.map(({ time }) => time));
  // what stands in front of the first message belongs to its day
  const first = lines.findIndex(({ name }) => name !== null);
  let before = '';
  return writeDialogue(
    lines.map(({ name, text }, n) => {
      const at = Math.max(n, first);
      const heading = [lines[at]!.talk, days[at]].filter(Boolean).join(' · ');
      const opens = heading !== '' && heading !== before;
      if (opens) before = heading;
      return { text, ...(name !== null && { name }), ...(opens && { heading }) };
    }),
    CHAT_LOG,
  );
}
