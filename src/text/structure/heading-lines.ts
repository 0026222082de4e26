import { isCouplet } from './chinese-forms.js';
import type { HeadingForm } from './heading-form.js';
import { headingForm } from './heading-forms.js';

/** A line that is short enough to be a heading. Offsets are UTF-16 units in the whole text. */
export interface HeadingLine {
  /** Without blanks and ornaments around it. */
  text: string;
  start: number;
  end: number;
  afterBlank: boolean;
  beforeBlank: boolean;
  /** How many blank lines stand before it. */
  blanks: number;
}

/** A line, or a few, with the form of a heading. */
export interface Candidate extends HeadingForm {
  title: string;
  start: number;
  end: number;
}

/** In UTF-16 units: a longer line is no heading. */
export const LONGEST = 80;
/** Of a title that goes over several lines. */
const LONGEST_TITLE = 200;
const MOST_TITLE_LINES = 4;
/** A title that goes on in the next line fills its own. */
const FULL = 45;

const isCapitals = (text: string) => /\p{Lu}/u.test(text) && text === text.toUpperCase();

/** The short lines of a text between two offsets. */
export function headingLines(text: string, from: number, to: number): HeadingLine[] {
  const lines: HeadingLine[] = [];
  let previous: HeadingLine | null = null;
  let blanks = 1;
  for (let start = from; start < to;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? to : Math.min(newline, to);
    const whole = text.slice(start, Math.min(end, start + 3 * LONGEST)).trim();
    if (whole === '' && end - start < 3 * LONGEST) {
      if (previous) previous.beforeBlank = true;
      blanks++;
    } else {
      previous = null;
      if (whole.length <= LONGEST && end - start < 3 * LONGEST) {
        const at = text.indexOf(whole, start);
        previous = {
          text: bare(whole) || whole,
          start: at,
          end: at + whole.length,
          afterBlank: blanks > 0,
          beforeBlank: end >= to,
          blanks,
        };
        lines.push(previous);
      }
      blanks = 0;
    }
    start = end + 1;
  }
  return lines;
}

/** Without ornaments: 【第一章】雪夜, ◇第一章, _Chapter I_, § 1, —— 一 ——. */
function bare(line: string): string {
  return line
    .replace(/^([【[〔「『])([^】\]〕」』]+)[】\]〕」』] ?(?=.)/, '$2 ')
    .replace(/^[—–―]+ ?([^—–―]+?) ?[—–―]+$/, '$1')
    .replace(/^[\p{S}*#_§【[〔《<※·•\s-]+、? ?/u, '')
    .replace(/[\p{S}*#_※\s-]+$/u, '')
    .replace(/^([^【[〔《<「『]+)[】\]〕」』》>]+$/, '$1');
}

/** The form that a line has as a heading. */
export const formOf = (line: HeadingLine) =>
  headingForm(line.text, line.afterBlank && line.beforeBlank, line.afterBlank);

/** All that has the form of a heading, with the lines of its title. */
export function headingCandidates(text: string, lines: readonly HeadingLine[]): Candidate[] {
  const found: Candidate[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const form = formOf(line);
    if (!form) continue;
    const title = form.bare ? titleBelow(text, lines, i) : restOfTitle(text, lines, i);
    const all = [line, ...title];
    found.push({
      ...form,
      title: all
        .map((one) => one.text)
        .join(' ')
        .replace(/\s+/g, ' '),
      start: line.start,
      end: all.at(-1)!.end,
    });
    i += title.length;
  }
  return found;
}

/** The lines after a bare "Chapter I" that are its title: they stand alone, are short, and end like no sentence. */
function titleBelow(text: string, lines: readonly HeadingLine[], at: number): HeadingLine[] {
  const first = lines[at + 1];
  if (!first || !areNeighbours(text, lines[at]!, first) || formOf(first)) return [];
  if (/\p{Script=Han}/u.test(first.text)) return chineseTitle(text, lines, at + 1);
  const block = blockAt(text, lines, at + 1);
  const whole = block.map((line) => line.text).join(' ');
  if (!block.at(-1)?.beforeBlank || whole.length > LONGEST_TITLE) return [];
  if (isCapitals(whole)) return block;
  // what is as long as this goes over several lines only where it is no prose
  const isTitle =
    block.length === 1
      ? whole.length <= 60 && /^["“'‘(]?\p{Lu}.*[\p{L}\d?!)]["”'’]?$/u.test(whole)
      : first.text.length >= FULL && /^["“'‘(]?\p{Lu}.*[\p{L}\d)]$/u.test(whole);
  return isTitle ? block : [];
}

/** 雪夜, or a couplet on one line or on two. */
function chineseTitle(text: string, lines: readonly HeadingLine[], at: number): HeadingLine[] {
  const first = lines[at]!;
  const second = lines[at + 1];
  if (isCouplet(first.text)) return [first];
  const isLong = first.text.length > 20;
  if (isLong || /[。；：，、…”」』.:,]|[！？!?](?!$)/.test(first.text)) return [];
  if (/[！？!?]$/.test(first.text) && !(first.afterBlank && first.beforeBlank)) return [];
  const isHalf =
    second &&
    areNeighbours(text, first, second) &&
    isCouplet(`${first.text} ${second.text}`) &&
    !formOf(second);
  return isHalf ? [first, second] : [first];
}

/** What a title that fills its line goes on with. */
function restOfTitle(text: string, lines: readonly HeadingLine[], at: number): HeadingLine[] {
  const line = lines[at]!;
  const next = lines[at + 1];
  if (!next || next.afterBlank || !areNeighbours(text, line, next) || formOf(next)) return [];
  if (/\p{Script=Han}/u.test(line.text)) {
    const half = /\p{Script=Han}+$/u.exec(line.text)?.[0] ?? '';
    return /\s\S+$/.test(line.text) && !/\s\S+\s\S+$/.test(line.text) && isCouplet(`${half} ${next.text}`)
      ? [next]
      : [];
  }
  if (line.text.length < FULL) return [];
  const block = blockAt(text, lines, at + 1);
  const whole = block.map((one) => one.text).join(' ');
  if (!block.at(-1)?.beforeBlank || line.text.length + whole.length > LONGEST_TITLE) return [];
  return isCapitals(whole) === isCapitals(line.text) && (isCapitals(whole) || !/[.!?]["”’]?$/.test(whole))
    ? block
    : [];
}

/** Lines up to the next blank one; none where they are many, or one of them is long. */
function blockAt(text: string, lines: readonly HeadingLine[], at: number): HeadingLine[] {
  const block = [lines[at]!];
  while (!block.at(-1)!.beforeBlank) {
    const next = lines[at + block.length];
    if (!next || block.length === MOST_TITLE_LINES || !areNeighbours(text, block.at(-1)!, next)) return [];
    block.push(next);
  }
  return block;
}

function areNeighbours(text: string, line: HeadingLine, next: HeadingLine): boolean {
  return next.start - line.end < LONGEST && text.slice(line.end, next.start).trim() === '';
}
