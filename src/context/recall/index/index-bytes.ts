/** The bytes of an index that was stored, and the columns in them. */
export class IndexBytes {
  readonly bytes: Uint8Array;
  /** The numbers that it begins with: what it is, and how large its columns are. */
  readonly head: Uint32Array;
  private at = HEAD;

  constructor(bytes: Uint8Array) {
    // Words of memory begin where four divides; a part of something larger would keep all of it in memory.
    const own = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
    this.bytes = own ? bytes : Uint8Array.from(bytes);
    this.head = new Uint32Array(this.bytes.buffer, 0, Math.min(HEAD / 4, this.bytes.byteLength >> 2));
  }

  /** The next column. Those of larger numbers come first. */
  take<Column>(
    Kind: { new (buffer: ArrayBufferLike, at: number, length: number): Column; BYTES_PER_ELEMENT: number },
    length: number,
  ): Column {
    const at = this.at;
    this.at += length * Kind.BYTES_PER_ELEMENT;
    return new Kind(this.bytes.buffer, at, length);
  }
}

/** Bytes of those numbers. */
export const HEAD = 16;
