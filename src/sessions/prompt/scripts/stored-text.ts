import type { SettledScript } from '../../../contracts/regex-script.js';
import { scripted } from '../../../text/scripts/regex-scripts.js';
import { inSlices, type Work } from '../../../text/search/slices.js';

/** What is stored of a text that somebody wrote: scripts of the card that are for neither sending nor showing change it. */
export function storedText(
  scripts: readonly SettledScript[],
  who: 'user' | 'reply',
  written: string,
  edited = false,
): Promise<string> {
  return inSlices(storing(scripts, who, written, edited));
}

export function* storing(
  scripts: readonly SettledScript[],
  who: 'user' | 'reply',
  written: string,
  edited = false,
): Work<string> {
  return yield* scripted(written, scripts, who, { as: 'stored', edited });
}
