import type { LikePostings } from '../vectors/likeness.js';

/** What is looked for in a story. */
export interface RecallQuery {
  text: string;
  /** Times that its words mean. */
  spans: readonly { from: Date; to: Date; text: string }[];
  /** Words besides those of the text, that would say the same. */
  more: readonly string[];
  /** Numbers of messages that are wanted whatever their words are worth, the first of them most. */
  first?: readonly { seq: number; why: string }[];
  /** For each stretch, where something like it was said in whatever words, where that is known. */
  likeness?: readonly LikePostings[] | null;
}
