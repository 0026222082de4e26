import type { Sheet } from '../../../contracts/sheet.js';
import { inSlices, type Work } from '../../../text/search/slices.js';
import type { PrefixSummary } from '../../story/session-snapshot.js';

/**
 * What the tail says of the character's in every turn, settled. As nothing is put between messages that were sent, the character's note
 * goes above the newest message's end, or to that very end where its depth is none.
 */
export async function afterMessages(
  { depthPrompt }: Sheet,
  end: string,
  settle: (text: string) => Work<string>,
): Promise<Pick<PrefixSummary, 'afterHistory' | 'depthPrompt'>> {
  const note = (await inSlices(settle(depthPrompt?.text ?? ''))).trim();
  const atEnd = depthPrompt?.depth === 0;
  return {
    afterHistory: atEnd ? [note, end].filter(Boolean).join('\n') : end,
    depthPrompt: atEnd ? '' : note,
  };
}
