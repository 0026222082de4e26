import type { Sheet } from '../characters/sheet.js';
import type { MessageRole } from '../wire.js';

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

/** What was recalled, as it stands in the tail; empty where there is nothing. */
export function renderRecalled(
  found: readonly Recalled[],
  _language: Sheet['language'],
  _timeZone: string,
): string {
  return found.map(({ seq, speaker, content }) => `#${seq} ${speaker}: ${content}`).join('\n');
}
