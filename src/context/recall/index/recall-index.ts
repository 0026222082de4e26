import { truncate } from '../../../text/encoding/truncate.js';
import type { Work } from '../../../text/search/slices.js';
import { tokensOf } from '../../../text/search/tokens.js';
import { words } from '../../../text/search/words.js';
import { conceptsSaid } from '../concepts/concepts.js';
import { HEAD, IndexBytes } from './index-bytes.js';
import { passagesOf } from './long-messages.js';
import { Pronouns } from './pronouns.js';

/** A message as the index takes it in. */
export interface IndexedMessage {
  seq: number;
  speaker: string;
  /** Its beginning, where it is longer than `MOST_READ`. */
  content: string;
  at: Date;
  /** Words that it does not say and that somebody may ask for it by, where a model has given any. */
  meant?: string | null;
}

/** UTF-16 units of a message that are indexed. */
export const MOST_READ = 65_536;

const MAGIC = 0x4b53_0004;
/** What a word that is only meant is worth beside one that is said once; and what a thing that a dictionary knows is. */
const MEANT = 0.6;
const OF_DICTIONARY = 0.5;
/** As usual for BM25; short messages are the rule, so their length counts less. */
const K1 = 1.2;
const B = 0.6;
/** In words: what messages are taken to be long on the average, so that an impact never changes. */
const MEAN = 24;
/** What a byte of impact is worth: the most that a word's count can come to is K1 + 1. */
export const IMPACT = (K1 + 1) / 255;

/** A term as the index knows it (FNV-1a, 32 bits). */
export function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < term.length; i++) {
    const unit = term.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** Terms that are written between two rests. */
const TERMS = 4096;

/** How often each word of a message stands there. */
function counted(said: readonly string[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const word of said) {
    const hash = hashTerm(word);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

/** A message by its passages, where it is long; words that are meant are of all of it. */
function inParts(message: IndexedMessage): IndexedMessage[] {
  const content = truncate(message.content, MOST_READ);
  return passagesOf(content).map(({ start, end }) => ({ ...message, content: content.slice(start, end) }));
}

/** What a message is about besides its words, each with its share of what a word is worth that it says once. */
function meantBy(
  { content, meant }: IndexedMessage,
  said: readonly string[],
  names: readonly string[],
): Map<number, number> {
  const shares = new Map<number, number>();
  const given = words([meant ?? '', ...names].join(' '));
  for (const concept of conceptsSaid(content, said)) shares.set(hashTerm(concept), OF_DICTIONARY);
  if (meant) for (const concept of conceptsSaid(meant, given)) shares.set(hashTerm(concept), OF_DICTIONARY);
  for (const word of given) shares.set(hashTerm(word), MEANT);
  return shares;
}

/** What a term that stands so often in a message of so many words is worth there, as a byte: BM25 without rarity. */
export function impactOf(count: number, length: number): number {
  const impact = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / MEAN));
  return Math.max(1, Math.round(impact / IMPACT));
}

/**
 * An inverted index of a stretch of at most 65,535 messages, as bytes in the machine's own order, where each passage of
 * a long message is one by itself, with the same number: for each message its number, minute, what it costs to recall and its length; for each term, sorted by its hash, where it stands, with what
 * impact, and the most that it has anywhere. Read where it lies, without being unpacked.
 */
export class IndexedStretch {
  readonly bytes: Uint8Array;
  readonly messages: number;
  readonly seqs: Uint32Array;
  /** Minutes since 1970. */
  readonly minutes: Uint32Array;
  /** Estimated, as a line of what is recalled. */
  readonly tokens: Uint32Array;
  /** In words. */
  readonly lengths: Uint16Array;
  /** Where the postings of each term begin; one more tells where the last ones end. */
  readonly starts: Uint32Array;
  /** The place in the stretch, and the impact there, of each posting. */
  readonly places: Uint16Array;
  readonly impacts: Uint8Array;
  /** The greatest impact of each term. */
  readonly most: Uint8Array;
  readonly tokensInAll: number = 0;
  readonly fewestTokens: number = Infinity;
  readonly firstMinute: number = Infinity;
  readonly lastMinute: number = 0;
  private readonly hashes: Uint32Array;

  /** @throws Error when these are not the bytes of an index as it is made today */
  constructor(bytes: Uint8Array) {
    const read = new IndexBytes(bytes);
    this.bytes = read.bytes;
    const [magic, messages = 0, terms = 0, postings = 0] = read.head;
    if (magic !== MAGIC || this.bytes.byteLength !== sizeOf(messages, terms, postings))
      throw new Error('No index of recall');
    this.messages = messages;
    this.seqs = read.take(Uint32Array, messages);
    this.minutes = read.take(Uint32Array, messages);
    this.tokens = read.take(Uint32Array, messages);
    this.hashes = read.take(Uint32Array, terms);
    this.starts = read.take(Uint32Array, terms + 1);
    this.lengths = read.take(Uint16Array, messages);
    this.places = read.take(Uint16Array, postings);
    this.impacts = read.take(Uint8Array, postings);
    this.most = read.take(Uint8Array, terms);
    for (let n = 0; n < messages; n++) {
      this.tokensInAll += this.tokens[n]!;
      this.fewestTokens = Math.min(this.fewestTokens, this.tokens[n]!);
      this.firstMinute = Math.min(this.firstMinute, this.minutes[n]!);
      this.lastMinute = Math.max(this.lastMinute, this.minutes[n]!);
    }
  }

  /** Indexes messages, which are in their order. */
  static *of(whole: readonly IndexedMessage[]): Work<IndexedStretch> {
    const messages: IndexedMessage[] = [];
    for (const message of whole) {
      yield;
      messages.push(...inParts(message));
    }
    const found = new Map<number, { places: number[]; impacts: number[] }>();
    const pronouns = new Pronouns();
    let entries = 0;
    const lengths: number[] = [];
    for (const [place, message] of messages.entries()) {
      yield;
      const said = words(`${message.speaker} ${message.content}`);
      const terms = counted(said);
      const length = said.length;
      const add = (hash: number, impact: number) => {
        let list = found.get(hash);
        if (!list) found.set(hash, (list = { places: [], impacts: [] }));
        list.places.push(place);
        list.impacts.push(impact);
        entries++;
      };
      for (const [hash, count] of terms) add(hash, impactOf(count, length));
      for (const [hash, share] of meantBy(message, said, pronouns.meantBy(message.content))) {
        if (!terms.has(hash)) add(hash, Math.max(1, Math.round(share * impactOf(1, length))));
      }
      lengths.push(length);
    }
    yield;
    const hashes = Uint32Array.from(found.keys()).sort();
    const bytes = new Uint8Array(sizeOf(messages.length, hashes.length, entries));
    new Uint32Array(bytes.buffer, 0, 4).set([MAGIC, messages.length, hashes.length, entries]);
    const made = new IndexedStretch(bytes);
    for (const [n, message] of messages.entries()) {
      made.seqs[n] = message.seq;
      made.minutes[n] = Math.max(0, Math.floor(message.at.getTime() / 60_000));
      // `LINE_TOKENS` are added for the form that it is quoted in.
      made.tokens[n] = yield* tokensOf(`#${message.seq} ${message.speaker}: ${message.content}\n`);
      made.lengths[n] = Math.min(lengths[n]!, 0xffff);
    }
    made.hashes.set(hashes);
    let next = 0;
    for (const [term, hash] of hashes.entries()) {
      if (term % TERMS === 0) yield;
      const { places, impacts } = found.get(hash)!;
      made.starts[term] = next;
      made.places.set(places, next);
      made.impacts.set(impacts, next);
      made.most[term] = Math.max(...impacts);
      next += places.length;
    }
    made.starts[hashes.length] = next;
    return new IndexedStretch(bytes);
  }

  /** The number of a term in this stretch, -1 where it does not stand. Hashes lie evenly, so a guess is near. */
  find(hash: number): number {
    const { hashes } = this;
    let low = 0;
    let high = hashes.length - 1;
    while (low <= high && hash >= hashes[low]! && hash <= hashes[high]!) {
      const width = hashes[high]! - hashes[low]!;
      const guess = width ? low + Math.floor(((hash - hashes[low]!) / width) * (high - low)) : low;
      const found = hashes[guess]!;
      if (found === hash) return guess;
      if (found < hash) low = guess + 1;
      else high = guess - 1;
    }
    return -1;
  }

  /** Which passage of its message stands at a place, from 0; null where it is all of it. */
  partAt(place: number): number | null {
    const seq = this.seqs[place];
    let first = place;
    while (first > 0 && this.seqs[first - 1] === seq) first--;
    return first === place && this.seqs[place + 1] !== seq ? null : place - first;
  }

  /** Whether a term, by its number here, stands in the message at a place. */
  holds(term: number, place: number): boolean {
    if (term < 0) return false;
    let low = this.starts[term]!;
    let high = this.starts[term + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.places[middle]!;
      if (found === place) return true;
      if (found < place) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }
}

function sizeOf(messages: number, terms: number, postings: number): number {
  return HEAD + messages * 14 + terms * 9 + 4 + postings * 3;
}
