import { truncate } from '../encoding/truncate.js';
import { headingForm } from './heading-forms.js';
import { findHeadings } from './headings.js';
import { workBounds } from './imprint.js';
import type { TextSpan } from './passages.js';

/** In UTF-16 units: so little before the first heading (a book's title, its author) belongs to the first chapter. */
const SHORT_FRONT = 200;
const CONTENTS = /^(?:(?:table of )?contents|list of chapters|目\s*[录錄次])[.:：]?$/i;
/** A table of contents on one line. */
const SEVERAL = /^\s*(?:(?:\p{L}{2,12} +[\dIVXLC]{1,7}|第[^\s章回节]{1,6}[章回节]\S*)[.\s]+){3}/u;
const VOLUME_TITLE =
  /^(?:book|part|volume|vol\.|act)\b|^第?.{1,6}[卷部篇集册编幕](?:$|[\s：:·])|^[卷上中下]/i;

/** Where a section begins, and where in it its heading stands, which is a passage by itself. */
export interface Opening {
  title: string;
  start: number;
  heading?: TextSpan;
}

/** The sections that a file tells of, in any order. */
export function knownOpenings(text: string, known: readonly { title: string; start: number }[]): Opening[] {
  const { from, to } = workBounds(text);
  const starts = new Map<number, string>();
  for (const { title, start } of [...known].sort((a, b) => a.start - b.start)) {
    const at = Math.min(Math.max(0, start), text.length);
    if (at >= from && at < Math.max(to, 1) && !starts.has(at))
      starts.set(at, title.trim().replace(/\s+/g, ' '));
  }
  const all = [...starts].map(([start, title]) => ({ start, title }));
  const openings = filledOpenings(text.slice(0, to), all);
  const isPlain = from === 0 && openings.length === all.length;
  return framed(text, openings, isPlain ? 0 : SHORT_FRONT);
}

/**
 * Headings with text below them. One that has none, and a table of contents, belong to the next; a volume's stands in
 * front of it by name.
 */
function filledOpenings(text: string, all: readonly Opening[]): Opening[] {
  const titles = new Set(all.map(({ title }) => title.toLowerCase()));
  const filled: Opening[] = [];
  let waiting: Opening | null = null;
  all.forEach(({ title, start }, i) => {
    const end = all[i + 1]?.start ?? text.length;
    const lines = text.slice(start, end).split('\n').map((line) => line.trim()).filter(Boolean); // prettier-ignore
    const below = lines.slice(title.startsWith(lines[0] ?? '\n') ? 1 : 0);
    const isLast = i === all.length - 1;
    const isEmpty = below.length === 0 || CONTENTS.test(title) || isContents(below, titles);
    const volume = waiting && VOLUME_TITLE.test(waiting.title) ? `${waiting.title} · ` : '';
    const opening = { title: volume + title, start: waiting?.start ?? start };
    waiting = isEmpty && !isLast ? opening : null;
    if (!waiting) filled.push(opening);
  });
  return filled;
}

/** Whether lines are mostly the names of sections. */
function isContents(lines: readonly string[], titles: ReadonlySet<string>): boolean {
  const known = lines.filter((line) => titles.has(line.toLowerCase())).length;
  return known >= 3 && known >= 0.6 * lines.length;
}

/** The sections of a text that tells of none but by its own lines. */
export function foundOpenings(text: string): Opening[] {
  const { from, to } = workBounds(text);
  const openings: Opening[] = findHeadings(text, from, to).map((heading) => ({ ...heading, heading }));
  return framed(text, openings.length ? openings : [{ title: '', start: from }], SHORT_FRONT);
}

/** The openings of a work, with what stands around it. */
function framed(text: string, openings: readonly Opening[], short: number): Opening[] {
  const { from, to, before, after } = workBounds(text);
  const work = openings.length ? withFront(text, from, openings, short) : [{ title: '', start: from }];
  return [
    ...(from > 0 ? [{ title: before, start: 0 }] : []),
    ...work,
    ...(to < text.length ? [{ title: after, start: to }] : []),
  ];
}

/** What stands before the first heading is a section, or, where it is no longer than `short`, part of the first. */
function withFront(text: string, from: number, openings: readonly Opening[], short: number): Opening[] {
  const [first, ...others] = openings;
  const front = text.slice(from, first!.start).trim();
  if (lengthWithoutContents(front) > short) return [{ title: frontTitle(front), start: from }, ...openings];
  return [{ ...first!, start: from }, ...others];
}

/** In UTF-16 units, of the lines that name no chapter; as many as are more than a few. */
function lengthWithoutContents(front: string): number {
  let length = 0;
  for (const line of front.split('\n')) {
    const isListed = CONTENTS.test(line.trim()) || SEVERAL.test(line) || headingForm(line.trim().slice(0, 80), true, true); // prettier-ignore
    if (!isListed) length += line.length;
    if (length > SHORT_FRONT) break;
  }
  return length;
}

/** The first line of what stands before the first chapter. */
function frontTitle(front: string): string {
  return truncate(front.split('\n', 1)[0]!.replace(/^※ /, '').trim().replace(/\s+/g, ' '), 60);
}
