import type { Sheet } from '../../contracts/sheet.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { type Calendar, day } from '../when/day-label.js';
import { quoted } from '../quoting/quoted.js';

/** A message that is always to be remembered. */
export interface PinnedMessage {
  seq: number;
  speaker: string;
  content: string;
  at: Date;
  pinnedAt: Date;
}

const HEADINGS = {
  en: 'Always to be remembered, word for word:',
  zh: '要一直记住的原话：',
};
const HEADING_TOKENS = 16;

/**
 * Those that a budget holds, whole, the latest pinned before the others; in the order of the story.
 *
 * @param tokens estimated, at most
 */
export function pinsThatFit<P extends PinnedMessage>(pins: readonly P[], tokens: number): P[] {
  let left = tokens - HEADING_TOKENS;
  return [...pins]
    .sort((a, b) => b.pinnedAt.getTime() - a.pinnedAt.getTime() || b.seq - a.seq)
    .filter(({ speaker, content }) => {
      // The date and the number may cost a line of their own.
      const cost = estimateTokens(`“${content}” ${speaker}`) + HEADING_TOKENS;
      if (cost > left) return false;
      left -= cost;
      return true;
    })
    .sort((a, b) => a.seq - b.seq);
}

/** Pinned messages under their heading, dated where the day changes, numbered; empty where there are none. */
export function renderPins(
  pins: readonly PinnedMessage[],
  language: Sheet['language'],
  calendar: Calendar,
): string {
  if (!pins.length) return '';
  const lines = [HEADINGS[language]];
  let last = '';
  for (const { seq, speaker, content, at } of pins) {
    const label = day(at, calendar, language);
    if (label && label !== last) lines.push(`[${label}]`);
    last = label;
    lines.push(quoted({ seq, speaker, content }, language));
  }
  return lines.join('\n');
}
