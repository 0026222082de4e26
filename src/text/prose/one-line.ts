import { truncate } from '../encoding/truncate.js';

/** What begins a heading, a quotation, a block of code or a rule: nothing that is read. */
const BLOCK_MARKS = /^[ \t]*(?:#{1,6}[ \t]+|(?:>[ \t]?)+|(?:```|~~~).*$|(?:[-*_][ \t]*){3,}$)/gm;

/** The beginning of a message on one line, without the marks that only a line of its own can have. */
export const oneLine = (text: string, most: number) =>
  truncate(text.replace(BLOCK_MARKS, '').replace(/\s+/g, ' ').trim(), most);
