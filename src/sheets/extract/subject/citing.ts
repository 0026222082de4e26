import type { Claim } from '../../../contracts/sheet.js';
import type { Reading } from '../../../text/speakers/reading.js';

/** A part of a source as a citation: it must lie within one passage. */
export function citation(reading: Reading, start: number, end: number): Claim['citations'][number] {
  const passage = reading.passages[passageAt(reading, start)]!;
  return {
    sourceId: reading.sourceId,
    passageId: `p${passage.n}`,
    start: start - passage.start,
    end: Math.min(end, passage.end) - passage.start,
    quote: reading.text.slice(start, Math.min(end, passage.end)),
  };
}

/** The index of the passage that holds an offset. */
export function passageAt(reading: Reading, offset: number): number {
  let low = 0;
  let high = reading.passages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (reading.passages[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Some of many, evenly from beginning to end. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, n) => items[Math.floor((n * items.length) / count)]!);
}
