import type { TextSpan } from '../structure/passages.js';

/** Stands for each unit that was kept out, so that places stay: no character, so that no text and no quotation holds it. */
const GAP = '\uFDD0';
const GAPS = /\uFDD0+/g;
/** What is read in its place. */
const MARK = '[…]';

/** A text of the same length in which nothing is left of some spans, which are in order; it may end before they do. */
export function withoutSpans(text: string, spans: readonly TextSpan[]): string {
  let kept = '';
  let at = 0;
  for (const span of spans) {
    const start = Math.max(at, span.start);
    const end = Math.min(text.length, span.end);
    if (!(start < end)) continue;
    kept += text.slice(at, start) + GAP.repeat(end - start);
    at = end;
  }
  return kept + text.slice(at);
}

/** Whether something was kept out of a text. */
export function hasGap(text: string): boolean {
  return text.includes(GAP);
}

/** A text as it is shown to a model: a mark stands where something was kept out. Empty where nothing is left. */
export function withMarks(text: string): string {
  return hasGap(text) && text.replace(GAPS, '').trim() === '' ? '' : text.replace(GAPS, MARK);
}
