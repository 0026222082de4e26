import { titleOf } from '../../../text/instructions/instructions.js';
import { truncate } from '../../../text/encoding/truncate.js';
import { fenced } from '../../quoting/fence.js';

/** Of a section's title, in UTF-16 units. */
const MOST_OF_TITLE = 40;

/** What a section of a source is called in a prompt and in a receipt. */
export function shortTitle(title: string, section: number): string {
  return truncate(titleOf(title, section), MOST_OF_TITLE);
}

/** The line that stands before what is recalled of a section. */
export function sectionHeading(title: string, section: number): string {
  return `[${fenced(shortTitle(title, section))}]`;
}
