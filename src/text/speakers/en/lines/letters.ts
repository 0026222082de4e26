import type { Passage } from '../../../types.js';

const GREETING =
  /^["“‘']?_?(?:(?:my|MY|My)\s+)?(?:(?:very|own|VERY|OWN)\s+)?(?:dear|dearest|Dear|Dearest|DEAR|DEAREST)\b[^"”.!?\n]{0,60}?(?:[,:;.]?\s*(?:--|—|_)|[,:;.!]?["”]?\s*(?:\[[^\]]*\],?)?$)/;
const SIGNED =
  /\b(?:[Yy]our['’]?s?|YOUR['’]?S?)\b[^.!?]{0,80}$|\b(?:affectionate|obedient|humble|faithful|sincere|devoted)(?:ly)?\b[^!?]{0,80}$|(?:\bAdieu|&c\b|\bGod bless you)[^!?]{0,60}$/;
const NAMED = /^["“‘']?_?\p{Lu}[\p{L}.]*(?:[\s,]+\p{Lu}[\p{L}.]*){0,3}[\s,]*_?["”’']?$/u;
const LETTER =
  /\b(?:letters?|notes?|billet|epistle|postscript|telegram|wrote|written|writes|paragraph|announcement|advertisement|inscription|direction)\b/;
/** `The letter ran as follows:` leads in to one that neither greets nor signs. */
const LED = /(?::|:?\s*--|:?\s*[—–]|\b(?:to this effect|as follows|in these words|ran thus)\s*[.:]?)\s*$/;
/** `Gracechurch-street, August 2.` stands above the greeting. */
const DATED =
  /^["“‘']?_?[^"”?!]{0,50}\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d{1,2}(?:st|nd|rd|th)|1[5-9]\d\d)\b[^"”?!]{0,30}["”]?$/;
const SAYS =
  /\b(?:sa(?:id|ys?)|saying|cried|exclaim(?:ed|ing)|answered|replied|asked|began|added)\b[^.;]{0,40}$/;
/** In UTF-16 units: the end of a passage that leads in. */
const LEAD = 160;
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
    if (!/["“‘']/.test(mark)) continue;
    const lead = i > 0 && passages[i - 1]!.section === passages[i]!.section ? of(i - 1).slice(-LEAD) : '';
    const led = LETTER.test(lead) && LED.test(lead) && !SAYS.test(lead);
    if (!GREETING.test(of(i))) {
      if (led) i = unsigned(i);
      continue;
    }
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
    if (end < 0) {
      if (led) i = unsigned(i);
      continue;
    }
    if (passages[end + 1] && NAMED.test(of(end + 1))) end++;
    if (i > 0 && of(i - 1).length <= SHORT && text[passages[i - 1]!.start] === mark && DATED.test(of(i - 1)))
      found.add(passages[i - 1]!.n);
    for (let k = i; k <= end; k++) found.add(passages[k]!.n);
    i = end;
  }
  return found;

  /** A letter that goes on as long as a paragraph leaves its mark open and the next opens anew. */
  function unsigned(first: number): number {
    let i = first;
    const goesOn = (n: number) =>
      !/["”’']\s*$/.test(of(n)) &&
      n - first < LONGEST &&
      passages[n + 1]?.section === passages[first]!.section;
    for (
      found.add(passages[i]!.n);
      goesOn(i) && text[passages[i + 1]!.start] === text[passages[first]!.start];
      i++
    )
      found.add(passages[i + 1]!.n);
    return i;
  }
}
