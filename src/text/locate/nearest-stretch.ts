/** A stretch of units and how many edits it is away from what was looked for. */
export interface Stretch {
  start: number;
  end: number;
  edits: number;
}

/**
 * The stretch between two places with the fewest edits from a pattern, if they are few enough (Sellers 1980; rows that
 * can no longer come to anything are left out, as Ukkonen 1985 does). Of several, the one whose length is nearest to
 * the pattern's, then the first.
 */
export function nearestStretch(
  pattern: Uint16Array,
  units: Uint16Array,
  from: number,
  to: number,
  allowed: number,
): Stretch | null {
  const rows = pattern.length;
  const costs = new Int32Array(rows + 1).map((_, row) => row);
  const starts = new Int32Array(rows + 1).fill(from);
  let best: Stretch | null = null;
  let last = Math.min(allowed, rows); // the last row that costs no more than is allowed
  for (let at = from; at < to; at++) {
    const unit = units[at]!;
    let before = 0;
    let beforeStart = at;
    starts[0] = at + 1;
    const end = Math.min(last + 1, rows);
    for (let row = 1; row <= end; row++) {
      const above = row > last ? allowed + 1 : costs[row]!;
      const aboveStart = starts[row]!;
      let cost = before + (pattern[row - 1] === unit ? 0 : 1);
      let start = beforeStart;
      if (above + 1 < cost) [cost, start] = [above + 1, aboveStart];
      if (costs[row - 1]! + 1 < cost) [cost, start] = [costs[row - 1]! + 1, starts[row - 1]!];
      costs[row] = cost;
      starts[row] = start;
      before = above;
      beforeStart = aboveStart;
    }
    for (last = end; costs[last]! > allowed;) last--;
    if (last < rows) continue;
    const found = { start: starts[rows]!, end: at + 1, edits: costs[rows]! };
    const unlike = (one: Stretch) => Math.abs(one.end - one.start - rows);
    if (
      found.end > found.start &&
      (!best || found.edits < best.edits || (found.edits === best.edits && unlike(found) < unlike(best)))
    )
      best = found;
  }
  return best;
}
