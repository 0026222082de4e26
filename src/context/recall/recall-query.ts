/** What is looked for in a story. */
export interface RecallQuery {
  text: string;
  /** Times that its words mean. */
  spans: readonly { from: Date; to: Date; text: string }[];
  /** Words besides those of the text, that would say the same. */
  more: readonly string[];
}
