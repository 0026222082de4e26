/** A message of a chat log. */
export interface ChatLine {
  /** Null: nobody says it, it is what stands before the first message or between two. */
  name: string | null;
  text: string;
  /** When it was sent, as the log writes it. */
  time?: string;
  /** Which of several conversations of one file it belongs to. */
  talk?: string;
}
