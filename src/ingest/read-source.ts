import { type Divided, read, type Reading, type Text } from '../text/reading.js';

/** What reading finds in a source. */
export type Found = Omit<Reading, keyof Text>;

/** Reads a source, in a child process: what goes there does not come back. */
export function readSource(
  text: string,
  divided: Divided,
  known: { mediaType: string; subject: string | null },
): Found {
  const { people, quotations, questions, flagged, about } = read('', text, divided, known);
  return { people, quotations, questions, flagged, ...(about !== undefined && { about }) };
}
