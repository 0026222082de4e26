import { findHeadings } from './headings.js';
import { isWrapped, LONGEST_PASSAGE, paragraphs, type TextSpan } from './passages.js';
import type { Passage, Section } from '../types.js';
import { truncate } from '../encoding/truncate.js';

/** In UTF-16 units: a longer section is split at the end of a paragraph. */
export const LONGEST_SECTION = 60_000;
/** In UTF-16 units: so little before the first heading (a book's title, its author) belongs to the first chapter. */
const SHORT_FRONT = 200;

/** Titles of the sections that Project Gutenberg puts around a text. No part of the work: nobody in them is in its cast. */
export const GUTENBERG_HEADER = 'Project Gutenberg: header';
export const GUTENBERG_LICENSE = 'Project Gutenberg: license';

/** Where a section begins, and where in it its heading stands, which is a passage by itself. */
interface Opening {
  title: string;
  start: number;
  heading?: TextSpan;
}

/**
 * Divides a cleaned text into sections (chapters), which cover it without gaps, and passages (paragraphs), which hold
 * all of it that is not blank. `known` are headings that a file told of (EPUB, HTML): they are used as they are.
 * Without chapters, the sections are parts of a like size, titled "1", "2" ….
 */
export function divide(
  text: string,
  known: readonly { title: string; start: number }[] = [],
): { sections: Section[]; passages: Passage[] } {
  if (text === '') return { sections: [], passages: [] };
  const wrapped = isWrapped(text);
  const sections: Section[] = [];
  const passages: Passage[] = [];
  const openings = known.length > 0 ? knownOpenings(text, known) : foundOpenings(text);
  openings.forEach(({ title, start, heading }, i) => {
    const end = openings[i + 1]?.start ?? text.length;
    const edges = [start, heading?.start ?? start, heading?.end ?? start, end];
    const spans = edges.slice(1).flatMap((edge, k) => paragraphs(text, edges[k]!, edge, wrapped));
    const parts = split(spans, end - start);
    parts.forEach((part, k) => {
      const n = sections.length + 1;
      sections.push({
        n,
        title: title === '' ? String(k + 1) : parts.length > 1 ? `${title} (${k + 1})` : title,
        start: k === 0 ? start : part[0]!.start,
        end: parts[k + 1]?.[0]!.start ?? end,
      });
      for (const span of part) passages.push({ n: passages.length + 1, section: n, ...span });
    });
  });
  return { sections, passages };
}

function knownOpenings(text: string, known: readonly { title: string; start: number }[]): Opening[] {
  const openings: Opening[] = [];
  for (const { title, start } of [...known].sort((a, b) => a.start - b.start)) {
    const opening = {
      title: title.trim().replace(/\s+/g, ' '),
      start: Math.min(Math.max(0, start), text.length),
    };
    if (openings.at(-1)?.start !== opening.start) openings.push(opening);
  }
  return withFront(text, 0, openings, 0);
}

function foundOpenings(text: string): Opening[] {
  const { from, to } = gutenbergFrame(text);
  const openings: Opening[] = findHeadings(text, from, to).map((heading) => ({ ...heading, heading }));
  const work =
    openings.length > 0 ? withFront(text, from, openings, SHORT_FRONT) : [{ title: '', start: from }];
  if (from > 0) work.unshift({ title: GUTENBERG_HEADER, start: 0 });
  if (to < text.length) work.push({ title: GUTENBERG_LICENSE, start: to });
  return work;
}

/** What stands before the first heading is a section, or, where it is no longer than `short`, part of the first. */
function withFront(text: string, from: number, openings: Opening[], short: number): Opening[] {
  const front = text.slice(from, openings[0]!.start).trim();
  if (front.length > short) return [{ title: frontTitle(front), start: from }, ...openings];
  return [{ ...openings[0]!, start: from }, ...openings.slice(1)];
}

/** The first line of what stands before the first chapter. */
function frontTitle(front: string): string {
  return truncate(front.split('\n', 1)[0]!.trim().replace(/\s+/g, ' '), 60);
}

/** Where the work itself begins and ends in a text of Project Gutenberg's; in another, all of it. */
export function gutenbergFrame(text: string): { from: number; to: number } {
  const head = text.slice(0, 40_000);
  const mark =
    /^[ \t]*\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG.*\n|^\*END\*THE SMALL PRINT.*\n/im.exec(head);
  const from = mark ? mark.index + mark[0].length : 0;
  const tail =
    /^[ \t]*(?:\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the |this )?Project Gutenberg)/im;
  const end = tail.exec(text.slice(from));
  return { from, to: end ? from + end.index : text.length };
}

/** Parts of a like size, none longer than a section may be. */
function split(spans: TextSpan[], length: number): TextSpan[][] {
  if (length <= LONGEST_SECTION || spans.length < 2) return [spans];
  const even = Math.ceil(length / Math.ceil(length / LONGEST_SECTION));
  const limit = Math.min(LONGEST_SECTION, even + LONGEST_PASSAGE);
  const parts: TextSpan[][] = [];
  for (const span of spans) {
    const part = parts.at(-1);
    if (part && span.end - part[0]!.start <= limit) part.push(span);
    else parts.push([span]);
  }
  return parts;
}
