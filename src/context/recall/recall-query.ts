/** What is looked for in a story. */
export interface RecallQuery {
  text: string;
  /** Times that its words mean. */
  spans: readonly { from: Date; to: Date; text: string }[];
  /** Words besides those of the text, that would say the same. */
  more: readonly string[];
  /** Numbers of messages that are wanted whatever their words are worth, the first of them most. */
  first?: readonly { seq: number; why: string }[];
}
