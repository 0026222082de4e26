/** How many words, or characters where none are told apart, names are looked up by: a text may have thousands. */
const KEY = 3;

/**
 * Finds names in texts: at each place the longest, any run of blanks for a blank, and none within another.
 *
 * @param isSpaced whether names stand between words: one that goes on is another's, or a street's
 */
export function namesIn(names: readonly string[], isSpaced: boolean): (text: string) => string[] {
  const unit = isSpaced ? /\p{L}+|[^\p{L}\s]/gu : /\S/gu;
  const keyOf = (units: readonly string[]) => units.join(' ');
  const keyed = new Map<string, string[]>();
  const begins = new Set<string>();
  for (const name of names) {
    const units = (name.match(unit) ?? []).slice(0, KEY);
    if (!units.length) continue;
    begins.add(units[0]!);
    const key = keyOf(units);
    const some = keyed.get(key);
    if (some) some.push(name);
    else keyed.set(key, [name]);
  }
  for (const some of keyed.values()) some.sort((a, b) => b.length - a.length);
  return (text) => {
    const units = [...text.matchAll(unit)];
    const found: string[] = [];
    let from = 0;
    units.forEach(({ 0: first, index }, n) => {
      if (index < from || !begins.has(first)) return;
      // Whoever has more words is longer.
      for (let length = KEY; length > 0; length--) {
        for (const name of keyed.get(keyOf(units.slice(n, n + length).map(([one]) => one))) ?? []) {
          const end = endOf(name, text, index);
          if (end === null || (isSpaced && !isWhole(text, index, end))) continue;
          found.push(text.slice(index, end));
          from = end;
          return;
        }
      }
    });
    return found;
  };
}

/** Where a name ends that begins at a place; null where another word stands there. */
function endOf(name: string, text: string, at: number): number | null {
  let end = at;
  for (const char of name) {
    if (char === ' ') {
      const begun = end;
      while (BLANK.test(text[end] ?? '')) end++;
      if (end === begun) return null;
    } else {
      if (!text.startsWith(char, end)) return null;
      end += char.length;
    }
  }
  return end;
}

const BLANK = /\s/;
const BEGINS = /(?<!\p{L})/uy;
const ENDS = /(?!\p{L}|\s+\p{Lu}\p{Ll})/uy;

function isWhole(text: string, start: number, end: number): boolean {
  BEGINS.lastIndex = start;
  ENDS.lastIndex = end;
  return BEGINS.test(text) && ENDS.test(text);
}
