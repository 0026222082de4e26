import chardet from 'chardet';
import { Problem } from '../../contracts/problem.js';
import { decodeSplice } from './splice.js';
import { controlShare, isControl, legibility, type Legibility } from './legible.js';
import { isInWords } from './in-words.js';
import { boundaryBefore, truncate } from './truncate.js';

export interface Decoded {
  text: string;
  /** A name that `TextDecoder` knows: 'utf-8', 'gb18030', 'big5', 'utf-16le' … */
  encoding: string;
  /** The encoding is a guess, or some bytes did not fit it: a person should look at the text. */
  doubtful: boolean;
  /** Bytes that are no text and were left out: zeros in what is not UTF-16. */
  leftOut?: number;
}

/** In bytes. */
const SAMPLE = 64 * 1024;
/** A guess from fewer characters outside ASCII is luck. */
const TELLING = 20;
/** Of these a few are enough where they are rare: a European text has few such characters. */
const TELLING_LATIN = 3;
/** Of all bytes: so many zeros are damage, and more are no text, or UTF-16. */
const MOST_ZEROS = 0.002;
/** In a short text a few more are no sign of anything else. */
const FEW_ZEROS = 4;
/** In characters. */
const PREVIEW = 200;

/**
 * Decodes a text file.
 * @param encoding one that a person chose of `candidates`; without it, it is found out
 * @throws Problem `file_not_text` when the bytes are no text in that encoding, or in any known here
 */
export function decode(bytes: Uint8Array, encoding?: string): Decoded {
  const whole = byMark(bytes)?.startsWith('utf-16') ? bytes : withoutZeros(bytes, encoding);
  const decoded = decodeWhole(whole, encoding);
  return whole === bytes ? decoded : { ...decoded, leftOut: bytes.length - whole.length };
}

/** A few zeros come of a broken disk or a bad copy. */
function withoutZeros(bytes: Uint8Array, encoding: string | undefined): Uint8Array {
  if (!bytes.includes(0) || (encoding === undefined ? isWide(bytes) : WIDE.includes(encoding))) return bytes;
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros++;
  return zeros <= Math.max(FEW_ZEROS, MOST_ZEROS * bytes.length) && bytes.length > 20 * zeros + 20
    ? bytes.filter((byte) => byte !== 0)
    : bytes;
}

function decodeWhole(bytes: Uint8Array, encoding?: string): Decoded {
  if (encoding !== undefined) {
    if (!isKnown(encoding)) refuse();
    const text = decodeIn(encoding, bytes.subarray(WIDE_OR_EAST.has(encoding) ? skipOf(encoding, bytes) : 0));
    refuseUnlessText(text);
    return { text, encoding, doubtful: false };
  }
  const marked = byMark(bytes);
  const wide = marked?.startsWith('utf-16') ?? false;
  if (!wide && bytes.length > 2 * SAMPLE && controlShare(bytes) > 0.1 && !seemsWide(bytes)) refuse();
  if (marked) {
    refuseUnlessText(decodeIn(marked, bytes.subarray(0, SAMPLE)));
    return checked(decodeIn(marked, bytes), marked, false);
  }
  const utf8 = asUtf8(bytes);
  if (utf8 === null || utf8.damaged) {
    const spliced = decodeSplice(
      bytes,
      (part) => guesses(part).find((guess) => !isNoise(guess))?.encoding ?? null,
    );
    if (spliced !== null) return checked(spliced, 'utf-8', false);
  }
  if (utf8 !== null) {
    const isLucky = isLuckyUtf8(utf8.text, bytes) && !isInWords(utf8.text);
    return checked(utf8.text, 'utf-8', utf8.damaged || isLucky);
  }
  const [best, ...others] = guesses(bytes).filter((guess) => !isNoise(guess));
  if (!best) refuse();
  const second = others.find(({ read }) => read !== best.read);
  const isLatin = best.encoding.startsWith('windows') && best.encoding !== CYRILLIC && best.sparse;
  const lucky = best.telling < (isLatin ? TELLING_LATIN : TELLING);
  const close = second !== undefined && best.mean - second.mean < 0.12;
  const doubtful = lucky || close || best.skip > 0 || best.mean < 0.15 || best.unsure;
  const text = decodeIn(best.encoding, bytes.subarray(best.skip));
  return checked(text, best.encoding, doubtful && !(isLatin && isInWords(text, true)));
}

/**
 * What a file of text may be encoded in, best first, each with its first characters read in that encoding: for a person
 * to choose from where `decode` is doubtful. Encodings that give the same characters are one. None when it is no text.
 * @param shown what a person is shown of a text, where it is markup
 */
export function candidates(
  bytes: Uint8Array,
  shown: (text: string) => string = (text) => text,
): { encoding: string; preview: string }[] {
  const marked = byMark(bytes);
  const utf8 = marked ? null : asUtf8(bytes.subarray(0, 4 * SAMPLE));
  const sure = marked ?? (utf8 && 'utf-8');
  const guessed = guesses(bytes).filter((guess) => !isNoise(guess));
  const encodings = [...(sure ? [sure] : []), ...guessed.map(({ encoding }) => encoding)];
  const sample = sampleOf(bytes);
  const seen = new Set<string>();
  const found: { encoding: string; preview: string }[] = [];
  for (const encoding of new Set(encodings)) {
    const skip = guessed.find((guess) => guess.encoding === encoding)?.skip ?? 0;
    const preview = readable(shown(decodeIn(encoding, sample.subarray(skip))));
    if (preview === '' || seen.has(preview)) continue;
    seen.add(preview);
    found.push({ encoding, preview });
  }
  return found;
}

function byMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return null;
}

/** UTF-8 without a fault, cut at its ends, or with so few faults that they are damage: others hardly ever look like it. */
function asUtf8(bytes: Uint8Array): { text: string; damaged: boolean } | null {
  if (bytes.subarray(0, SAMPLE).includes(0)) return null; // perhaps UTF-16
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), damaged: false };
  } catch {
    const whole = decodeIn('utf-8', sampleOf(bytes));
    const beyondAscii = whole.match(/[^\0-\x7F\uFFFD]/g)?.length ?? 0;
    const faults = faultsOf(trimmed(whole));
    // Nothing else looks like a character of three bytes again and again: a few words with marks of quotation.
    const long = whole.match(/[\u0800-\uFFFC]/g)?.length ?? 0;
    const isDamaged = (faults * 20 < beyondAscii || faults * 6 <= long) && faultsOf(whole) * 2 < beyondAscii;
    return isDamaged ? { text: decodeIn('utf-8', bytes), damaged: true } : null;
  }
}

const faultsOf = (text: string) => text.match(/\uFFFD/g)?.length ?? 0;

/** A few characters of two bytes may be one of an older encoding each: 猫 in GBK is è in UTF-8. */
function isLuckyUtf8(text: string, bytes: Uint8Array): boolean {
  if (!/^[\0-\x7F]*(?:[\x80-\u07FF][\0-\x7F]*){1,3}$/.test(text)) return false;
  const [best] = guesses(bytes);
  return best !== undefined && best.mean > legibility(text).mean;
}

/** Without what is left of a character that was cut, at either end. */
const trimmed = (text: string) => text.replace(/^\uFFFD{1,3}|\uFFFD{1,3}$/g, '');

interface Guess extends Legibility {
  encoding: string;
  /** What it gives of the sample. */
  read: string;
  /** Bytes at the start that are the end of a character which was cut. */
  skip: 0 | 1;
  /** The share of bytes beyond ASCII is so small that the rest is text whatever they are. */
  sparse: boolean;
  unsure: boolean;
}

const WIDE = ['utf-16le', 'utf-16be'];
/** Others of one byte are told by the letters that a library has learnt. */
const CYRILLIC = 'windows-1251';
const BYTE_WISE = ['windows-1252', CYRILLIC, 'koi8-u'];
const WIDE_OR_EAST = new Set([...WIDE, 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']);

/** The encodings that the bytes may be in, the most legible first. */
function guesses(bytes: Uint8Array): Guess[] {
  const sample = sampleOf(bytes);
  if (sample.length === 0) return [];
  const known = [
    ...[...WIDE_OR_EAST].map((encoding) => guess(encoding, sample, skipOf(encoding, bytes))),
    ...BYTE_WISE.map((encoding) => guess(encoding, sample, 0)),
  ].filter(({ bad, telling }) => bad <= 0.005 || bad * telling <= 2 || telling < TELLING);
  known.sort((a, b) => b.mean - a.mean);
  if (known[0] && known[0].mean >= 0.15) return known;
  // Rarer ones: Cyrillic, Greek, Hebrew … by the frequencies that a library has learnt.
  const others = chardet
    .analyse(sample)
    .filter(({ name }) => !name.startsWith('UTF-') && name !== 'ASCII')
    .flatMap(({ name, confidence }): Guess[] => {
      const found = rarer(name, sample);
      return found && !known.some(({ encoding }) => encoding === found.encoding)
        ? [{ ...found, unsure: confidence < 50 }]
        : [];
    });
  return [...others.filter(({ unsure }) => !unsure), ...known, ...others.filter(({ unsure }) => unsure)];
}

function rarer(name: string, sample: Uint8Array): Guess | null {
  if (!isKnown(name)) return null;
  const found = guess(new TextDecoder(name).encoding, sample, 0);
  return found.bad <= 0.005 ? found : null;
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== '';
  } catch {
    return false;
  }
}

function guess(encoding: string, sample: Uint8Array, skip: 0 | 1): Guess {
  const text = trimmed(decodeIn(encoding, sample.subarray(skip)));
  const weighed = legibility(text, encoding);
  const sparse = weighed.telling < 0.1 * text.length;
  // In UTF-16 even a Latin letter tells, by the zero beside it.
  const telling = WIDE.includes(encoding) ? text.length : weighed.telling;
  return { ...weighed, telling, encoding, read: text, skip, sparse, unsure: false };
}

/** Whether the first byte is the end of a character that was cut: the first words read better without it. */
function skipOf(encoding: string, bytes: Uint8Array): 0 | 1 {
  const length = WIDE.includes(encoding) ? 100 : 40; // the others find their way again within a clause
  const head = bytes.subarray(0, length);
  const [whole, cut] = [decodeIn(encoding, head), decodeIn(encoding, head.subarray(1))];
  // a few words tell nothing; and where all that follows is the same either way, the first character is a rare one
  const rest = whole.slice(1);
  const isWhole = bytes.length < length || cut === rest || cut.slice(1) === rest;
  if (isWhole && !whole.startsWith('\uFFFD')) return 0;
  return guess(encoding, head, 1).mean > guess(encoding, head, 0).mean + 0.15 ? 1 : 0;
}

const isNoise = ({ mean, telling, sparse, bad }: Guess) =>
  bad > 0.05 || (mean < -0.1 && telling >= TELLING && !sparse);

/** The start, or, when that is all ASCII, what begins with the first line that is not. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, SAMPLE);
  if (bytes.length <= SAMPLE || head.some((byte) => byte >= 0x80 || byte === 0)) return head;
  const first = bytes.findIndex((byte) => byte >= 0x80);
  if (first < 0) return head;
  const line = bytes.lastIndexOf(0x0a, first) + 1; // never inside a character of many bytes
  const from = first - line < SAMPLE / 2 ? line : first;
  return bytes.subarray(from, from + SAMPLE);
}

function decodeIn(encoding: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder(encoding);
  // In two steps, because in one Node 20 takes windows-1252 for Latin-1 and loses its quotation marks.
  return decoder.decode(bytes, { stream: true }) + decoder.decode();
}

function checked(text: string, encoding: string, doubtful: boolean): Decoded {
  refuseUnlessText(text);
  // Private characters stand where an encoding has signs of its own that Unicode is not told of.
  return { text, encoding, doubtful: doubtful || /[\uE000-\uF8FF\uFFFD]/.test(text) };
}

/** Whether a text without a mark reads best in UTF-16. */
function isWide(bytes: Uint8Array): boolean {
  const best = guesses(bytes).find((one) => !isNoise(one));
  return best !== undefined && WIDE.includes(best.encoding) && best.mean >= 0.15;
}

/** Half of UTF-16's bytes may look like controls: a file that reads well so is left to be decoded. */
function seemsWide(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  return WIDE.some((encoding) => {
    const { mean, bad } = guess(encoding, sample, 0);
    return mean >= 0 && bad <= 0.005;
  });
}

function refuseUnlessText(whole: string): void {
  const text = trimmed(whole);
  let bad = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd || isControl(unit)) bad++;
  }
  if (bad > 2 && bad > 0.005 * text.length) refuse();
}

function refuse(): never {
  throw new Problem(
    'file_not_text',
    'This file does not read as text. Send a text, EPUB, DOCX, PDF or HTML file; if it is a text in a rare encoding, save it as UTF-8 first.',
  );
}

/** The first characters, or those around the first beyond ASCII, without what cannot be read and on one line. */
function readable(text: string): string {
  const telling = text.search(/[^\0-\x7F]/);
  const from = telling < PREVIEW / 2 ? 0 : text.lastIndexOf(' ', telling - PREVIEW / 4) + 1;
  const shown = text
    .slice(from, boundaryBefore(text, from + 4 * PREVIEW))
    .toWellFormed()
    .replace(/[\0-\x1F\x7F-\x9F\uFFFD\s]+/g, ' ')
    .trim();
  return truncate(shown, PREVIEW);
}
