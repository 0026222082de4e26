import { endsBefore } from './numbered-lines.js';
import { formOf, type Candidate, type HeadingLine } from './heading-lines.js';

/** The kind of a title that counts nothing. */
export const LONE_TITLE = 'title';

/** In UTF-16 units: what stands below a title is at least as long; Chinese says as much in half. */
const LEAST_PROSE = 60;
const LEAST_PROSE_HAN = 30;
const LONGEST_HAN = 16;
const LONGEST_LATIN = 60;
const LEAST = 3;
const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)';
const WEEKDAY = '(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? +)?';
const NTH = '(?:the +)?\\d{1,2}(?:st|nd|rd|th)?';
const NUMBER_HAN = '[〇○零一二三四五六七八九十廿卅初\\d]{1,4}';
/** What opens a day of a diary: the day, and perhaps the hour, the place or the weather. */
const DAY_LINE = new RegExp(
  `^${WEEKDAY}(?:${NTH} +(?:of +)?${MONTH}|${MONTH} +${NTH})(?:,? +\\d{4})?(?:[.,:—–-].{0,24})?$` +
    `|^(?:\\S{0,4}${NUMBER_HAN}年)? ?${NUMBER_HAN}月${NUMBER_HAN}[日号號]?(?:[\\s，,·（(].{1,10})?$` +
    '|^\\d{4}[-./]\\d{1,2}[-./]\\d{1,2}(?:[\\s，,（(].{1,14})?$',
  'iu',
);

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
  const isDay = (isHan || (line.afterBlank && line.beforeBlank)) && DAY_LINE.test(line.text);
  const isTitle =
    isDay ||
    (isHan
      ? line.text.length <= LONGEST_HAN && /^[\p{Script=Han}\p{L}\p{N}·・\s（）()]+$/u.test(line.text)
      : line.afterBlank && line.beforeBlank && line.text.length <= LONGEST_LATIN && isLatinTitle(line));
  const form = formOf(line);
  // THE SECOND ROPE counts nothing by itself.
  if (!isTitle || (form && !isDay && !/^(?:word |spelled)/.test(form.kind))) return false;
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
  const isProse = end - start >= (/\p{Script=Han}/u.test(line.text) ? LEAST_PROSE_HAN : LEAST_PROSE);
  return isProse && !(next && next.start === start && formOf(next));
}
