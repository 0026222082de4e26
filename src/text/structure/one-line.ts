/**
 * A text in one line: each break, with the blanks and breaks around it, becomes what stands between lines. Time is
 * linear in its length, which an expression such as `\s*\n\s*` is not where blanks are many.
 */
export function inOneLine(text: string, between = ' '): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines
    .map((line, n) => (n === 0 ? line.trimEnd() : n === last ? line.trimStart() : line.trim()))
    .filter((line, n) => line !== '' || n === 0 || n === last)
    .join(between);
}
