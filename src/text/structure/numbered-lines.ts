import type { Candidate } from './heading-lines.js';

/** So many numbers in a row may be missing. */
const MOST_MISSING = 3;
/** Of the steps of a row, those that leave a number out. */
const MOST_GAPS = 0.2;
/** Of a row's lines, those before which a sentence ends: page numbers stand anywhere. */
const LEAST_ENDED = 0.7;

/**
 * Of lines whose form alone is no proof, the kind that counts furthest with text between: 1, 2, 3, from 1 again in a new
 * volume, or from wherever the text begins.
 * @param isVolume whether a candidate is a volume's heading, under which counting may begin anew
 * @param least how far apart they are in the middle, in UTF-16 units
 */
export function bestNumbered(
  text: string,
  all: readonly Candidate[],
  isVolume: (candidate: Candidate) => boolean,
  least: number,
): Candidate[] {
  let best: Candidate[] = [];
  for (const kind of new Set(all.filter((c) => c.weak).map((c) => c.kind))) {
    const row = longestRow(
      all.filter((c) => c.kind === kind || isVolume(c)),
      kind,
    );
    if (row.length < 3 || row.length <= best.length || !isRow(text, row, least)) continue;
    best = row;
  }
  return best;
}

function isRow(text: string, row: readonly Candidate[], least: number): boolean {
  const spaces = row.slice(1).map((c, i) => c.start - row[i]!.end);
  const median = spaces.sort((a, b) => a - b)[spaces.length >> 1]!;
  const steps = row.slice(1).map((c, i) => c.ordinal - row[i]!.ordinal);
  const ended = row.filter((c) => endsBefore(text, c.start)).length;
  return (
    median >= least &&
    steps.filter((step) => step > 1).length <= MOST_GAPS * steps.length &&
    ended >= LEAST_ENDED * row.length
  );
}

/** Whether a sentence, or nothing at all, ends before an offset. */
export function endsBefore(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 200), at).trimEnd();
  return before === '' || /[^\p{L}\p{N},，、;；—-]$/u.test(before) || /(?:^|\n)[^\n]{0,30}$/.test(before);
}

/** The longest row of a kind, which may begin anew under a volume. */
function longestRow(all: readonly Candidate[], kind: string): Candidate[] {
  const length: number[] = [];
  const previous: number[] = [];
  let latest = new Map<number, number>(); // of each ordinal, the last member of the longest row that ends with it
  let longest = -1;
  let longestBefore = -1; // in the volumes before
  all.forEach((c, i) => {
    length[i] = 0;
    if (c.kind !== kind) {
      longestBefore = longest;
      return;
    }
    let from = c.ordinal <= 1 ? longestBefore : -1;
    for (let step = 1; step <= MOST_MISSING + 1; step++) {
      const one = latest.get(c.ordinal - step);
      if (one !== undefined && (from < 0 || length[one]! > length[from]!)) from = one;
    }
    length[i] = (length[from] ?? 0) + 1;
    previous[i] = from;
    if (length[i]! > (length[latest.get(c.ordinal) ?? -1] ?? 0)) latest = latest.set(c.ordinal, i);
    if (longest < 0 || length[i]! > length[longest]!) longest = i;
  });
  const row: Candidate[] = [];
  for (let i = longest; i >= 0; i = previous[i]!) row.push(all[i]!);
  return row.reverse();
}
