import { LONGEST, type Candidate, type HeadingLine } from './heading-lines.js';
import { endsBefore } from './numbered-lines.js';
import { NUMBER_EN, NUMBER_ZH, ordinal } from './ordinals.js';

/** More numbers than these in a row are not missing: the text leaves them out. */
const MOST = 3;
/** A number near the beginning of a line, whatever stands around it: 弟七十九回, CHAPER IX. */
const NUMBERED = new RegExp(
  `^\\p{L}?(${NUMBER_ZH})(?!\\p{L}{40})|^[\\p{L}.]{1,12} +(?:the +)?(${NUMBER_EN})\\b`,
  'iu',
);

/**
 * The headings with those that a slip of the pen hides: where a number is missing between two of one kind, a line between
 * them that begins with it after the end of a sentence is its heading.
 */
export function withMissing(
  text: string,
  lines: readonly HeadingLine[],
  found: readonly Candidate[],
): Candidate[] {
  const all = [...found];
  const known = new Set(found.map(({ start }) => start));
  found.forEach((c, i) => {
    const after = found.slice(i + 1, i + 6).find((one) => one.kind === c.kind);
    const missing = (after?.ordinal ?? 0) - c.ordinal - 1;
    if (!after || c.ordinal < 1 || missing < 1 || missing > MOST) return;
    const between = lines.slice(firstAfter(lines, c.end), firstAfter(lines, after.start));
    for (let n = c.ordinal + 1; n < after.ordinal; n++) {
      const line = between.find(
        (one) =>
          one.text.length < LONGEST / 2 &&
          !known.has(one.start) &&
          numberOf(one) === n &&
          endsBefore(text, one.start),
      );
      const title = line?.text.replace(/\s+/g, ' ');
      if (line && title) all.push({ ...c, title, ordinal: n, start: line.start, end: line.end, bare: false });
    }
  });
  return all.sort((a, b) => a.start - b.start);
}

/** The number of the first line that does not begin before an offset. */
function firstAfter(lines: readonly HeadingLine[], at: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.start < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function numberOf({ text, afterBlank, beforeBlank }: HeadingLine): number {
  const [, han, latin] = NUMBERED.exec(text) ?? [];
  const number = han ?? (afterBlank && beforeBlank ? latin : undefined);
  return number === undefined || /[。，；：！？”,;!?"]$/.test(text) ? 0 : ordinal(number);
}
