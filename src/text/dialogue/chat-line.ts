/** A message of a chat log. */
export interface ChatLine {
  name: string;
  text: string;
  /** When it was sent, as the log writes it. */
  time?: string;
  /** Which of several conversations of one file it belongs to. */
  talk?: string;
}
