import type { Passage } from './types.js';

const GREETING =
  /^["“‘']?_?(?:(?:my|MY|My)\s+)?(?:(?:very|own|VERY|OWN)\s+)?(?:dear|dearest|Dear|Dearest|DEAR|DEAREST)\b[^"”.!?\n]{0,60}?(?:[,:;.]?\s*(?:--|—|_)|[,:;.!]?["”]?\s*(?:\[[^\]]*\],?)?$)/;
const SIGNED =
  /\b(?:[Yy]ours?|YOURS?)\b[^.!?]{0,80}$|\b(?:affectionate|obedient|humble|faithful|sincere|devoted)(?:ly)?\b[^!?]{0,80}$|\b(?:Adieu|&c\.?|God bless you)[^!?]{0,60}$/;
const NAMED = /^["“‘']?_?(?:\p{Lu}[\p{L}.]*[\s,]*){1,4}_?["”’']?$/u;
/** In passages. */
const LONGEST = 60;
/** In UTF-16 units: a signature by itself. */
const SHORT = 60;

/**
 * Passages of letters that stand in marks, greeting to signature: what was written is not what whoever holds it says.
 * Such a letter opens every paragraph anew.
 */
export function letterPassages(text: string, passages: readonly Passage[]): Set<number> {
  const found = new Set<number>();
  const of = (i: number) => text.slice(passages[i]!.start, passages[i]!.end);
  for (let i = 0; i < passages.length; i++) {
    const mark = text[passages[i]!.start]!;
    if (!/["“‘']/.test(mark) || !GREETING.test(of(i))) continue;
    let end = -1;
    for (let k = i; k < Math.min(i + LONGEST, passages.length); k++) {
      const short = of(k).length <= SHORT && SIGNED.test(of(k));
      if ((text[passages[k]!.start] !== mark && !short) || passages[k]!.section !== passages[i]!.section)
        break;
      if (short || SIGNED.test(of(k).replace(/["”’'_\s]+$/, ''))) {
        end = k;
        break;
      }
    }
    if (end < 0) continue;
    if (passages[end + 1] && NAMED.test(of(end + 1))) end++;
    for (let k = i; k <= end; k++) found.add(passages[k]!.n);
    i = end;
  }
  return found;
}
