import type { TextSpan } from '../../../text/structure/passages.js';
import type { Work } from '../../../text/search/slices.js';
import { joinedLines, sentencesOf } from '../../../text/structure/sentences.js';
import { estimateTokens } from '../../../text/search/tokens.js';
import { words } from '../../../text/search/words.js';
import { HEAD, IndexBytes } from '../index/index-bytes.js';
import { hashTerm } from '../index/recall-index.js';
import { PackedBytes, Reading } from '../index/packed-postings.js';
import { sectionHeading } from './section-heading.js';

const HAN = /\p{Script=Han}/gu;
const PAIR = /^\p{Script=Han}{2}$/u;

/** The Han characters of a text, each by itself: 惧怕 and 害怕 share only one. */
export function hanOf(text: string): string[] {
  return text.match(HAN) ?? [];
}

/** A passage as the index takes it in; what is kept out of it is gaps already. */
export interface SourcePassage {
  /** Its number in the source. */
  n: number;
  section: number;
  /** Of its section. */
  title: string;
  text: string;
}

/** Where a term stands: the number of a piece, and how often there, at most 15. */
export interface Posting {
  piece: number;
  count: number;
}

const MAGIC = 0x4b53_1002;
/** In estimated tokens: a longer passage is indexed and recalled in pieces. */
const PIECE = 150;
/** Pieces of a passage at most: one of 4,000 units has fewer. */
const MOST_PIECES = 128;
/** A word, and a Han character, that stands in a larger share of the pieces is left out, but in a short text. */
const MOST_OF_WORD = 1 / 4;
const MOST_OF_CHARACTER = 1 / 16;
const FEW = 16;
/**
 * In more pieces than this, a pair of Han that stands in one alone is left out: such pairs take a quarter of the room,
 * and their characters find the piece as well.
 */
const MANY = 1000;
/** Terms that share the upper bits of their hash, about. */
const TERMS_A_BUCKET = 16;
/** Terms between two rests. */
const STEP = 1024;

/** The sentences of a passage, put together to pieces of a like length; a short one is a single piece. */
export function piecesOf(text: string): TextSpan[] {
  const tokens = estimateTokens(text);
  const wanted = Math.min(MOST_PIECES, Math.ceil(tokens / PIECE));
  if (wanted <= 1) return [{ start: 0, end: text.length }];
  const length = text.length / wanted;
  const pieces: TextSpan[] = [];
  let start = 0;
  for (const { end: at } of sentencesOf(text)) {
    if (at - start < length * 0.75 || text.length - at < length * 0.5) continue;
    pieces.push({ start, end: at });
    start = at;
    if (pieces.length === MOST_PIECES - 1) break;
  }
  pieces.push({ start, end: text.length });
  return pieces;
}

/**
 * An inverted index of a whole source, as bytes in the machine's own order. For each piece of a passage: the passage,
 * the section, what it and its section's heading cost to recall, and its length in words. For each term: the pieces that it stands in, as
 * differences in seven-bit groups. Terms are found by the upper bits of their hash, and told apart by its lower sixteen.
 * About 1.6 bytes a character of Chinese, 0.2 of English. Read where it lies, without being unpacked.
 */
export class SourceIndex {
  readonly bytes: Uint8Array;
  readonly pieces: number;
  /** The passage of each piece. */
  readonly passages: Uint32Array;
  readonly sections: Uint32Array;
  /** Which piece of its passage each is, from 0. */
  readonly parts: Uint8Array;
  /** What the heading of its section takes, in tokens. */
  readonly headings: Uint8Array;
  readonly tokens: Uint16Array;
  readonly lengths: Uint16Array;
  private readonly buckets: Uint32Array;
  private readonly postings: Uint8Array;
  private readonly shift: number;

  /** @throws Error when these are not the bytes of an index as it is made today */
  constructor(bytes: Uint8Array) {
    const read = new IndexBytes(bytes);
    this.bytes = read.bytes;
    const [magic, pieces = 0, bits = 0, postings = 0] = read.head;
    if (magic !== MAGIC || this.bytes.byteLength !== sizeOf(pieces, bits, postings))
      throw new Error('No index of a source');
    this.pieces = pieces;
    this.shift = 32 - bits;
    this.passages = read.take(Uint32Array, pieces);
    this.sections = read.take(Uint32Array, pieces);
    this.buckets = read.take(Uint32Array, 2 ** bits + 1);
    this.tokens = read.take(Uint16Array, pieces);
    this.lengths = read.take(Uint16Array, pieces);
    this.parts = read.take(Uint8Array, pieces);
    this.headings = read.take(Uint8Array, pieces);
    this.postings = read.take(Uint8Array, postings);
  }

  /** Indexes the passages of a source, which are in their order. */
  static *of(passages: readonly SourcePassage[]): Work<SourceIndex> {
    const found = new Map<number, number[]>();
    const pairs = new Map<number, number[]>();
    const characters = new Map<number, number[]>();
    const rows: { passage: SourcePassage; part: number; tokens: number; length: number }[] = [];
    for (const passage of passages) {
      const { text } = passage;
      for (const [part, { start, end }] of piecesOf(text).entries()) {
        yield;
        const piece = text.slice(start, end);
        const told = words(piece);
        post(
          found,
          told.filter((word) => !PAIR.test(word)),
          rows.length,
        );
        post(
          pairs,
          told.filter((word) => PAIR.test(word)),
          rows.length,
        );
        post(characters, hanOf(piece), rows.length);
        rows.push({ passage, part, tokens: estimateTokens(joinedLines(piece)), length: told.length });
      }
    }
    // What stands nearly everywhere says nothing, and takes the most room.
    yield* inSteps(pairs, (hash, list) => {
      if (list.length > 1 || rows.length <= MANY) found.set(hash, list);
    });
    yield* inSteps(found, (hash, list) => {
      if (list.length > MOST_OF_WORD * rows.length + FEW) found.delete(hash);
    });
    yield* inSteps(characters, (hash, list) => {
      if (list.length <= MOST_OF_CHARACTER * rows.length + FEW) found.set(hash, list);
    });
    const bits = Math.max(1, Math.min(20, Math.ceil(Math.log2(found.size / TERMS_A_BUCKET + 1))));
    const buckets: number[][] = Array.from({ length: 2 ** bits }, () => []);
    yield* inSteps(found, (hash) => buckets[hash >>> (32 - bits)]!.push(hash));
    const starts = new Uint32Array(2 ** bits + 1);
    const packed = new PackedBytes();
    for (const [bucket, hashes] of buckets.entries()) {
      yield;
      starts[bucket] = packed.length;
      for (const hash of hashes.sort((a, b) => a - b)) packed.addTerm(hash, found.get(hash)!);
    }
    starts[buckets.length] = packed.length;
    const bytes = new Uint8Array(sizeOf(rows.length, bits, packed.length));
    new Uint32Array(bytes.buffer, 0, 4).set([MAGIC, rows.length, bits, packed.length]);
    const made = new SourceIndex(bytes);
    made.buckets.set(starts);
    made.postings.set(packed.bytes());
    yield;
    const headings = new Map<number, number>();
    for (const [piece, { passage, part, tokens, length }] of rows.entries()) {
      yield;
      const heading = headings.get(passage.section) ?? tokensOfHeading(passage);
      headings.set(passage.section, heading);
      made.passages[piece] = passage.n;
      made.sections[piece] = passage.section;
      made.parts[piece] = part;
      made.headings[piece] = heading;
      made.tokens[piece] = Math.min(tokens, 0xffff);
      made.lengths[piece] = Math.min(length, 0xffff);
    }
    return made;
  }

  /** Where a term stands, by its hash; the pieces are in their order. */
  find(hash: number): Posting[] {
    const { postings } = this;
    const bucket = this.shift === 32 ? 0 : hash >>> this.shift;
    const end = this.buckets[bucket + 1]!;
    for (let at = this.buckets[bucket]!; at < end;) {
      const low = postings[at]! | (postings[at + 1]! << 8);
      const reading = new Reading(postings, at + 2);
      const value = reading.next();
      // Most terms stand in one piece, once.
      const once = (value & 1) === 1;
      const next = once ? reading.at : reading.at + (value >>> 1);
      if (low === (hash & 0xffff))
        return once ? [{ piece: value >>> 1, count: 1 }] : postingsIn(postings, reading.at, next);
      at = next;
    }
    return [];
  }
}

/** Does something with each term, with rests. */
function* inSteps(terms: Map<number, number[]>, work: (hash: number, list: number[]) => void): Work<void> {
  let n = 0;
  for (const [hash, list] of terms) {
    if (n++ % STEP === 0) yield;
    work(hash, list);
  }
}

function tokensOfHeading({ title, section }: SourcePassage): number {
  return estimateTokens(`${sectionHeading(title, section)}\n`);
}

/** Notes which terms stand in a piece, and how often. */
function post(postings: Map<number, number[]>, terms: readonly string[], piece: number): void {
  const counts = new Map<number, number>();
  for (const term of terms) {
    const hash = hashTerm(term);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  for (const [hash, count] of counts) {
    const list = postings.get(hash);
    const posting = piece * 16 + Math.min(count, 15);
    if (list) list.push(posting);
    else postings.set(hash, [posting]);
  }
}

function postingsIn(bytes: Uint8Array, from: number, to: number): Posting[] {
  const found: Posting[] = [];
  const reading = new Reading(bytes, from);
  for (let piece = -1; reading.at < to;) {
    const value = reading.next();
    piece += 1 + (value >>> 1);
    found.push({ piece, count: value & 1 ? reading.next() : 1 });
  }
  return found;
}

function sizeOf(pieces: number, bits: number, postings: number): number {
  return HEAD + pieces * 14 + (2 ** bits + 1) * 4 + postings;
}
