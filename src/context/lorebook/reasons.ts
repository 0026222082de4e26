/** Why lorebook entries were told, or were not though they were called, as receipts say it. */
import { titleOf } from '../../characters/lorebook/entry-title.js';
import type { LoreReason } from '../../contracts/receipt.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { Activation } from './activations.js';
import { isConstant } from './entries.js';

/** So many are named. */
export const MOST_REASONS = 100;
const LONGEST_KEY = 100;

/**
 * @param seqs the numbers of the messages that were searched, the newest first
 */
export function reasonsOf(calls: readonly Activation[], seqs: readonly number[] = []): LoreReason[] {
  return calls.slice(0, MOST_REASONS).map(({ one, fresh, key, foundIn, lost }) => {
    const seq = foundIn && 'message' in foundIn ? seqs[foundIn.message] : undefined;
    return {
      name: titleOf(one.entry),
      outcome: lost ?? 'told',
      why: isConstant(one) ? 'constant' : fresh ? 'key' : 'sticky',
      ...(key && { key: truncate(key.text, LONGEST_KEY) }),
      ...(seq !== undefined && { seq }),
      ...(foundIn && 'entry' in foundIn && { by: titleOf(foundIn.entry.entry) }),
    };
  });
}
