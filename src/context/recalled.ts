import type { Sheet } from '../characters/sheet.js';
import type { MessageRole } from '../wire.js';
import { day } from './label.js';

/** A message that was found again for a turn. */
export interface Recalled {
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

/** What was recalled, as it stands in the tail: dated where the day changes, numbered; empty where there is nothing. */
export function renderRecalled(
  found: readonly Recalled[],
  language: Sheet['language'],
  timeZone: string,
): string {
  if (!found.length) return '';
  const lines = ['<recalled>', HEADINGS[language]];
  let last = '';
  for (const { seq, speaker, content, at } of found) {
    const label = `[${day(at, timeZone)}]`;
    if (label !== last) lines.push(label);
    last = label;
    lines.push(`#${seq} ${speaker}: ${content}`);
  }
  return [...lines, '</recalled>'].join('\n');
}
