import type { HeadingForm } from './heading-form.js';
import { LAST_EN, NUMBER_EN, ordinal, ORDINAL_EN } from './ordinals.js';

const UNITS = 'chapter|chap\\.|ch\\.|letter|book|part|volume|vol\\.?|act|scene|canto|stave|episode|section';
const COUNTED = new RegExp(`^(${UNITS}) *(?:[-–—] *| +)(?:the +)?(${NUMBER_EN}|${LAST_EN})(.*)$`, 'i');
/** The second book, THIRD LETTER. */
const COUNTED_BEFORE = new RegExp(`^(?:the +)?(${ORDINAL_EN}|${LAST_EN}) +(${UNITS})(?![a-z])(.*)$`, 'i');
const SPECIAL =
  /^(?:the +|author[’']s +)?(?:prologue|epilogue|preface|foreword|introduction|afterword|interlude|postscript|conclusion|dedication|transcriber[’']s notes?|note to the reader|appendix(?: [a-z\d]{1,3})?)(?:[.:]?|[.:—–-]+ ?(.{0,50}))$/i;

/** Volume 1, Chapter 2: the inner one counts. */
const INNER = new RegExp(`^[\\s,;:.–—-]+(${UNITS}) +(?:the +)?(${NUMBER_EN})(?=$|[\\s.:)—–_*-])`, 'i');

/** In UTF-16 units: a title that goes on in the next line fills its own. */
const FULL = 45;

/** The form of a line as an English heading, or null. `alone`: blank lines stand before and after it. */
export function englishForm(line: string, alone: boolean, afterBlank: boolean): HeadingForm | null {
  const capitals = line === line.toUpperCase();
  if (SPECIAL.test(line)) return alone || capitals ? form('special', '', true, false) : null;
  const counted = COUNTED.exec(line);
  const before = counted ? null : COUNTED_BEFORE.exec(line);
  if (!counted && !before) return null;
  const [unit, number, rest = ''] = counted ? counted.slice(1) : [before![2], before![1], before![3]];
  const kind = kindOf(unit!);
  const inner = afterBlank ? INNER.exec(rest) : null;
  if (inner) return form(kindOf(inner[1]!), inner[2]!, true, false);
  const title = rest.replace(/^[\s.:)—–_*-]+/, '');
  if (title === '') return form(kind, number!, true, true);
  const apart = /^\s*[.:)—–-]/.test(rest);
  const isCut = /[,;]$/.test(title);
  const begins = /^[\p{Lu}\d“"‘'([]/u.test(title) || (apart && alone && !isCut);
  if (!afterBlank || !begins || (isCut && !(apart && line.length >= FULL))) return null;
  if (!apart && !capitals && (!alone || /[.:!?]$/.test(title))) return null;
  return form(kind, number!, apart || capitals, false);
}

function kindOf(unit: string): string {
  const word = unit.toLowerCase().replace('.', '');
  return word === 'chap' || word === 'ch' ? 'chapter' : word === 'vol' ? 'volume' : word;
}

function form(kind: string, number: string, clear: boolean, bare: boolean): HeadingForm {
  return { kind, ordinal: number === '' ? 0 : ordinal(number), clear, weak: false, bare };
}
