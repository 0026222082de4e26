import { hasGap } from '../../../text/instructions/kept-out.js';
import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Passage, Quotation } from '../../../text/types.js';

const STOP =
  /[。！？．!?]+[”’」』"']*|\uFDD0+|(?<!\b(?:Mr|Mrs|Ms|Dr|St|Mme|Mlle|Capt|Col|Rev|Hon|Sir))\.(?=\s|["”’']|$)["”’']*/g;

/** The sentences between two offsets. */
export function* sentences(text: string, from: number, to: number): Generator<TextSpan> {
  const part = text.slice(from, to);
  let start = 0;
  for (const match of part.matchAll(STOP)) {
    const next = match.index + match[0].length;
    yield trimmed(part, start, hasGap(match[0]) ? match.index : next, from);
    start = next;
  }
  if (part.slice(start).trim() !== '') yield trimmed(part, start, part.length, from);
}

function trimmed(part: string, start: number, end: number, from: number): TextSpan {
  while (start < end && /\s/.test(part[start]!)) start++;
  // The mark of a list is no part of what it lists.
  if (/^[-*•] /.test(part.slice(start, start + 2))) start += 2;
  while (end > start && /\s/.test(part[end - 1]!)) end--;
  return { start: from + start, end: from + end };
}

/** A stretch of a passage: narration, or a line. */
export interface Stretch extends TextSpan {
  quotation: Quotation | null;
}

/** A passage, divided into narration and lines. `lines` are those of the passage. */
export function* stretches(passage: Passage, lines: readonly Quotation[]): Generator<Stretch> {
  let at = passage.start;
  for (const line of lines) {
    if (line.start > at) yield { start: at, end: line.start, quotation: null };
    yield { start: line.start, end: Math.min(line.end, passage.end), quotation: line };
    at = Math.max(at, line.end);
  }
  if (at < passage.end) yield { start: at, end: passage.end, quotation: null };
}

/** The lines of each passage, by its number. */
export function linesByPassage(reading: Reading): ReadonlyMap<number, readonly Quotation[]> {
  const byPassage = new Map<number, Quotation[]>();
  for (const line of reading.quotations) {
    const list = byPassage.get(line.passage);
    if (list) list.push(line);
    else byPassage.set(line.passage, [line]);
  }
  return byPassage;
}
