import { simplifiedCharacter } from '../search/script-zh.js';
import type { TextSpan } from '../structure/passages.js';

/** What is left of a text when only letters and digits count: small, of one width, in the simplified script. */
export interface Folded {
  /** UTF-16 units; between two spans stands a SEAM. */
  units: Uint16Array;
  /** Where each unit came from: the offset of its character in the text. */
  at: Int32Array;
  /** Where each span begins in `units`, and at last where all end. */
  begins: Int32Array;
}

/** No letter, so that nothing which is looked for holds it. */
export const SEAM = 0;

const WORD = /[\p{L}\p{N}]/u;

/** A character's folded form as one unit, or one of these. */
const UNKNOWN = 0;
const DROPPED = 1;
const LONGER = 2;
const known = new Uint16Array(0x10000);

function foldedCharacter(char: string): string {
  if (!WORD.test(char)) return '';
  let folded = '';
  for (const part of char.normalize('NFKC').toLowerCase())
    if (WORD.test(part)) folded += simplifiedCharacter(part);
  return folded;
}

/** Character for character, whatever stands beside it: a stretch of a text folds to a stretch of the folded text. */
export function fold(text: string, spans: readonly TextSpan[] = [{ start: 0, end: text.length }]): Folded {
  let units = new Uint16Array(text.length + spans.length);
  let at = new Int32Array(units.length);
  const begins = new Int32Array(spans.length + 1);
  let length = 0;
  const add = (unit: number, from: number) => {
    if (length === units.length) {
      const [moreUnits, moreAt] = [new Uint16Array(length * 2), new Int32Array(length * 2)];
      moreUnits.set(units);
      moreAt.set(at);
      [units, at] = [moreUnits, moreAt];
    }
    units[length] = unit;
    at[length++] = from;
  };
  for (const [i, { start, end }] of spans.entries()) {
    if (i > 0) add(SEAM, start);
    begins[i] = length;
    for (let n = start; n < end;) {
      const code = text.charCodeAt(n);
      let form = known[code]!;
      if (form > LONGER) add(form, n++);
      else if (form === DROPPED) n++;
      else {
        const char = String.fromCodePoint(text.codePointAt(n)!);
        const folded = foldedCharacter(char);
        for (let k = 0; k < folded.length; k++) add(folded.charCodeAt(k), n);
        if (char.length === 1 && form === UNKNOWN) {
          form = folded === '' ? DROPPED : folded.length === 1 ? folded.charCodeAt(0) : LONGER;
          // Half of a pair means nothing by itself.
          known[code] = code >= 0xd800 && code < 0xe000 ? UNKNOWN : form;
        }
        n += char.length;
      }
    }
  }
  begins[spans.length] = length;
  return { units: units.slice(0, length), at: at.slice(0, length), begins };
}
