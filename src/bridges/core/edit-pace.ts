import { fittingLength, sizeOf } from './size.js';
import type { Capabilities } from './capabilities.js';

/** A reply is shown once it has so many characters: a word alone says nothing, and an edit follows at once. */
const FIRST = 20;

/** What is shown of a reply that grows: its beginning, as much as one message takes. */
export function previewOf(text: string, { maxLen, unit }: Pick<Capabilities, 'maxLen' | 'unit'>): string {
  const shown = text.trimEnd();
  if (sizeOf(shown, unit) <= maxLen) return shown;
  return `${shown.slice(0, fittingLength(shown, maxLen - sizeOf('…', unit), unit))}…`;
}

/** How a reply that grows stands at its platform. */
export interface Shown {
  text: string;
  /** When it was last sent or edited, in milliseconds; null: never. */
  at: number | null;
}

/**
 * When the preview is next sent or edited, in milliseconds from now; null: there is nothing new to show.
 */
export function nextEdit(
  preview: string,
  shown: Shown,
  now: number,
  caps: Pick<Capabilities, 'stream' | 'minEditMs'>,
): number | null {
  if (caps.stream === 'none' || preview === shown.text) return null;
  if (shown.at === null) return preview.trim().length >= FIRST ? 0 : null;
  return Math.max(0, shown.at + caps.minEditMs - now);
}
