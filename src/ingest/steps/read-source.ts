import { type Divided, read, type Reading, type Text } from '../../text/speakers/reading.js';

/** What reading finds in a source; the sections' titles may be others than they were. */
export type ReadSource = Omit<Reading, Exclude<keyof Text, 'sections'> | 'title'>;

/** Reads a source, in a child process: its text, which went there, does not come back. */
export function readSource(
  text: string,
  divided: Divided,
  known: { mediaType: string; subject: string | null; letIn: readonly number[] },
): ReadSource {
  const { sections, people, quotations, questions, flagged, about, topic, isProfile } = read(
    '',
    text,
    divided,
    known,
  );
  return {
    sections,
    people,
    quotations,
    questions,
    flagged,
    ...(about !== undefined && { about }),
    ...(topic !== undefined && { topic }),
    ...(isProfile && { isProfile }),
  };
}
