import { simplifiedCharacter } from '../search/script-zh.js';

/** A text in the form in which words are looked for, however they are dressed up. */
export interface Plain {
  text: string;
  /** Where each unit of `text` came from: an offset in what was folded; one more for the end. */
  at: Int32Array;
}

/**
 * Letters of other alphabets and shapes by the Latin ones that they look like. The same letter always becomes the same
 * one, so that words of every language, folded too, are still found: Russian by Russian ones.
 */
const LATIN: Record<string, string> = {
  a: 'аАαΑɑᴀᗩᎪꓮᏗค',
  b: 'вВβΒʙЬьƄɓƀᗷᏴᏰᏏꓐᛒ๒',
  c: 'сСϲᴄⅽ¢ςȼᑕᏟᏨᏣꓚፈ',
  d: 'ԁᴅđĐɗ∂ᗪᎠᏎᏧꓓᎴ๔',
  e: 'еЕєЄεΕᴇɛ℮әɇᎬᏋꓰ',
  f: 'ꜰƒϝŦᖴᎦꓝᚠ',
  g: 'ɡɢԍցՑɠǥᘜᏀᏳᎶꓖ',
  h: 'нНΗһҺʜհћħɦђᕼᎻᏂᏲꓧᚺ',
  i: 'іІιΙɪıӏӀլןɨɩᎥᏆᛁꓲเ',
  j: 'јЈϳᴊȷɉנᒍᎫᏠᏓꓙ',
  k: 'кКκΚᴋƙꝁᏦꓗᛕ',
  l: 'ʟłŁɭᒪᏞᏝꓡᛚԼ',
  m: 'мМΜᴍɱᗰᎷꓟᛖᛗ๓',
  n: 'ηΝɴиИпПոռŋɲꞥᑎᏁꓠภ',
  o: 'оОοΟσΣօᴏөøØɵᎧꓳᛟ๏Ꮻ',
  p: 'рРρΡᴘƥᵽᑭᏢᎮꓑᚹק',
  q: 'ԛգզꝗᑫᎤ',
  r: 'ʀяЯгГɍɾᖇᎡᏒꓣᚱ',
  s: 'ѕЅՏꜱʂꞩᔕᏕᏚꓢᛋร',
  t: 'тТτΤᴛŧƭᎢᏖꓔᛏՇ',
  u: 'υսᴜʉᑌᏬꓴᚢยՍ',
  v: 'νѵѴᴠʋꝟᐯᏙᏉꓦש',
  w: 'ԝωᴡшШաѡⱳᗯᎳᏔᏇꓪฬ',
  x: 'хХχΧ×᙭ꓫጀאᚷ',
  y: 'уУγΥүҮʏɏƴᎩᎽꓬᛉץ',
  z: 'ζΖᴢƶʐᘔᏃꓜፚչ',
  ss: 'ß',
  ae: 'æÆ',
  oe: 'œŒ',
};
/** Signs of scripts whose letters stand among ours. */
const SIGNS: Record<string, string> = { ',': '،', ';': '؛', '?': '؟;', '.': '।۔' };
const ALIKE = new Map(
  Object.entries({ ...LATIN, ...SIGNS }).flatMap(([to, from]) =>
    [...from].map((char) => [char, to] as const),
  ),
);
// The small letters of Cherokee are the capitals, smaller.
for (const [char, to] of [...ALIKE]) if (/[\u13A0-\u13EF]/.test(char)) ALIKE.set(char.toLowerCase(), to);

/** Signs that stand for letters, where they stand beside one. */
const INSTEAD: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** A character's form as one unit, or one of these. */
const UNKNOWN = 0;
const DROPPED = 1;
const LONGER = 2;
const forms = new Uint16Array(0x10000);
const longer = new Map<string, string>();

/** Faster than String.fromCharCode, and what it cannot read is one unit, too. */
const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true });

const NEWLINE = 10;
const BLANK = 32;
const DOT = 46;
const EXCLAMATION = 33;

/** What a folded unit is, and, of a sign that stands for a letter, which. */
const OTHER = 0;
const LATIN_LETTER = 1;
const LETTER = 2;
const EAST = 3;
const SIGN = 4;
const KINDS = Uint8Array.from({ length: 0x10000 }, (_, unit) => {
  if (unit >= 97 && unit <= 122) return LATIN_LETTER;
  if ((unit >= 0x3040 && unit < 0xa000) || (unit >= 0xe00 && unit < 0xe80)) return EAST;
  if ((unit >= 0x370 && unit < 0x2000) || (unit >= 0xac00 && unit < 0xd7b0)) return LETTER;
  return INSTEAD[String.fromCharCode(unit)] ? SIGN : OTHER;
});
const isLetter = (unit: number): boolean => KINDS[unit]! >= LATIN_LETTER && KINDS[unit]! <= EAST;
const isLatin = (unit: number): boolean => KINDS[unit] === LATIN_LETTER;

/** One character folded, whatever stands beside it. */
function formOf(char: string): string {
  const code = char.codePointAt(0)!;
  // Letters in the boxes and circles of the emoji blocks.
  if (code >= 0x1f150 && code <= 0x1f189) return formOf(String.fromCharCode(97 + ((code - 0x1f150) % 32)));
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return formOf(String.fromCharCode(97 + code - 0x1f1e6));
  // Nobody sees tags and what stands beside them.
  if (code >= 0xe0000 && code <= 0xe0fff) return '';
  if (/[\p{M}\p{Cf}\u115F\u1160\u3164\uFFA0]/u.test(char)) return '';
  // A syllable of Hangul is composed again: it is looked for as it is written.
  const bare = ALIKE.get(char) ?? char.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');
  return [...bare.toLowerCase()]
    .map((part) => (/\s/.test(part) && part !== '\n' ? ' ' : simplifiedCharacter(ALIKE.get(part) ?? part)))
    .join('');
}

/**
 * Folds a text: one case, no accents, no invisible characters, look-alike letters and digits as Latin letters, the
 * simplified script. Letters that are spaced out (`i g n o r e`, `A.I.`) are brought together.
 */
export function plain(text: string): Plain {
  let units = new Uint16Array(text.length + 64);
  let at = new Int32Array(units.length + 1);
  let length = 0;
  for (let n = 0; n < text.length;) {
    const code = text.charCodeAt(n);
    const form = forms[code]!;
    if (form === DROPPED) n++;
    else if (form > LONGER && length < units.length) {
      units[length] = form;
      at[length++] = n++;
    } else {
      const char = String.fromCodePoint(text.codePointAt(n)!);
      const folded = longer.get(char) ?? formOf(char);
      if (length + folded.length > units.length) {
        [units, at] = [grown(units, Uint16Array), grown(at, Int32Array)];
      }
      for (let k = 0; k < folded.length; k++, length++) {
        units[length] = folded.charCodeAt(k);
        at[length] = n;
      }
      // Half of a pair means nothing by itself.
      if (char.length === 1 && form === UNKNOWN && (code < 0xd800 || code >= 0xe000)) {
        forms[code] = folded === '' ? DROPPED : folded.length === 1 ? folded.charCodeAt(0) : LONGER;
        if (forms[code] === LONGER) longer.set(char, folded);
      }
      n += char.length;
    }
  }
  length = bringTogether(units, at, length);
  at[length] = text.length;
  return { text: UTF16.decode(units.subarray(0, length)), at };
}

/** Digits among letters become letters, and letters in a row with one sign between each a word; in place. */
function bringTogether(units: Uint16Array, at: Int32Array, length: number): number {
  let to = 0;
  let before = 0;
  const isDot = (n: number) => n < length && units[n] === DOT;
  for (let n = 0; n < length; n++) {
    let unit = units[n]!;
    const kind = KINDS[unit]!;
    const next = n + 1 < length ? units[n + 1]! : 0;
    if (unit === BLANK && KINDS[before] === EAST && KINDS[next] === EAST) continue;
    if (kind === SIGN && (isLatin(next) || (isLatin(before) && unit !== EXCLAMATION))) {
      unit = INSTEAD[String.fromCharCode(unit)]!.charCodeAt(0);
    } else if (kind !== OTHER && kind !== SIGN && !isLetter(next) && !isLetter(before)) {
      let letters = 1;
      for (let last = n; isApart(units, last, length); last += 2) letters++;
      // Two are initials, unless a dot stands between; three may be words of one letter.
      if (letters > 3 || (letters > 1 && next === DOT)) {
        for (let k = 0; k < letters; k++, n += 2, to++) {
          units[to] = before = units[n]!;
          at[to] = at[n]!;
        }
        n--;
        n--;
        // "i.g.n.o.r.e. a.l.l.": no sentence ends between words that are dotted throughout.
        if (isDot(n + 1) && units[n + 2] === BLANK && isLetter(units[n + 3]!) && isDot(n + 4)) n++;
        continue;
      }
    }
    units[to] = before = unit;
    at[to++] = at[n]!;
  }
  return to;
}

/** Whether another single letter follows one, with one sign between. */
function isApart(units: Uint16Array, n: number, length: number): boolean {
  return (
    n + 2 < length &&
    units[n + 1] !== NEWLINE &&
    !isLetter(units[n + 1]!) &&
    isLetter(units[n + 2]!) &&
    !(n + 3 < length && isLetter(units[n + 3]!))
  );
}

/** With more room. */
function grown<List extends Uint16Array | Int32Array>(list: List, kind: new (length: number) => List): List {
  const more = new kind(list.length * 2 + 64);
  more.set(list);
  return more;
}
