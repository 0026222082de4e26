import { foundOpenings, knownOpenings } from './openings.js';
import { isWrapped, LONGEST_PASSAGE, paragraphs, type TextSpan } from './passages.js';
import type { Passage, Section } from '../types.js';

/** In UTF-16 units: a longer section is split at the end of a paragraph. */
export const LONGEST_SECTION = 60_000;

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
