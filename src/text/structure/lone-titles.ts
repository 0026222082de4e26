import { endsBefore } from './numbered-lines.js';
import { formOf, type Candidate, type HeadingLine } from './heading-lines.js';

/** The kind of a title that counts nothing. */
export const LONE_TITLE = 'title';

/** In UTF-16 units: what stands below a title is at least as long. */
const LEAST_PROSE = 60;
const LONGEST_HAN = 16;
const LONGEST_LATIN = 60;
const LEAST = 3;

/**
 * The titles of stories and chapters that count nothing: lines alone between paragraphs, which end like no sentence.
 * None where there are few, or where they stand so near to each other that they may be verses, or notes.
 * @param least how far apart they are in the middle, in UTF-16 units
 */
export function loneTitles(text: string, lines: readonly HeadingLine[], least: number): Candidate[] {
  const found = lines.filter((line, i) => isLoneTitle(text, line, lines[i + 1]));
  // one that stands in a table of contents, too, comes last where its text is
  const titles = [...new Map(found.map((line) => [line.text, line])).values()].sort(
    (a, b) => a.start - b.start,
  );
  const spaces = titles.slice(1).map((line, i) => line.start - titles[i]!.end);
  const median = spaces.sort((a, b) => a - b)[spaces.length >> 1] ?? 0;
  if (titles.length < LEAST || median < least) return [];
  return titles.map(({ text: title, start, end }) => ({
    kind: LONE_TITLE,
    ordinal: 0,
    clear: true,
    weak: true,
    bare: false,
    title: title.replace(/\s+/g, ' '),
    start,
    end,
  }));
}

function isLoneTitle(text: string, line: HeadingLine, next: HeadingLine | undefined): boolean {
  const isHan = /\p{Script=Han}/u.test(line.text);
  const isTitle = isHan
    ? line.text.length <= LONGEST_HAN && /^[\p{Script=Han}\p{L}\p{N}·・\s（）()]+$/u.test(line.text)
    : line.afterBlank && line.beforeBlank && line.text.length <= LONGEST_LATIN && isLatinTitle(line);
  const form = formOf(line);
  // THE SECOND ROPE counts nothing by itself.
  if (!isTitle || (form && !form.kind.startsWith('word '))) return false;
  return endsBeforeLine(text, line) && proseBelow(text, line, next);
}

/** In capitals, or after many blank lines in letters of which the first is large; no name below a letter. */
function isLatinTitle({ text, blanks }: HeadingLine): boolean {
  if (!/^["“'‘(]?\p{Lu}[^.:;]*[\p{L}\p{N}?!'’"”)]$/u.test(text) || !/\p{L}{2}/u.test(text)) return false;
  return text === text.toUpperCase() || (blanks >= 2 && !/[,“”"]/.test(text));
}

function endsBeforeLine(text: string, line: HeadingLine): boolean {
  const before = text.slice(Math.max(0, line.start - 20), line.start).trimEnd();
  return line.start < 400 || /[。．！？…”』」）.!?"*—)]$/.test(before) ? endsBefore(text, line.start) : false;
}

function proseBelow(text: string, line: HeadingLine, next: HeadingLine | undefined): boolean {
  let start = line.end;
  while (start < text.length && /\s/.test(text[start]!)) start++;
  const newline = text.indexOf('\n\n', start);
  const end = newline < 0 ? text.length : newline;
  const isProse = end - start >= LEAST_PROSE;
  return isProse && !(next && next.start === start && formOf(next));
}
