import { z } from 'zod';
import { Problem } from '../problem.js';
import { storable } from '../text/clean.js';
import { readDate } from './past-date.js';
import { isTavernHeader, type PastMessage, readTavernLine } from './tavern-chat.js';

/** A history that was kept elsewhere. */
export interface PastHistory {
  messages: PastMessage[];
  /** What its file says of itself. */
  header: object | null;
  /** What was left out, a sentence each. */
  report: string[];
}

const plain = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  at: z.union([z.string(), z.number()]).nullish(),
  speaker: z.string().nullish(),
});
/** Lines named in the report one by one. */
const NAMED = 20;

/**
 * Reads a history: JSON lines of `{role, content, at?, speaker?}`, or a chat file of SillyTavern. What is whole is
 * taken; a line that cannot be read is left out and reported.
 *
 * @param text with one JSON object on each line; empty lines do not count
 * @throws Problem history_unreadable where there is no message in it
 */
export function readHistory(text: string): PastHistory {
  const messages: PastMessage[] = [];
  const bad: string[] = [];
  let header: object | null = null;
  let number = 0;
  let hidden = 0;
  let empty = 0;
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    number++;
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      bad.push(`Line ${number} was left out: it is not JSON.`);
      continue;
    }
    if (!header && !messages.length && isTavernHeader(value)) {
      header = value;
      continue;
    }
    const message = readLine(value);
    if (message === null)
      bad.push(`Line ${number} was left out: it needs a role ("user" or "assistant") and a content.`);
    else if (message === 'hidden') hidden++;
    else if (message.versions[message.chosen]!.content.trim() === '') empty++;
    else messages.push(message);
  }
  if (!messages.length) {
    throw new Problem(
      'history_unreadable',
      `There is no message in this file that can be read. ${bad[0] ?? ''}`.trim(),
    );
  }
  const report = bad.slice(0, NAMED);
  if (bad.length > NAMED) report.push(`${bad.length - NAMED} more lines could not be read.`);
  if (hidden) report.push(`${hidden} lines of the other program's own were never said and were left out.`);
  if (empty) report.push(`${empty} messages without text were left out.`);
  return { messages, header, report };
}

function readLine(value: unknown): PastMessage | 'hidden' | null {
  const line = plain.safeParse(value);
  if (!line.success) return readTavernLine(value);
  const { role, content, at, speaker } = line.data;
  return {
    role,
    speaker: storable(speaker ?? ''),
    versions: [{ content: storable(content), at: readDate(at), extras: null }],
    chosen: 0,
  };
}
