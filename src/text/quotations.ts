import type { Passage } from './types.js';

/** Something between quotation marks: `start` and `end` take the marks in. Offsets in the whole text. */
export interface Quoted {
  start: number;
  end: number;
  /** The passage's number. */
  passage: number;
  text: string;
}

const PAIRS: Record<string, string> = { '“': '”', '「': '」', '『': '』', '"': '"', '〝': '〞' };

/**
 * What stands between quotation marks, passage by passage. A speech that goes on in the next paragraph leaves its
 * passage open and is taken to the passage's end. Marks within a speech belong to it. A novel that has no double marks
 * but single ones is read by those.
 */
export function findQuotations(text: string, passages: readonly Passage[]): Quoted[] {
  const single = !/[“「『"]/.test(text) && /(?:^|\s)‘/.test(text);
  const found: Quoted[] = [];
  for (const passage of passages) {
    const end = passage.end;
    for (let at = passage.start; at < end; at++) {
      const opening = text[at]!;
      const closing = single
        ? opening === '‘' && !isLetter(text[at - 1])
          ? '’'
          : undefined
        : PAIRS[opening];
      if (closing === undefined) continue;
      const close = closeOf(text, at + 1, end, opening, closing);
      if (close > at + 1)
        found.push({
          start: at,
          end: Math.min(close + 1, end),
          passage: passage.n,
          text: text.slice(at + 1, close).trim(),
        });
      at = close;
    }
  }
  return found.filter((quoted) => quoted.text !== '');
}

function closeOf(text: string, from: number, end: number, opening: string, closing: string): number {
  let depth = 1;
  for (let at = from; at < end; at++) {
    const char = text[at]!;
    if (char === closing && !(closing === '’' && isLetter(text[at + 1]))) {
      if (--depth === 0) return at;
    } else if (char === opening && opening !== closing) depth++;
  }
  return end;
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /\p{L}/u.test(char);
}
