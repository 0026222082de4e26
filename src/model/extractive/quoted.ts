/** Marks of a quotation, and how each begins and ends; the straight one does both. */
const MARK = /[“”「」『』"＂]/g;
const OPENS = new Set('“「『');
const STRAIGHT = new Set('"＂');
/** Many a Chinese text ends what it quotes with the mark that begins it: 她说：“等等。“ */
const BEFORE_END = /[。！？，．…]/;

/**
 * A text between one pair of quotation marks: its own become single, those around all of it are not doubled, and one whose
 * other half is cut off is left out.
 */
export function quoted(text: string): string {
  const pairs: [number, number][] = [];
  const open: number[] = [];
  for (const { index, 0: mark } of text.matchAll(MARK)) {
    const within = text[open.at(-1)!] === mark;
    const opens = STRAIGHT.has(mark)
      ? !within
      : OPENS.has(mark) && !(within && BEFORE_END.test(text[index - 1]!));
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
