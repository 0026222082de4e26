import type { Passage } from './types.js';

export interface Located {
  /** The passage's number. */
  passage: number;
  /** Offsets within the passage. */
  start: number;
  end: number;
  /** The source's own characters. */
  quote: string;
  how: 'exact' | 'normalised' | 'fuzzy';
}

/** Letters and digits of a text, folded, each with the offset it came from. */
interface Folded {
  text: string;
  at: number[];
}

const WORD = /[\p{L}\p{N}]/u;
const HAN = /\p{Script=Han}/u;
const GRAM = 4;
/** Share of a quotation's characters that must be right. */
const LIKENESS = 0.85;

function fold(text: string): Folded {
  let folded = '';
  const at: number[] = [];
  for (let n = 0; n < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(n)!);
    if (WORD.test(char)) {
      for (const part of char.normalize('NFKC').toLowerCase()) {
        if (!WORD.test(part)) continue;
        folded += part;
        for (let k = 0; k < part.length; k++) at.push(n);
      }
    }
    n += char.length;
  }
  return { text: folded, at };
}

/**
 * Looks quotations up in a text: as they are, then by letters and digits alone, then with a few characters wrong
 * (bounded edit distance). What is invented, or joined from two places, is not found.
 *
 * @param passages with offsets in `text`
 * @returns a function of the quotation and of the number of the passage where it is said to stand
 */
export function makeLocator(
  text: string,
  passages: readonly Passage[],
): (quote: string, near?: number) => Located | null {
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const foldedPassages = new Map<number, Folded>();
  let grams: Map<string, number[]> | null = null;

  const foldedOf = (passage: Passage): Folded => {
    let folded = foldedPassages.get(passage.n);
    if (!folded) foldedPassages.set(passage.n, (folded = fold(text.slice(passage.start, passage.end))));
    return folded;
  };
  const gramIndex = (): Map<string, number[]> => {
    if (grams) return grams;
    grams = new Map();
    for (const [index, passage] of passages.entries()) {
      const { text: folded } = foldedOf(passage);
      const seen = new Set<string>();
      for (let at = 0; at + GRAM <= folded.length; at++) seen.add(folded.slice(at, at + GRAM));
      for (const gram of seen) {
        const list = grams.get(gram);
        if (list) list.push(index);
        else grams.set(gram, [index]);
      }
    }
    return grams;
  };
  const located = (passage: Passage, start: number, end: number, how: Located['how']): Located => ({
    passage: passage.n,
    start,
    end,
    quote: text.slice(passage.start + start, passage.start + end),
    how,
  });

  /** Passages that share the most grams with the quotation, the likeliest first. */
  const candidates = (folded: string, near?: Passage): Passage[] => {
    const hits = new Map<number, number>();
    const index = gramIndex();
    for (let at = 0; at + GRAM <= folded.length; at++) {
      const list = index.get(folded.slice(at, at + GRAM)) ?? [];
      if (list.length > 2000) continue;
      for (const passage of list) hits.set(passage, (hits.get(passage) ?? 0) + 1);
    }
    const best = [...hits]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 8)
      .map(([passage]) => passages[passage]!);
    return near ? [near, ...best.filter((passage) => passage !== near)] : best;
  };

  return (quote, near) => {
    const wanted = quote.trim();
    if (wanted === '') return null;
    const claimed = near === undefined ? undefined : byNumber.get(near);
    if (claimed) {
      const at = text.slice(claimed.start, claimed.end).indexOf(wanted);
      if (at >= 0) return located(claimed, at, at + wanted.length, 'exact');
    }
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
      const passage = passageAt(passages, from);
      if (passage && from + wanted.length <= passage.end) {
        return located(passage, from - passage.start, from - passage.start + wanted.length, 'exact');
      }
    }
    const { text: folded } = fold(wanted);
    const least = HAN.test(folded) ? 4 : 12;
    if (folded.length < least || folded.length > 4000) return null;
    const likely = candidates(folded, claimed);
    for (const passage of likely) {
      const own = foldedOf(passage);
      const at = own.text.indexOf(folded);
      if (at >= 0)
        return located(passage, own.at[at]!, endOf(own, at + folded.length, passage, text), 'normalised');
    }
    const allowed = Math.floor(folded.length * (1 - LIKENESS));
    if (allowed === 0) return null;
    for (const passage of likely) {
      const own = foldedOf(passage);
      const match = approximately(folded, own.text, allowed);
      if (match) return located(passage, own.at[match.start]!, endOf(own, match.end, passage, text), 'fuzzy');
    }
    return null;
  };
}

/** The offset in the passage after the folded character before `at`. */
function endOf(own: Folded, at: number, passage: Passage, text: string): number {
  const last = own.at[at - 1]!;
  return last + String.fromCodePoint(text.codePointAt(passage.start + last)!).length;
}

function passageAt(passages: readonly Passage[], offset: number): Passage | null {
  let low = 0;
  let high = passages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (passages[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  const found = passages[low];
  return found && found.start <= offset && offset < found.end ? found : null;
}

/** The stretch of a text with the fewest edits from a pattern (Sellers 1980), if they are few enough. */
function approximately(
  pattern: string,
  text: string,
  allowed: number,
): { start: number; end: number } | null {
  const rows = pattern.length + 1;
  let costs = Array.from({ length: rows }, (_, n) => n);
  let starts = Array.from({ length: rows }, () => 0);
  let best: { start: number; end: number; cost: number } | null = null;
  for (let column = 1; column <= text.length; column++) {
    const nextCosts = [0];
    const nextStarts = [column];
    for (let row = 1; row < rows; row++) {
      const replace = costs[row - 1]! + (pattern[row - 1] === text[column - 1] ? 0 : 1);
      const insert = costs[row]! + 1;
      const leave = nextCosts[row - 1]! + 1;
      const cost = Math.min(replace, insert, leave);
      nextCosts.push(cost);
      nextStarts.push(
        cost === replace ? starts[row - 1]! : cost === insert ? starts[row]! : nextStarts[row - 1]!,
      );
    }
    costs = nextCosts;
    starts = nextStarts;
    const cost = costs[rows - 1]!;
    if (cost <= allowed && (!best || cost < best.cost))
      best = { start: starts[rows - 1]!, end: column, cost };
  }
  return best && best.end > best.start ? best : null;
}
