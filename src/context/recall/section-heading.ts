import { titleOf } from '../../text/instructions/instructions.js';
import { truncate } from '../../text/encoding/truncate.js';
import { fenced } from '../fence.js';

/** Of a section's title, in UTF-16 units. */
const MOST_OF_TITLE = 40;

/** The line that stands before what is recalled of a section of a source. */
export function sectionHeading(title: string, section: number): string {
  return `[${fenced(truncate(titleOf(title, section), MOST_OF_TITLE))}]`;
}
