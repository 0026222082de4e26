import type { Work } from './slices.js';

/** Classes of UTF-16 units that cost alike. */
const BLANK = 0;
const LETTER = 1;
const DIGIT = 2;
const MARK = 3;
const NEWLINE = 4;
const HAN = 5;
const HAN_COMMON = 6;
const HAN_COMMON_SIMPLIFIED = 7;
const CJK_MARK = 8;
const KANA = 9;
const HANGUL = 10;
const FOREIGN = 11;
const OTHER = 12;

const CLASSES = new Uint8Array(65536).fill(OTHER);
const set = (kind: number, ...ranges: [number, number][]) => {
  for (const [from, to] of ranges) CLASSES.fill(kind, from, to + 1);
};
set(MARK, [0x21, 0x7e], [0xa1, 0xbf]);
set(BLANK, [0, 0x20], [0x7f, 0xa0], [0x3000, 0x3000]);
set(NEWLINE, [10, 10], [13, 13]);
set(LETTER, [0x41, 0x5a], [0x61, 0x7a], [0xc0, 0x24f]);
set(DIGIT, [0x30, 0x39]);
set(FOREIGN, [0x250, 0x1fff]);
set(CJK_MARK, [0x2010, 0x203f], [0x3001, 0x303f], [0xff00, 0xffef]);
set(KANA, [0x3040, 0x30ff]);
set(HAN, [0x3400, 0x9fff]);
set(HANGUL, [0xac00, 0xd7a3]);
for (const char of '的了是不我在有到着就他她你') CLASSES[char.charCodeAt(0)] = HAN_COMMON;
for (const char of '们这说个来时过对还没') CLASSES[char.charCodeAt(0)] = HAN_COMMON_SIMPLIFIED;

/**
 * About how many tokens a text is to a language model, in one pass over its UTF-16 units.
 *
 * Fitted by least squares on o200k_base, over windows of 2,000 units: four English novels, three Chinese ones of
 * centuries past, a modern one in simplified and traditional script, chats in both languages, HTML. On each novel the
 * sum is within 4 %, on each collection of chats within 7 %; the median error of a window is 2–4 % (chats: 2–8 %). Han
 * cost 0.7 tokens each in everyday modern Chinese and 1.0 in the classics; the share of a few everyday characters tells
 * them apart. About 100 MB/s in English, 300 MB/s in Chinese.
 * Other tokenizers differ: calibrate by what the provider reports.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(count(text, 0, text.length, { tokens: 0, before: NEWLINE, run: 0 }).tokens);
}

/** The same of a text that may be long, a stretch at a time. */
export function* tokensOf(text: string): Work<number> {
  let counted: Counted = { tokens: 0, before: NEWLINE, run: 0 };
  for (let at = 0; at < text.length; at += STRETCH) {
    counted = count(text, at, Math.min(at + STRETCH, text.length), counted);
    yield;
  }
  return Math.ceil(counted.tokens);
}

const STRETCH = 128 * 1024;

/** What was counted up to somewhere within a text. */
interface Counted {
  tokens: number;
  /** The class of the last unit, and how many units of it stand in a row. */
  before: number;
  run: number;
}

function count(text: string, from: number, to: number, { tokens, before, run }: Counted): Counted {
  for (let i = from; i < to; i++) {
    const kind = CLASSES[text.charCodeAt(i)]!;
    run = kind === before ? run + 1 : 1;
    switch (kind) {
      case BLANK:
        break;
      case LETTER: // a word is one token, a long one more
        if (run === 1) tokens += 0.89;
        else if (run > 5) tokens += run > 12 ? 0.35 : 0.12;
        break;
      case DIGIT:
        if (run % 3 === 1) tokens += 0.6;
        break;
      case MARK: // `."` and `…` are one
        if (run === 1 || run > 4) tokens += run === 1 ? 1.05 : 0.25;
        break;
      case NEWLINE: // one with the Chinese full stop before it
        if (run === 1 && before !== CJK_MARK && i > 0) tokens += 1.5;
        break;
      case HAN:
        tokens += 1.075;
        break;
      case HAN_COMMON:
        tokens += 0.54;
        break;
      case HAN_COMMON_SIMPLIFIED:
        break;
      case CJK_MARK:
        tokens += 0.91;
        break;
      case KANA:
        tokens += 0.82;
        break;
      case HANGUL:
        tokens += 0.6;
        break;
      case FOREIGN:
        tokens += 0.33;
        break;
      default:
        tokens += 0.7;
    }
    before = kind;
  }
  return { tokens, before, run };
}
