/** Lines one after another, and before the first of each day the date. @param head how a date stands on its line */
export function datedLines(
  lines: Iterable<{ label: string; line: string }>,
  head: (label: string) => string,
): string {
  const out: string[] = [];
  let last = '';
  for (const { label, line } of lines) {
    if (label && label !== last) out.push(head(label));
    last = label;
    out.push(line);
  }
  return out.join('\n');
}
