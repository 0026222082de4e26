import { words } from '../text/words.js';

/** A message as the index takes it in. */
export interface Indexed {
  seq: number;
  speaker: string;
  content: string;
  /** Estimated, as it costs when it is recalled. */
  tokens: number;
  at: Date;
}

/** What the index knows of a message without its words. */
export interface Place {
  seq: number;
  tokens: number;
  /** Milliseconds since 1970, to the minute. */
  at: number;
}

const MAGIC = 0x4b53_0001;
const HEAD = 12;
const PER_MESSAGE = 12;
const MOST_COUNTED = 255;

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

/** The terms of a message: its words, and who says it. */
function termsOf(message: Indexed): Map<number, number> {
  const counts = new Map<number, number>();
  for (const word of words(`${message.speaker} ${message.content}`)) {
    const hash = hashTerm(word);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return counts;
}

/**
 * An inverted index of a stretch of at most 65,535 messages, as bytes: for each message its number, length in words,
 * tokens and time; for each term, sorted by its hash, where it stands. Read without being unpacked.
 */
export class IndexedStretch {
  private readonly view: DataView;
  readonly messages: number;
  private readonly terms: number;
  private readonly termsAt: number;
  private readonly postingsAt: number;
  private sum = -1;

  constructor(readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEAD || this.view.getUint32(0, true) !== MAGIC) throw new Error('No index of recall');
    this.messages = this.view.getUint32(4, true);
    this.terms = this.view.getUint32(8, true);
    this.termsAt = HEAD + this.messages * PER_MESSAGE;
    this.postingsAt = this.termsAt + this.terms * 8 + 4;
  }

  static of(messages: readonly Indexed[]): IndexedStretch {
    const postings = new Map<number, number[]>();
    let entries = 0;
    const lengths = messages.map((message, place) => {
      let length = 0;
      for (const [hash, count] of termsOf(message)) {
        const list = postings.get(hash);
        const packed = place * 256 + Math.min(count, MOST_COUNTED);
        if (list) list.push(packed);
        else postings.set(hash, [packed]);
        entries++;
        length += count;
      }
      return length;
    });
    const hashes = Uint32Array.from(postings.keys()).sort();
    const termsAt = HEAD + messages.length * PER_MESSAGE;
    const postingsAt = termsAt + hashes.length * 8 + 4;
    const bytes = new Uint8Array(postingsAt + entries * 3);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, MAGIC, true);
    view.setUint32(4, messages.length, true);
    view.setUint32(8, hashes.length, true);
    messages.forEach(({ seq, tokens, at }, n) => {
      const offset = HEAD + n * PER_MESSAGE;
      view.setUint32(offset, seq, true);
      view.setUint16(offset + 4, Math.min(lengths[n]!, 0xffff), true);
      view.setUint16(offset + 6, Math.min(tokens, 0xffff), true);
      view.setUint32(offset + 8, Math.max(0, Math.floor(at.getTime() / 60_000)), true);
    });
    let next = 0;
    hashes.forEach((hash, n) => {
      view.setUint32(termsAt + n * 8, hash, true);
      view.setUint32(termsAt + n * 8 + 4, next, true);
      for (const packed of postings.get(hash)!) {
        const offset = postingsAt + next * 3;
        view.setUint16(offset, packed >> 8, true);
        view.setUint8(offset + 2, packed & 0xff);
        next++;
      }
    });
    view.setUint32(postingsAt - 4, next, true);
    return new IndexedStretch(bytes);
  }

  place(n: number): Place {
    const offset = HEAD + n * PER_MESSAGE;
    return {
      seq: this.view.getUint32(offset, true),
      tokens: this.view.getUint16(offset + 6, true),
      at: this.view.getUint32(offset + 8, true) * 60_000,
    };
  }

  tokens(n: number): number {
    return this.view.getUint16(HEAD + n * PER_MESSAGE + 6, true);
  }

  /** In words. */
  length(n: number): number {
    return this.view.getUint16(HEAD + n * PER_MESSAGE + 4, true);
  }

  /** In words, of all messages together. */
  get words(): number {
    if (this.sum < 0) {
      this.sum = 0;
      for (let n = 0; n < this.messages; n++) this.sum += this.length(n);
    }
    return this.sum;
  }

  /** Where a term's postings stand: from one up to another, which is left out; the same where there are none. */
  find(hash: number): { from: number; to: number } {
    let low = 0;
    let high = this.terms - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = this.termsAt + middle * 8;
      const found = this.view.getUint32(at, true);
      if (found < hash) low = middle + 1;
      else if (found > hash) high = middle - 1;
      else {
        // After the last term stands where all end, in the place of a next one's beginning.
        const next = middle === this.terms - 1 ? this.postingsAt - 4 : at + 12;
        return { from: this.view.getUint32(at + 4, true), to: this.view.getUint32(next, true) };
      }
    }
    return { from: 0, to: 0 };
  }

  /** The place of a posting in the stretch. */
  placeOf(posting: number): number {
    return this.view.getUint16(this.postingsAt + posting * 3, true);
  }

  /** How often the term stands there. */
  countOf(posting: number): number {
    return this.view.getUint8(this.postingsAt + posting * 3 + 2);
  }
}
