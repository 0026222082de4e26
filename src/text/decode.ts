import chardet from 'chardet';
import { Problem } from '../problem.js';

export interface Decoded {
  text: string;
  /** A name that `TextDecoder` knows: 'utf-8', 'gb18030', 'big5', 'utf-16le' … */
  encoding: string;
  /** The encoding is a guess, or some bytes did not fit it: a person should look at the text. */
  doubtful: boolean;
}

const SAMPLE = 64 * 1024;
/** Below so many bytes outside ASCII a guess is no better than luck. */
const TELLING = 40;

/**
 * Decodes a text file of unknown encoding.
 * @throws Problem `file_not_text` when the bytes are no text in any encoding known here
 */
export function decode(bytes: Uint8Array): Decoded {
  const decoded = byMark(bytes) ?? asUtf8(bytes) ?? asUtf16(bytes) ?? asGuessed(bytes);
  refuseUnlessText(decoded.text);
  return decoded;
}

function byMark(bytes: Uint8Array): Decoded | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return as('utf-8', bytes);
  if (a === 0xff && b === 0xfe) return as('utf-16le', bytes);
  if (a === 0xfe && b === 0xff) return as('utf-16be', bytes);
  return null;
}

/** UTF-8 without a fault, or with so few that they are damage: other encodings hardly ever look like it. */
function asUtf8(bytes: Uint8Array): Decoded | null {
  if (bytes.subarray(0, SAMPLE).includes(0)) return null; // perhaps UTF-16
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(bytes),
      encoding: 'utf-8',
      doubtful: false,
    };
  } catch {
    const sample = new TextDecoder().decode(sampleOf(bytes));
    const faults = count(sample, /\uFFFD/g);
    const beyondAscii = count(sample, /[^\0-\x7F\uFFFD]/g);
    return faults * 20 < beyondAscii ? { ...as('utf-8', bytes), doubtful: true } : null;
  }
}

/** Characters that ordinary text is nearly all made of; of random pairs of bytes, about half are. */
const ORDINARY =
  /[\t\n\r\x20-\x7E\xA0-\u024F\u0370-\u052F\u2010-\u2027\u3000-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E]/g;
const COMMONEST = /[\t\n\r\x20-\x7E\u2010-\u2027\u3000-\u3011\uFF01-\uFF1F]/g;

/**
 * UTF-16 without a mark. Its punctuation, line ends and Latin letters have bytes below 0x20 (U+3002, U+FF0C, U+000A,
 * U+0041) that no other encoding of text has.
 */
function asUtf16(bytes: Uint8Array): Decoded | null {
  const sample = bytes.subarray(0, SAMPLE);
  let low = 0;
  for (const byte of sample) if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1b)) low++;
  if (low * 100 < sample.length) return null;
  const [le, be] = ['utf-16le', 'utf-16be'].map((encoding) => new TextDecoder(encoding).decode(sample));
  // The wrong way round, Latin letters are Han: the side with more of the commonest characters has it.
  const encoding = count(le!, COMMONEST) >= count(be!, COMMONEST) ? 'utf-16le' : 'utf-16be';
  const text = encoding === 'utf-16le' ? le! : be!;
  if (count(text, ORDINARY) < 0.9 * text.length) return null;
  const decoded = as(encoding, bytes);
  return { ...decoded, doubtful: decoded.doubtful || sample.length < TELLING };
}

function asGuessed(bytes: Uint8Array): Decoded {
  const sample = sampleOf(bytes);
  // No encoding of many bytes has such among them: this spares guessing at, and decoding, what is no text at all.
  refuseUnlessText(new TextDecoder('latin1').decode(sample));
  const telling = sample.reduce((n, byte) => n + (byte >> 7), 0);
  for (const { name, confidence } of chardet.analyse(sample)) {
    if (name.startsWith('UTF-') || name === 'ASCII') continue; // decided before
    const decoded = attempt(name, sample) && attempt(name, bytes);
    if (!decoded) continue;
    const lucky = telling < TELLING && !/^(ISO-8859|windows)/.test(name); // a European text has few such bytes
    return { ...decoded, doubtful: decoded.doubtful || confidence < 50 || lucky };
  }
  return { ...as('windows-1252', bytes), doubtful: true };
}

/** The start and the middle, so that a long preface in English does not hide what follows. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= 2 * SAMPLE) return bytes.subarray(0, SAMPLE);
  const middle = bytes.length >> 1;
  const line = bytes.indexOf(0x0a, middle); // never inside a character of many bytes
  const from = line >= 0 && line < middle + SAMPLE ? line : middle;
  return Buffer.concat([bytes.subarray(0, SAMPLE), bytes.subarray(from, from + SAMPLE)]);
}

/** Null where `TextDecoder` does not know the encoding or too much does not fit it. */
function attempt(name: string, bytes: Uint8Array): Decoded | null {
  try {
    const decoded = as(name, bytes);
    return badShare(decoded.text) > 0.005 ? null : decoded;
  } catch {
    return null;
  }
}

function as(name: string, bytes: Uint8Array): Decoded {
  const decoder = new TextDecoder(name);
  // In two steps, because in one Node 20 takes windows-1252 for Latin-1 and loses its quotation marks.
  const text = decoder.decode(bytes, { stream: true }) + decoder.decode();
  // Private characters stand where an encoding has signs of its own that Unicode is not told of.
  return { text, encoding: decoder.encoding, doubtful: /[\uE000-\uF8FF\uFFFD]/.test(text) };
}

function refuseUnlessText(text: string): void {
  const share = badShare(text);
  if (share * text.length <= 2 || share <= 0.005) return;
  throw new Problem(
    'file_not_text',
    'This file does not read as text. Send a text, HTML or EPUB file; if it is a text in a rare encoding, save it as UTF-8 first.',
  );
}

/** The share of characters that no text has: what could not be decoded, and control characters. */
function badShare(text: string): number {
  let bad = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd || unit === 0x7f || (unit < 0x20 && IS_CONTROL[unit])) bad++;
  }
  return text === '' ? 0 : bad / text.length;
}

/** Below a space: all but tab, line ends, vertical tab, form feed and the escape of ISO-2022. */
const IS_CONTROL = Array.from({ length: 0x20 }, (_, unit) => unit < 0x09 || (unit > 0x0d && unit !== 0x1b));

function count(text: string, pattern: RegExp): number {
  let n = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) n++;
  return n;
}
