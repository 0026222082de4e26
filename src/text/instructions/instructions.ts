import { decodedStretches } from './escapes.js';
import { areEnough, placesToLook, signsIn } from './instruction-signs.js';
import { plain } from './look-alikes.js';
import type { TextSpan } from '../structure/passages.js';
import type { Passage } from '../types.js';

/** Part of a passage that reads as if it were said to a language model. */
export interface Instruction extends TextSpan {
  /** The passage's number. */
  passage: number;
}

/** In UTF-16 units: what has no end goes no further on either side of a sign. */
const LONGEST_SIDE = 400;
/** Of what was cut off there, so much is looked at again. */
const AGAIN = 100;
/** In UTF-16 units: what stands before and after an instruction and may belong to it. */
const LONGEST_BESIDE = 300;
const BESIDE = { before: 1, after: 2 };

/** What is longer than any letter is read in parts: one run of a hundred million letters is more than an expression takes. */
const BASE64 = /[A-Za-z0-9+/_-]{24,20000}={0,2}/g;
const NAME_AI = /(?<!\p{L})Ai(?!\p{L})/u;
const PROGRAM_AI = /(?<!\p{L})(?:AI|ai|A\.I\.|a\.i\.)(?!\p{L})/u;

/** Whether a text reads like something that is said to a language model. Many such texts are noticed, never all. */
export function isInstruction(text: string): boolean {
  return instructionSpans(text).length > 0;
}

/** A title on one line, or, where it speaks to a language model, a number in its place. */
export function titleOf(title: string, n: number): string {
  return isInstruction(title) ? String(n) : title.replace(/\s+/g, ' ').trim();
}

/**
 * What is said to a language model in each passage, with the sentences beside it: one before and two after.
 *
 * @returns spans that do not meet, in order; the passages must be
 */
export function instructionsIn(text: string, passages: readonly Passage[]): Instruction[] {
  // Most texts hold none: one look at the whole is quicker than one at each passage.
  const spans = instructionSpans(text);
  const found: Instruction[] = [];
  let next = 0;
  for (const passage of passages) {
    while (next < spans.length && spans[next]!.end <= passage.start) next++;
    for (let n = next; n < spans.length && spans[n]!.start < passage.end; n++) {
      const span = withNeighbours(text, spans[n]!, passage);
      const last = found.at(-1);
      if (last && last.passage === passage.n && span.start <= last.end + 1) last.end = span.end;
      else found.push({ ...span, passage: passage.n });
    }
  }
  return found;
}

/** The sentences of a text that speak to a language model, as it stands or decoded once, in order. */
function instructionSpans(text: string): TextSpan[] {
  const found = [...encodedIn(text), ...spansIn(text)];
  for (const { text: decoded, at } of decodedStretches(text, LONGEST_SIDE)) {
    for (const { start, end } of spansIn(decoded)) found.push({ start: at[start]!, end: at[end]! });
  }
  return merged(found);
}

/** The sentences that speak to a language model as they stand, in no order. */
function spansIn(text: string): TextSpan[] {
  const { text: folded, at } = plain(text);
  const found: TextSpan[] = [];
  let covered = 0;
  const add = (from: number, to: number) => found.push(trimmed(text, at[from]!, at[to]!));
  const signsOf = ({ start, end }: TextSpan) => {
    const signs = signsIn(folded.slice(start, end));
    const written = text.slice(at[start], at[end]);
    // Ai is somebody's name.
    if (NAME_AI.test(written) && !PROGRAM_AI.test(written))
      ['ai', 'addressed', 'labelled'].forEach((kind) => signs.delete(kind));
    return signs;
  };
  for (const index of placesToLook(folded)) {
    if (index < covered) continue;
    const here = sentenceAround(folded, index);
    covered = here.cut ? Math.max(index + 1, here.end - AGAIN) : here.end;
    const signs = signsOf(here);
    if (signs.size === 0) continue;
    if (areEnough(signs)) {
      const lines = fewestLines(folded, here, (span) => areEnough(signsOf(span)));
      add(lines.start, lines.end);
      continue;
    }
    for (const beside of [here.start - 1, here.end + 1]) {
      if (beside < 0 || beside >= folded.length) continue;
      const other = sentenceAround(folded, beside);
      const both = new Map([...signsOf(other), ...signs]);
      if (both.size > signs.size && areEnough(both)) {
        add(Math.min(here.start, other.start), Math.max(here.end, other.end));
        break;
      }
    }
  }
  return found;
}

/** Encoded once, so that it is not read at sight. */
function encodedIn(text: string): TextSpan[] {
  const found: TextSpan[] = [];
  for (const { 0: code, index } of text.matchAll(BASE64)) {
    if (!/[A-Z]/.test(code) || !/[a-z]/.test(code)) continue;
    const decoded = Buffer.from(code, 'base64').toString('utf8');
    if (/[\uFFFD\u0000-\u0008]/.test(decoded)) continue;
    const { text: folded } = plain(decoded);
    if (areEnough(signsIn(folded.slice(0, 2 * LONGEST_SIDE))))
      found.push({ start: index, end: index + code.length });
  }
  return found;
}

/** The sentence of a folded text that an offset lies in; a line that ends without a mark goes on in the next. */
function sentenceAround(text: string, at: number): TextSpan & { cut: boolean } {
  const first = Math.max(0, at - LONGEST_SIDE);
  const last = Math.min(text.length, at + LONGEST_SIDE);
  let start = at;
  while (start > first && !endsBefore(text, start)) start--;
  let end = at + 1;
  while (end < last && !endsBefore(text, end)) end++;
  return { start, end: Math.min(end, text.length), cut: end === last && last < text.length };
}

/** Whether a sentence ends right before an offset. */
function endsBefore(text: string, at: number): boolean {
  let n = at - 1;
  if (n < 0) return true;
  const here = text[at];
  if (here !== undefined && /["'”’」』)\]】.!?。]/.test(here)) return false;
  while (n > 0 && at - n < 4 && /["'”’」』)\]】]/.test(text[n]!)) n--;
  const mark = text[n]!;
  if (mark === '。') return true;
  if (mark === '.') return here === undefined || /\s/.test(here);
  return (mark === '!' || mark === '?') && (here === undefined || !/[a-z-]/.test(here));
}

/** The lines of a sentence that are needed: a heading above or a line below it is not. */
function fewestLines(text: string, span: TextSpan, holds: (span: TextSpan) => boolean): TextSpan {
  let { start, end } = span;
  for (let line = text.indexOf('\n', start); line >= 0 && line < end - 1; line = text.indexOf('\n', start)) {
    if (!holds({ start: line + 1, end })) break;
    start = line + 1;
  }
  for (let line = text.lastIndexOf('\n', end - 1); line > start; line = text.lastIndexOf('\n', end - 1)) {
    if (!holds({ start, end: line })) break;
    end = line;
  }
  return { start, end };
}

/** Within a passage. */
function withNeighbours(text: string, { start, end }: TextSpan, passage: TextSpan): TextSpan {
  const from = Math.max(start, passage.start);
  const to = Math.min(end, passage.end);
  let [first, last] = [from, to];
  for (let n = 0; n < BESIDE.before && first > passage.start; n++) {
    const before = sentenceBefore(text, first, passage.start);
    if (from - before > LONGEST_BESIDE) break;
    first = before;
  }
  for (let n = 0; n < BESIDE.after && last < passage.end; n++) {
    const after = sentenceAfter(text, last, passage.end);
    if (after - to > LONGEST_BESIDE) break;
    last = after;
  }
  return trimmed(text, first, last);
}

const MARK = /[.!?。！？…．]/;

function sentenceBefore(text: string, at: number, from: number): number {
  let n = at - 1;
  while (n > from && /[\s"'”’」』)\]】.!?。！？…．]/.test(text[n]!)) n--;
  while (n > from && !MARK.test(text[n - 1]!) && at - n <= LONGEST_BESIDE) n--;
  return n;
}

function sentenceAfter(text: string, at: number, to: number): number {
  let n = at;
  while (n < to && !MARK.test(text[n]!) && n - at <= LONGEST_BESIDE) n++;
  while (n < to && /["'”’」』)\]】.!?。！？…．]/.test(text[n]!)) n++;
  return n;
}

function trimmed(text: string, start: number, end: number): TextSpan {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}

function merged(spans: TextSpan[]): TextSpan[] {
  const all: TextSpan[] = [];
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else if (span.end > span.start) all.push({ ...span });
  }
  return all;
}
