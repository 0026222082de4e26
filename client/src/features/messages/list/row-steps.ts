import type { Row } from './message-rows.js';

/** What the list draws now. */
export interface Step {
  rows: readonly Row[];
  /** Beside those drawn before, rows have come or gone at the start alone. */
  shift: boolean;
  /** Another number where nothing of what was drawn before is left. */
  list: number;
}

/**
 * The next step from what is drawn to what is to be drawn. A list of rows whose heights are known keeps what is read in
 * its place where it changes at one of its ends at a time: where both have changed, its end goes first.
 */
export function stepTo(drawn: Step, rows: readonly Row[]): Step {
  const [before, after] = sharedMessage(drawn.rows, rows);
  if (before < 0) return { rows, shift: false, list: drawn.list + 1 };
  if (before === after) return { rows, shift: false, list: drawn.list };
  const sameEnd = drawn.rows.length - before === rows.length - after;
  if (sameEnd) return { rows, shift: true, list: drawn.list };
  return {
    rows: [...drawn.rows.slice(0, before), ...rows.slice(after)],
    shift: false,
    list: drawn.list,
  };
}

/** Where the first message that both have stands in each, or -1. */
function sharedMessage(one: readonly Row[], other: readonly Row[]): [number, number] {
  // Mostly nothing has changed at the start.
  const first = other.findIndex(({ kind }) => kind === 'message');
  if (first >= 0 && one[first]?.key === other[first]!.key) return [first, first];
  const places = new Map<string, number>();
  for (const [at, { kind, key }] of one.entries()) if (kind === 'message') places.set(key, at);
  for (const [at, { kind, key }] of other.entries()) {
    const place = kind === 'message' ? places.get(key) : undefined;
    if (place !== undefined) return [place, at];
  }
  return [-1, -1];
}
