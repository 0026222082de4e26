import type { Sheet } from '../../contracts/sheet.js';
import type { MessageRole } from '../../contracts/message.js';
import { day } from '../label.js';

/** A message that was found again for a turn. */
export interface RecalledMessage {
  seq: number;
  role: MessageRole;
  speaker: string;
  content: string;
  at: Date;
  /** The words or dates that brought it, or `neighbour`. */
  why: string[];
}

const HEADINGS = {
  en: 'From earlier in this conversation, word for word:',
  zh: '本次对话早先的原话：',
};

/** What stands around the lines, and a line that says the day, cost so many tokens at most. */
export const FRAME_TOKENS = 32;
export const DAY_TOKENS = 10;

/** A message as it stands among what is recalled. */
export function lineOf({
  seq,
  speaker,
  content,
}: Pick<RecalledMessage, 'seq' | 'speaker' | 'content'>): string {
  return `#${seq} ${speaker}: ${content}`;
}

/**
 * What was recalled, as it stands in the tail: day by day, each named once, numbered; empty where there is nothing.
 */
export function renderRecalled(
  found: readonly RecalledMessage[],
  language: Sheet['language'],
  timeZone: string,
): string {
  if (!found.length) return '';
  const days = new Map<string, string[]>();
  for (const message of found) {
    const label = day(message.at, timeZone);
    const lines = days.get(label);
    if (lines) lines.push(lineOf(message));
    else days.set(label, [lineOf(message)]);
  }
  const blocks = [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([label, lines]) => [`[${label}]`, ...lines]);
  return ['<recalled>', HEADINGS[language], ...blocks, '</recalled>'].join('\n');
}
