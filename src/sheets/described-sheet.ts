import { type Claim, type Sheet, sheetSchema } from '../contracts/sheet.js';
import { hasGap } from '../text/instructions/kept-out.js';
import { isImprint } from '../text/structure/imprint.js';
import type { Reading } from '../text/speakers/reading.js';
import { boundaryBefore } from '../text/encoding/truncate.js';

/** More claims are no description: of a long text they are taken from beginning to end. */
const MOST = 40;
/** In UTF-16 units. */
const LONGEST = 400;

/**
 * A sheet of somebody whom the text does not name: the text itself is the description, each paragraph a claim with its
 * citation. It has no claim only where nothing of the text may be sent.
 */
export function describeSheet(readings: readonly Reading[]): Sheet {
  const all = readings.flatMap(paragraphsOf);
  const identity = spread(all, MOST).map((claim, n) => ({ id: `identity-${n + 1}`, ...claim }));
  return sheetSchema.parse({ language: readings[0]?.language ?? 'en', identity });
}

function paragraphsOf({ sourceId, text, sections, passages }: Reading): Omit<Claim, 'id'>[] {
  return passages.flatMap(({ n, section, start, end }) => {
    const title = sections[section - 1]?.title ?? '';
    const whole = text.slice(start, end);
    const quote = whole.slice(0, boundaryBefore(whole, LONGEST));
    if (isImprint(title) || whole.replace(/\s+/g, ' ') === title) return [];
    if (hasGap(quote) || !/[\p{L}\p{N}]/u.test(quote)) return [];
    const citations = [{ sourceId, passageId: `p${n}`, start: 0, end: quote.length, quote }];
    return [{ text: quote, kind: 'stated' as const, citations, fromSection: section }];
  });
}

/** Some of many, evenly from beginning to end. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, n) => items[Math.floor((n * items.length) / count)]!);
}
