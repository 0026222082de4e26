import type { Reading } from '../../../text/speakers/reading.js';
import type { Acquaintance } from '../subject/acquaintances.js';
import { otherOf, type NameMarks } from '../rules/marks.js';
import { sentences } from '../subject/sentences.js';
import type { TextSpan } from '../../../text/structure/passages.js';

/** Somebody who stands in the same passages. */
export interface Companion extends TextSpan {
  /** From 0. */
  other: number;
  times: number;
  /** The titles of the first and the last chapter in which they are; none where that is the same. */
  chapters?: readonly [string, string];
}

const ANYBODY = /[\uE100-\uE8FF]/gu;
const LONGEST = 260;

/** So often is somebody there who never says a word, or they may be a thing with a name. */
const SILENT = 8;

/** Who stands in the same passages, most often first, with the first sentence that names both, or the other one. */
export function companyOf(
  reading: Reading,
  named: readonly number[],
  marks: NameMarks,
  others: readonly Acquaintance[],
): Companion[] {
  const found = new Map<number, { times: number; passage: number; last: number }>();
  for (const index of named) {
    const { start, end } = reading.passages[index]!;
    for (const mark of new Set(marks.mark(reading.text.slice(start, end)).match(ANYBODY) ?? [])) {
      const known = found.get(otherOf(mark));
      if (known) {
        known.times++;
        known.last = index;
      } else found.set(otherOf(mark), { times: 1, passage: index, last: index });
    }
  }
  return [...found]
    .filter(([other, { times }]) => other < others.length && times >= (others[other]!.speaks ? 2 : SILENT))
    .sort((a, b) => b[1].times - a[1].times)
    .map(([other, { times, passage, last }]) => ({
      other,
      times,
      ...chaptersOf(reading, passage, last),
      ...sentenceWith(reading, passage, marks, other),
    }));
}

function chaptersOf(
  { passages, sections }: Reading,
  first: number,
  last: number,
): Pick<Companion, 'chapters'> {
  const [from, to] = [first, last].map((index) => sections[passages[index]!.section - 1]?.title);
  return from && to && from !== to ? { chapters: [from, to] } : {};
}

function sentenceWith(reading: Reading, index: number, marks: NameMarks, other: number): TextSpan {
  const { start, end } = reading.passages[index]!;
  let first: TextSpan | null = null;
  for (const span of sentences(reading.text, start, end)) {
    const marked = marks.mark(reading.text.slice(span.start, span.end));
    if (![...marked.matchAll(ANYBODY)].some(([mark]) => otherOf(mark) === other)) continue;
    const cut = { start: span.start, end: Math.min(span.end, span.start + LONGEST) };
    if (marked.includes('\uE000')) return cut;
    first ??= cut;
  }
  return first ?? { start, end: Math.min(end, start + LONGEST) };
}
