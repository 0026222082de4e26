import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Quotation } from '../../../text/types.js';
import { hasGap } from '../../../text/instructions/kept-out.js';
import { passageAt } from '../subject/citing.js';

/** All that somebody says in one go, though the text breaks in to tell who says it. */
export interface Utterance extends TextSpan {
  text: string;
  /** What was said right before, by whom. */
  answers: Quotation | null;
  /** The narration right before it, in the same paragraph. */
  narration: TextSpan | null;
}

const MOST = 14;
/** In UTF-16 units: what breaks in at most, what is long enough to be a line, and too long. */
const BREAK = 140;
const SHORTEST = 6;
const LONGEST = 300;
const LONGEST_OCCASION = 140;

/** Whole lines of somebody, from all over the text, those first that show most of them. */
export function examplesOf(reading: Reading, speaker: string | undefined): Utterance[] {
  const all = utterances(reading, speaker);
  const seen = new Set<string>();
  const fit = all.filter(({ text }) => {
    const fits = text.length >= SHORTEST && text.length <= LONGEST && !seen.has(text);
    seen.add(text);
    return fits;
  });
  const found: Utterance[] = [];
  const count = Math.min(MOST, fit.length);
  for (let n = 0; n < count; n++) {
    const from = Math.floor((n * fit.length) / count);
    const to = Math.floor(((n + 1) * fit.length) / count);
    const best = fit.slice(from, to).reduce((one, other) => (worth(other) > worth(one) ? other : one));
    found.push(best);
  }
  // Where there is much to choose from, what shows nothing is left out.
  return fit.length > MOST ? found.filter((one) => worth(one) > 0) : found;
}

/** How much a line shows of whoever says it. */
function worth({ text, answers }: Utterance): number {
  const size = /\p{Script=Han}/u.test(text) ? text.length : text.length / 3;
  return (
    (/[.!?。！？．…—–][”"’』」)]*$/.test(text) ? 1 : -1) +
    (/^[\p{Lu}\p{Lo}“‘"'…—*_]/u.test(text) ? 0.5 : -1) +
    (size >= 12 ? 1 : size < 7 ? -1.5 : 0) +
    (size >= 20 && size <= 70 ? 0.5 : 0) +
    (/\b(?:I|me|my|mine)\b|[我吾俺咱]|老[孙猪娘子夫]/.test(text) ? 0.5 : 0) +
    (answers ? 0.7 : 0)
  );
}

function utterances(reading: Reading, speaker: string | undefined): Utterance[] {
  const { text, quotations } = reading;
  const found: Utterance[] = [];
  for (let n = 0; n < quotations.length; n++) {
    const first = quotations[n]!;
    if (speaker === undefined || first.speaker !== speaker) continue;
    const before = quotations[n - 1];
    let last = first;
    let said = first.text.trim();
    while (goesOn(reading, last, quotations[n + 1])) {
      const between = text.slice(last.end, quotations[n + 1]!.start);
      last = quotations[++n]!;
      said = joined(said, /[.!?]\s*$/.test(between), last.text.trim());
    }
    said = said.replace(/\s+/g, ' ').replace(/,$/, '');
    if (hasGap(text.slice(first.start, last.end))) continue;
    found.push({
      start: first.start,
      end: last.end,
      text: said,
      answers: before && isAnswered(reading, before, first) ? before : null,
      narration: narrationBefore(reading, before, first),
    });
  }
  return found;
}

/** `I know,` said Jane. `You are right.`: two sentences; without the stop between them, one. */
function joined(said: string, stops: boolean, next: string): string {
  if (/\p{Script=Han}$|[，。！？]$/u.test(said)) return said + next;
  const ends = stops ? said.replace(/,$/, '.') : said;
  return `${ends} ${next}`;
}

function goesOn({ text }: Reading, line: Quotation, next: Quotation | undefined): boolean {
  if (!next || next.passage !== line.passage || next.speaker !== line.speaker) return false;
  const between = text.slice(line.end, next.start);
  return between.length <= BREAK && !between.includes('\n\n');
}

/** Whether a line stands right before another, and is somebody else's. */
function isAnswered({ text }: Reading, before: Quotation, line: Quotation): boolean {
  return (
    before.speaker !== null &&
    before.speaker !== line.speaker &&
    line.passage - before.passage <= 1 &&
    line.start - before.end <= 200 &&
    before.text.length <= LONGEST_OCCASION &&
    before.text.length >= 4 &&
    !hasGap(text.slice(before.start, line.end))
  );
}

/** The narration that leads up to a line, from the last sentence's beginning. */
function narrationBefore(reading: Reading, before: Quotation | undefined, line: Quotation): TextSpan | null {
  const passage = reading.passages[passageAt(reading, line.start)]!;
  const start = Math.max(passage.start, before && before.end <= line.start ? before.end : 0);
  const lead = reading.text.slice(start, line.start);
  if (hasGap(lead)) return null;
  const sentence = /[^。！？．.!?]*$/u.exec(lead)![0];
  const from = start + lead.length - sentence.length;
  const length = sentence.trim().replace(/\s+/g, ' ').length;
  return length >= 8 && length <= 90 ? { start: from, end: line.start } : null;
}
