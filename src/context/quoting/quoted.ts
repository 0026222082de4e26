import type { Sheet } from '../../contracts/sheet.js';
import { calledUser } from './called-user.js';
import { fenced } from './fence.js';

/** Somebody's words, and where they stand in the story. */
export interface QuotedMessage {
  seq: number;
  speaker: string;
  content: string;
}

/**
 * A message as a note: an item of a list, the words before the speaker. A line that began with a name and a colon
 * would look like a transcript that is to be carried on.
 */
export function quoted({ seq, speaker, content }: QuotedMessage, language: Sheet['language']): string {
  const words = fenced(content.trim()).replace(/\n/g, '\n  ');
  const called = fenced(calledUser(speaker, language));
  return language === 'zh' ? `- ${words}（${called}，#${seq}）` : `- ${words} (${called}, #${seq})`;
}
