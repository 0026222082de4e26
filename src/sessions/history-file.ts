import { z } from 'zod';
import { Problem } from '../problem.js';
import { storable } from '../text/clean.js';
import type { MessageRole } from '../wire.js';

/** A message of a history that was kept elsewhere. */
export interface PastMessage {
  role: MessageRole;
  content: string;
  /** Empty: whoever has that role in the session. */
  speaker: string;
  at: Date | null;
}

const plain = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  at: z.union([z.string(), z.number()]).nullish(),
  speaker: z.string().nullish(),
});

/** The fields of a SillyTavern chat line that are used so far. */
const tavern = z.object({
  mes: z.string(),
  is_user: z.boolean(),
  is_system: z.boolean().nullish(),
  name: z.string().nullish(),
  send_date: z.union([z.string(), z.number()]).nullish(),
});

const unreadable = (line: number, why: string) =>
  new Problem(
    'history_unreadable',
    `Line ${line} of this history cannot be read: ${why}. Nothing was imported.`,
  );

/**
 * Reads a history: JSON lines of `{role, content, at?, speaker?}`, or a SillyTavern chat file.
 *
 * @param text with one JSON object on each line; empty lines do not count
 * @throws Problem history_unreadable, naming the line
 */
export function readHistory(text: string): PastMessage[] {
  const messages: PastMessage[] = [];
  let number = 0;
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    number++;
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw unreadable(number, 'it is not JSON');
    }
    const message = readLine(value, number, messages.length === 0);
    if (message && message.content.trim() !== '') messages.push(message);
  }
  if (!messages.length) throw new Problem('history_unreadable', 'There is no message in this file.');
  return messages;
}

function readLine(value: unknown, number: number, first: boolean): PastMessage | null {
  const line = plain.safeParse(value);
  if (line.success) {
    const { role, content, at, speaker } = line.data;
    return { role, content: storable(content), speaker: storable(speaker ?? ''), at: readDate(at) };
  }
  const chat = tavern.safeParse(value);
  if (chat.success) {
    const { mes, is_user, is_system, name, send_date } = chat.data;
    // Lines of its own user interface were never part of the conversation.
    if (is_system) return null;
    const speaker = storable(name ?? '');
    return { role: is_user ? 'user' : 'assistant', content: storable(mes), speaker, at: readDate(send_date) };
  }
  const isHeader = first && typeof value === 'object' && value !== null && 'user_name' in value;
  if (isHeader) return null;
  throw unreadable(number, 'it needs a role ("user" or "assistant") and a content');
}

/** Dates as they come: ISO, milliseconds, `2024-5-17@14h03m20s`, `May 17, 2024 2:03pm`. Unreadable ones are none. */
function readDate(value: string | number | null | undefined): Date | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return valid(new Date(value < 1e11 ? value * 1000 : value));
  if (/^\d{10,13}$/.test(value)) return readDate(Number(value));
  const packed = /^(\d{4})-(\d{1,2})-(\d{1,2})\s*@\s*(\d{1,2})h\s*(\d{1,2})m\s*(\d{1,2})s/.exec(value);
  if (packed) {
    const [, year, month, day, hour, minute, second] = packed.map(Number);
    return valid(new Date(year!, month! - 1, day, hour, minute, second));
  }
  return valid(new Date(value.replace(/(\d)(am|pm)$/i, '$1 $2')));
}

function valid(date: Date): Date | null {
  const year = date.getFullYear();
  return Number.isNaN(date.getTime()) || year < 1 || year > 9999 ? null : date;
}
