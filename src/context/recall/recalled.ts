import type { Sheet } from '../../contracts/sheet.js';
import type { MessageRole } from '../../contracts/message.js';
import { type Calendar, day } from '../when/day-label.js';
import { quoted } from '../quoting/quoted.js';

/** A message that was found again for a turn. */
export interface RecalledMessage {
  seq: number;
  role: MessageRole;
  speaker: string;
  content: string;
  at: Date;
  /** The words or dates that brought it, or `neighbour`. */
  why: string[];
  /** Passages of it alone, with how far into it each stands. */
  isPart?: boolean;
}

const HEADINGS = {
  en: 'From earlier in this story, word for word; … stands where messages are left out. All of it was answered then: remember it, but do not answer it again:',
  zh: '这个故事里早先的原话（… 处略去了别的消息），当时都已经接过了，只供回想，不要再回应：',
};

/** What stands before a passage of a long message, explained where there is one. */
const PASSAGES = {
  en: 'Of a long message only passages stand here: [… 35 %] is how far into it the next one begins.',
  zh: '很长的消息只摘了几段：[… 35 %] 表示下面这段在原文的什么位置。',
};

/** Between messages that do not follow each other: together they would look like an exchange. */
export const LEFT_OUT = '…';

/** What stands around the lines, a line on passages and the place of each of them, a line that says the day, and one that says that something is left out cost so many tokens at most. */
export const FRAME_TOKENS = 52;
export const PASSAGES_TOKENS = 30;
export const PLACE_TOKENS = 8;
export const DAY_TOKENS = 10;
export const LEFT_OUT_TOKENS = 2;
/** And the brackets of each line, beyond its words, speaker and number. */
export const LINE_TOKENS = 4;

/**
 * What was recalled, as it stands in the tail: day by day, each named once, numbered; empty where there is nothing.
 */
export function renderRecalled(
  found: readonly RecalledMessage[],
  language: Sheet['language'],
  calendar: Calendar,
): string {
  if (!found.length) return '';
  const days = new Map<string, { lines: string[]; last: number }>();
  for (const message of found) {
    const label = day(message.at, calendar, language);
    const line = quoted(message, language);
    const told = days.get(label);
    if (!told) days.set(label, { lines: [line], last: message.seq });
    else {
      told.lines.push(...(message.seq === told.last + 1 ? [] : [LEFT_OUT]), line);
      told.last = message.seq;
    }
  }
  const blocks = [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([label, { lines }]) => [...(label ? [`[${label}]`] : []), ...lines]);
  const passages = found.some(({ isPart }) => isPart) ? [PASSAGES[language]] : [];
  return ['<recalled>', HEADINGS[language], ...passages, ...blocks, '</recalled>'].join('\n');
}
