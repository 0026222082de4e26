/** What of a message that was kept elsewhere there is room for. */
import { truncate } from '../../../text/encoding/truncate.js';
import type { PastMessage } from './tavern-chat.js';

/** Of one version, in UTF-16 units; no reply is longer, either. */
const LONGEST = 1_000_000;

/**
 * A message without the versions that are too long; the one that stands, and was said, is cut instead.
 * @returns how many were left out, and whether one was cut
 */
export function fitting(message: PastMessage): { message: PastMessage; leftOut: number; cut: boolean } {
  const { versions, chosen, hidden } = message;
  const isLong = (n: number) => versions[n]!.content.length > LONGEST;
  if (!versions.some((_, n) => isLong(n))) return { message, leftOut: 0, cut: false };
  // Of what is hidden the empty version stands, and the one that has the line's fields was said.
  const said = hidden ? versions.findIndex(({ extras }) => extras && 'line' in extras) : chosen;
  const kept = versions.map((_, n) => n).filter((n) => n === said || n === chosen || !isLong(n));
  return {
    message: {
      ...message,
      versions: kept.map((n) => {
        const version = versions[n]!;
        return isLong(n) ? { ...version, content: truncate(version.content, LONGEST) } : version;
      }),
      chosen: kept.indexOf(chosen),
    },
    leftOut: versions.length - kept.length,
    cut: isLong(said),
  };
}
