/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Three digits that matter. */
export function short(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export const megabytes = (bytes) => `${short(bytes / 1e6)} MB`;
export const milliseconds = (value) => `${short(value)} ms`;

/**
 * @param {{ title: string, limit: string, cases: ({ name: string, measured: string, limit: string, ratio: string, target?: string } | { name: string, skipped: string })[] }[]} rows
 */
export function printTable(rows) {
  const heads = ['', 'ratio', 'target', 'measured', 'limit'];
  const lines = rows.map(({ cases }) =>
    cases.map((one) =>
      'skipped' in one
        ? [`  ${one.name}`, one.skipped]
        : [`  ${one.name}`, one.ratio, one.target ?? '–', one.measured, one.limit],
    ),
  );
  const full = lines.flat().filter((line) => line.length === heads.length);
  const widths = heads.map((head, i) => Math.max(...[heads, ...full].map((line) => line[i].length)));
  const print = (line) =>
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    );
  print(heads);
  rows.forEach(({ title, limit }, i) => {
    console.log(`${title}, against ${limit}`);
    lines[i].forEach(print);
  });
}
