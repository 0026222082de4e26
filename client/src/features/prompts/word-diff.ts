/** A stretch of two texts that is in both, or in one of them alone. */
export interface DiffPart {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Of two stretches, so many pairs of words are compared; larger ones are told as replaced whole. */
const MOST_PAIRS = 4_000_000;

/** Words with the blanks behind them, each Han character and each mark by itself. */
const WORD =
  /\{\{[^{}]*\}\}|[\p{L}\p{N}_](?<!\p{Script=Han})(?:(?!\p{Script=Han})[\p{L}\p{N}_’'-])*|\s+|./gsu;

/** What has to be added to a text and removed from it to have another, word by word. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const a = before.match(WORD) ?? [];
  const b = after.match(WORD) ?? [];
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < a.length - from && end < b.length - from && a.at(-1 - end) === b.at(-1 - end)) end++;
  const parts: DiffPart[] = [];
  const tell = (kind: DiffPart['kind'], text: string) => {
    if (text === '') return;
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  tell('same', a.slice(0, from).join(''));
  between(a.slice(from, a.length - end), b.slice(from, b.length - end), tell);
  tell('same', a.slice(a.length - end).join(''));
  return parts;
}

/** Along the longest row of words that both have. */
function between(
  a: readonly string[],
  b: readonly string[],
  tell: (kind: DiffPart['kind'], text: string) => void,
): void {
  if (a.length * b.length > MOST_PAIRS || !a.length || !b.length) {
    tell('removed', a.join(''));
    tell('added', b.join(''));
    return;
  }
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      tell('same', a[i]!);
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) tell('removed', a[i++]!);
    else tell('added', b[j++]!);
  }
  tell('removed', a.slice(i).join(''));
  tell('added', b.slice(j).join(''));
}
