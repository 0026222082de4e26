const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait before a connection is tried again, in milliseconds: twice as long after each failure, up to five
 * minutes, for ever. A part is chance, so that many do not come at once.
 */
export function waitAfter(failures: number, chance: number = Math.random()): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures, 20), LONGEST_MS);
  return Math.round(whole * (0.75 + 0.25 * chance));
}
