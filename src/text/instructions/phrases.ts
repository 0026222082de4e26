import { plain } from './look-alikes.js';

/** A phrase that was found in a folded text. */
export interface FoundPhrase<Kind> {
  kind: Kind;
  start: number;
  end: number;
}

/**
 * Phrases to look for, between bars. A blank is any short gap between words, a star the rest of a word, a full stop any
 * sign, three dots a few words of the same sentence, and what stands in brackets is one or another.
 */
export type Phrases<Kind extends string> = readonly { kind: Kind; phrases: string }[];

/** Letters that words with blanks between them are made of, as they are folded. */
const LETTER = 'a-z\\u0370-\\u0dff\\u0e80-\\u1fff';
/** Of scripts without blanks between words, Thai among them. */
const EAST = '\\u0e00-\\u0e7f\\u3040-\\u9fff\\uac00-\\ud7a3';
const BETWEEN = `[^${LETTER}${EAST}]{1,4}`;
const ENDS_EAST = new RegExp(`[${EAST}]\\)?$`);
/** In letters: how much of a phrase's beginning is looked up before the phrase is. */
const KEY = 3;
const KEY_EAST = 2;

const SMALL_L = 108;
const SMALL_I = 105;

export const isEast = (unit: number): boolean =>
  (unit >= 0x3040 && unit < 0xa000) || (unit >= 0xac00 && unit < 0xd7b0) || (unit >= 0xe00 && unit < 0xe80);
export const isLetter = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 0x370 && unit < 0x2000 && !isEast(unit));

/** Finds many phrases in one pass over a text that was folded by `plain`: time is linear in the text's length. */
export class PhraseFinder<Kind extends string> {
  /** By the hash of how phrases begin. */
  private readonly buckets = new Map<number, { kind: Kind; phrase: RegExp }[]>();
  /** Whether there are any; at most places of a text there are none. */
  private readonly begins = new Uint8Array(0x10000);

  constructor(private all: Phrases<Kind>) {}

  /** Builds what is looked up, when it is needed for the first time: most processes read nothing. */
  private build(): void {
    const { all } = this;
    this.all = [];
    const sources = new Map<number, Map<Kind, string[]>>();
    for (const { kind, phrases } of all) {
      for (const phrase of splitAtBars(phrases).flatMap((one) => (one ? begun(folded(one)) : []))) {
        const bucket = hashAt(phrase, 0);
        const kinds = sources.get(bucket) ?? new Map<Kind, string[]>();
        sources.set(bucket, kinds.set(kind, [...(kinds.get(kind) ?? []), sourceOf(phrase)]));
      }
    }
    for (const [bucket, kinds] of sources) {
      this.begins[bucket] = 1;
      this.buckets.set(
        bucket,
        // Longer ones first, as they say more.
        [...kinds].map(([kind, some]) => ({
          kind,
          phrase: new RegExp(some.sort((a, b) => b.length - a.length).join('|'), 'my'),
        })),
      );
    }
  }

  /** All of them, in order of their beginnings; of one kind at most one at each place. */
  *in(text: string): Generator<FoundPhrase<Kind>> {
    if (this.all.length > 0) this.build();
    let inWord = false;
    for (let start = 0; start < text.length; start++) {
      const unit = text.charCodeAt(start);
      const isOfWord = isLetter(unit);
      const begins = isOfWord ? !inWord : isEast(unit);
      inWord = isOfWord;
      if (!begins) continue;
      const hash = hashAt(text, start);
      if (this.begins[hash] === 0) continue;
      for (const { kind, phrase } of this.buckets.get(hash)!) {
        phrase.lastIndex = start;
        if (phrase.test(text)) yield { kind, start, end: phrase.lastIndex };
      }
    }
  }
}

/** The letters that a phrase or a place of a text begins with, as a number of 16 bits. */
function hashAt(text: string, at: number): number {
  const east = isEast(text.charCodeAt(at));
  let hash = 0;
  for (let n = at; n < at + (east ? KEY_EAST : KEY); n++) {
    const unit = text.charCodeAt(n);
    if (!(east ? isEast(unit) : isLetter(unit))) break;
    hash = Math.imul(hash, 0x3d4d) + (unit === SMALL_L ? SMALL_I : unit);
  }
  return (hash ^ (hash >>> 16)) & 0xffff;
}

/** Its words folded as texts are, its signs left alone. */
function folded(phrase: string): string {
  return phrase.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => plain(word).text);
}

/** A phrase whose beginning may be one or another, as several. */
function begun(phrase: string): string[] {
  const lead = /^[\p{L}\p{N}]*/u.exec(phrase)![0];
  const enough = isEast(phrase.charCodeAt(0)) ? KEY_EAST : KEY;
  if (phrase[lead.length] !== '(' || lead.length >= enough) return [phrase];
  const close = closing(phrase, lead.length);
  const rest = phrase.slice(close + 1);
  return splitAtBars(phrase.slice(lead.length + 1, close)).flatMap((one) =>
    begun((lead + one + rest).trimStart()),
  );
}

function closing(phrase: string, open: number): number {
  let depth = 0;
  for (let n = open; n < phrase.length; n++) {
    depth += phrase[n] === '(' ? 1 : phrase[n] === ')' ? -1 : 0;
    if (depth === 0) return n;
  }
  throw new Error(`A bracket is not closed: ${phrase}`);
}

/** At the bars outside of brackets. */
function splitAtBars(phrases: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const char of phrases) {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (char === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function sourceOf(phrase: string): string {
  const letters = phrase.replace(/[^a-z]/g, '').length;
  let source = '';
  for (const char of phrase) {
    if (char === '(') source += '(?:';
    else if (char === '…') source += '[^.!?。]{0,40}?';
    else if (char === '*') source += `[${LETTER}]{0,12}`;
    else if (char === ' ') source += BETWEEN;
    // A capital I and a small l are one stroke; in a short word the one is not taken for the other.
    else source += letters > 3 && (char === 'i' || char === 'l') ? '[il]' : char;
  }
  return ENDS_EAST.test(phrase) ? `(?:${source})` : `(?:${source})(?![${LETTER}])`;
}
