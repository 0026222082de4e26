/** A line of a chart: its points as an SVG path, in a box of the given size, and which were given. */
export interface ChartLine {
  path: string;
  points: { x: number; y: number; value: number; index: number }[];
}

/**
 * Values as a line from left to right; a gap where a value is missing.
 *
 * @param most what the box's height stands for
 */
export function chartLine(
  values: readonly (number | null)[],
  most: number,
  width: number,
  height: number,
): ChartLine {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points: ChartLine['points'] = [];
  let path = '';
  let open = false;
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(value)) {
      open = false;
      return;
    }
    const x = values.length > 1 ? index * step : width / 2;
    const share = most > 0 ? Math.min(1, Math.max(0, value / most)) : 0;
    const y = height - share * height;
    path += `${open ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    open = true;
    points.push({ x, y, value, index });
  });
  return { path, points };
}
