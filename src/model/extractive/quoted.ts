/** Marks of a quotation, and how each begins and ends; the straight one does both. */
const MARK = /[“”「」『』"＂]/g;
const OPENS = new Set('“「『');
const STRAIGHT = new Set('"＂');

/**
 * A text between one pair of quotation marks: its own become single, those around all of it are not doubled, and one whose
 * other half is cut off is left out.
 */
export function quoted(text: string): string {
  const pairs: [number, number][] = [];
  const open: number[] = [];
  for (const { index, 0: mark } of text.matchAll(MARK)) {
    const opens = STRAIGHT.has(mark) ? text[open.at(-1)!] !== mark : OPENS.has(mark);
    if (opens) open.push(index);
    else if (open.length) pairs.push([open.pop()!, index]);
  }
  const around = pairs.some(([from, to]) => from === 0 && to === text.length - 1);
  const written = new Map<number, string>();
  for (const { index } of text.matchAll(MARK)) written.set(index, '');
  for (const [from, to] of pairs) {
    if (around && from === 0) continue;
    written.set(from, '‘');
    written.set(to, '’');
  }
  return `“${text.replace(MARK, (mark, index: number) => written.get(index) ?? mark)}”`;
}
