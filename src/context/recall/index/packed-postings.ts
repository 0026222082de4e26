/** Reads numbers in seven-bit groups, the lowest first. */
export class Reading {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  next(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}

/** The postings of terms, as bytes that grow as they are written. */
export class PackedBytes {
  private all = new Uint8Array(1 << 16);
  length = 0;

  bytes(): Uint8Array {
    return this.all.subarray(0, this.length);
  }

  /**
   * The lower bits of its hash; then the piece, where it stands in one, once; else how many bytes follow, and the
   * postings: a difference, and a count unless it is one.
   */
  addTerm(hash: number, postings: readonly number[]): void {
    const own = new PackedNumbers();
    const head = new PackedNumbers();
    const low = [hash & 0xff, (hash >>> 8) & 0xff];
    if (postings.length === 1 && (postings[0]! & 15) === 1) {
      head.add(((postings[0]! >>> 4) << 1) | 1);
      this.append([...low, ...head.list]);
      return;
    }
    let before = -1;
    for (const posting of postings) {
      const piece = posting >>> 4;
      const count = posting & 15;
      own.add(((piece - before - 1) << 1) | (count > 1 ? 1 : 0));
      if (count > 1) own.add(count);
      before = piece;
    }
    head.add(own.list.length << 1);
    this.append([...low, ...head.list]);
    this.append(own.list);
  }

  private append(bytes: readonly number[]): void {
    if (this.length + bytes.length > this.all.length) {
      const more = new Uint8Array(Math.max(2 * this.all.length, this.length + bytes.length));
      more.set(this.all);
      this.all = more;
    }
    this.all.set(bytes, this.length);
    this.length += bytes.length;
  }
}

class PackedNumbers {
  readonly list: number[] = [];

  add(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.list.push((rest & 0x7f) | 0x80);
    this.list.push(rest);
  }
}
