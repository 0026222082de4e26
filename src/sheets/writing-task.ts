import type { Reading } from '../text/speakers/reading.js';
import type { Spending } from './paid-answers.js';
import type { SheetPrompts } from './writing-words.js';

/** A sheet that is to be written. */
export interface WritingTask {
  name: string;
  /** All that they go by. */
  names: readonly string[];
  readings: readonly Reading[];
  /** The owner's, where they are others than ours. */
  prompts?: Partial<SheetPrompts> | undefined;
  /** It is to be added to a sheet that there is. */
  more: boolean;
  spending: Spending;
  /** @param share of the work that is done, 0..1 */
  tell(message: string, share: number): Promise<void>;
  signal: AbortSignal;
}
