import { z } from 'zod';
import { ImportReport } from '../import-report.js';
import { Problem } from '../problem.js';
import { storable } from '../text/clean.js';
import type { Language } from '../text/language.js';
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
export function readHistory(text: string, language: Language = 'en'): PastHistory {
  const messages: PastMessage[] = [];
  const bad = new ImportReport(language);
  const report = new ImportReport(language);
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
      bad.add(`Line ${number} was left out: it is not JSON.`, `第 ${number} 行不是 JSON，没有读入。`);
      continue;
    }
    if (!header && !messages.length && isTavernHeader(value)) {
      header = value;
      continue;
    }
    const message = readLine(value);
    if (message === null)
      bad.add(
        `Line ${number} was left out: it needs a role ("user" or "assistant") and a content.`,
        `第 ${number} 行没有读入：需要有 role（“user”或“assistant”）和 content。`,
      );
    else if (message === 'hidden') hidden++;
    else if (message.versions[message.chosen]!.content.trim() === '') empty++;
    else messages.push(message);
  }
  if (!messages.length) {
    throw new Problem(
      'history_unreadable',
      `There is no message in this file that can be read. ${bad.lines[0] ?? ''}`.trim(),
    );
  }
  report.lines.push(...bad.lines.slice(0, NAMED));
  const more = bad.lines.length - NAMED;
  if (more > 0) report.add(`${more} more lines could not be read.`, `另有 ${more} 行无法读懂。`);
  if (hidden) {
    report.add(
      `${hidden} lines of the other program's own were never said and were left out.`,
      `有 ${hidden} 行是原程序自己的记录，并没有人说过，没有读入。`,
    );
  }
  if (empty) report.add(`${empty} messages without text were left out.`, `有 ${empty} 条空消息没有读入。`);
  return { messages, header, report: report.lines };
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
