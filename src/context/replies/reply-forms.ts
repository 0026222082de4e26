import type { SpeakerNames } from './speaker-names.js';

/** What a reply of a session may hold that is no part of it, and what is the card's own way of writing. */
export interface ReplyForms {
  names: SpeakerNames;
  /** Names of the others, the longest first, unless the card writes their lines itself. */
  others: readonly string[];
  /** `User` and the like, where a card knows nobody of that name. */
  roles: readonly string[];
  /** Names of all who take part. */
  members: readonly string[];
  /** Sentences that ask for a reply. */
  tasks: readonly string[];
  /** The card numbers what it writes, as in (#12). */
  numbers: boolean;
  /** It writes what is said in quotation marks. */
  quotes: boolean;
  /** It writes the speaker's name as a heading. */
  headings: boolean;
  /** It sets words at the beginning of a line in square brackets. */
  brackets: boolean;
  /** The card begins lines with the speaker's own name. */
  ownLines: boolean;
  /** Tags of ours that the card does not use. */
  tags: readonly string[];
  /** Marks of chat templates that it does not use. */
  marks: readonly string[];
  /** The card dates its lines as we do. */
  labels: boolean;
  /** It writes without capitals. */
  lowerCase: boolean;
}
