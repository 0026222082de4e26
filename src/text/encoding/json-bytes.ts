/** JSON of any depth, read from its bytes; where it ends too early or goes wrong, what came so far is kept. */

/** What ended the reading before the value's end: the bytes, what is no JSON, or more than is allowed. */
export type JsonFault = 'cut' | 'broken' | 'unwieldy';

export interface JsonBytes {
  /** Undefined where not even its beginning could be read. */
  value: unknown;
  /** The first byte behind it. */
  end: number;
  fault: JsonFault | null;
  /** Texts that were longer than is allowed, and are empty here. */
  emptied: number;
}

export interface JsonMost {
  depth: number;
  values: number;
  /** Bytes of one text. */
  text: number;
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LONGEST_NUMBER = 400;

/**
 * Reads one value of JSON in UTF-8. Depth costs no stack; what Python writes for numbers that are none is null.
 * @param start where it begins, blanks in front of it do not matter
 */
export function readJsonBytes(bytes: Buffer, start: number, most: JsonMost): JsonBytes {
  return new Reader(bytes, start, most).read();
}

/** The first byte that is no blank. */
export function behindBlanks(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && isBlank(bytes[at]!)) at++;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

class Reader {
  private readonly open: { into: unknown[] | Record<string, unknown>; key: string }[] = [];
  private root: unknown;
  private values = 0;
  private emptied = 0;

  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly most: JsonMost,
  ) {}

  read(): JsonBytes {
    const fault = this.run();
    if (fault) this.dropHalf();
    return { value: this.root, end: this.at, fault, emptied: this.emptied };
  }

  /** An item of a list that is not whole would be read for one that lacks what came later. */
  private dropHalf(): void {
    const list = this.open.at(-2)?.into;
    if (Array.isArray(list) && !Array.isArray(this.open.at(-1)!.into)) list.pop();
  }

  private run(): JsonFault | null {
    for (;;) {
      if (++this.values > this.most.values) return 'unwieldy';
      this.at = behindBlanks(this.bytes, this.at);
      const byte = this.bytes[this.at];
      if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        const into = byte === OPEN_LIST ? [] : {};
        this.put(into);
        if (this.open.push({ into, key: '' }) > this.most.depth) return 'unwieldy';
        this.at = behindBlanks(this.bytes, this.at + 1);
        const closing = this.bytes[this.at] === (byte === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT);
        if (!closing) {
          const fault = byte === OPEN_OBJECT ? this.key() : null;
          if (fault) return fault;
          continue;
        }
      } else {
        const fault = byte === QUOTE ? this.textValue() : this.word();
        if (fault) return fault;
      }
      const next = this.behindValue();
      if (next !== 'value') return next === 'end' ? null : next;
    }
  }

  /** Closes what ends here, up to where another value is due. */
  private behindValue(): JsonFault | 'value' | 'end' {
    for (;;) {
      const top = this.open.at(-1);
      if (!top) return 'end';
      this.at = behindBlanks(this.bytes, this.at);
      const byte = this.bytes[this.at];
      const isList = Array.isArray(top.into);
      if (byte === (isList ? CLOSE_LIST : CLOSE_OBJECT)) {
        this.open.pop();
        this.at++;
        continue;
      }
      if (byte !== COMMA) return this.faultHere();
      this.at++;
      if (isList) return 'value';
      this.at = behindBlanks(this.bytes, this.at);
      return this.key() ?? 'value';
    }
  }

  private key(): JsonFault | null {
    if (this.bytes[this.at] !== QUOTE) return this.faultHere();
    const key = this.text();
    if (typeof key !== 'object') return key;
    this.at = behindBlanks(this.bytes, this.at);
    if (this.bytes[this.at] !== COLON) return this.faultHere();
    this.at++;
    this.open.at(-1)!.key = key.text;
    return null;
  }

  private textValue(): JsonFault | null {
    const read = this.text();
    if (typeof read !== 'object') return read;
    this.put(read.text);
    return null;
  }

  private text(): { text: string } | JsonFault {
    const { bytes } = this;
    const start = this.at + 1;
    let end = start;
    let escaped = false;
    for (; end < bytes.length && bytes[end] !== QUOTE; end++) {
      if (bytes[end] !== BACKSLASH) continue;
      escaped = true;
      end++;
    }
    if (end >= bytes.length) return 'cut';
    this.at = end + 1;
    if (end - start > this.most.text) {
      this.emptied++;
      return { text: '' };
    }
    if (!escaped) return { text: bytes.toString('utf8', start, end) };
    try {
      return { text: JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string };
    } catch {
      return 'broken';
    }
  }

  /** A number, or one of the three words. */
  private word(): JsonFault | null {
    const { bytes } = this;
    const longest = Math.min(bytes.length, this.at + LONGEST_NUMBER);
    let end = this.at;
    while (end < longest && /[\w.+-]/.test(String.fromCharCode(bytes[end]!))) end++;
    const word = bytes.toString('latin1', this.at, end);
    const value = valueOf(word);
    if (value === undefined) return end === bytes.length ? 'cut' : 'broken';
    this.at = end;
    this.put(value);
    return null;
  }

  private put(value: unknown): void {
    const top = this.open.at(-1);
    if (!top) this.root = value;
    else if (Array.isArray(top.into)) top.into.push(value);
    else if (top.key !== '__proto__') top.into[top.key] = value;
  }

  private faultHere(): JsonFault {
    return this.at >= this.bytes.length ? 'cut' : 'broken';
  }
}

function valueOf(word: string): unknown {
  if (word === 'true') return true;
  if (word === 'false') return false;
  if (word === 'null' || word === 'NaN' || word === 'Infinity' || word === '-Infinity') return null;
  return /^-?\d[\d.eE+-]*$/.test(word) && !Number.isNaN(Number(word)) ? Number(word) : undefined;
}
