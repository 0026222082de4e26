import type { Budget } from '../request/budget.js';

/** An entry as unfolding weighs it. */
export interface UnfoldableEntry {
  fromSeq: number;
  /** What its messages take more than it does, as both cost in a request. */
  more: number;
}

/**
 * Which of the newest entries rest in a larger window, so that their messages stand word for word again: all where there
 * is room for all, and else as many as leave the request no fuller than a fold would.
 *
 * @param entries oldest first
 * @param tokens of all that is sent now
 * @param factor tokens of the model for one estimated
 * @returns the first message that comes back; null where there is no room for any
 */
export function planUnfold(
  entries: readonly UnfoldableEntry[],
  tokens: number,
  { unfoldTo, foldTo }: Pick<Budget, 'unfoldTo' | 'foldTo'>,
  factor: number,
): number | null {
  const all = entries.reduce((sum, { more }) => sum + more, 0);
  let left = ((tokens + all) * factor <= unfoldTo ? unfoldTo : foldTo) / factor - tokens;
  let fromSeq: number | null = null;
  for (const entry of entries.toReversed()) {
    if (entry.more > left) break;
    left -= entry.more;
    ({ fromSeq } = entry);
  }
  return fromSeq;
}
