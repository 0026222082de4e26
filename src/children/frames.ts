import { deserialize, serialize } from 'node:v8';

/** In bytes, of the length that each message begins with. */
const HEAD = 4;

/** A message as it goes over a pipe: its length, and what V8 makes of it. */
export function frameOf(message: unknown): [head: Buffer, body: Buffer] {
  const head = Buffer.alloc(HEAD);
  const body = serialize(message);
  head.writeUInt32LE(body.length);
  return [head, body];
}

/** Puts messages together from the pieces in which they come. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private size = 0;
  private wanted = HEAD;
  private isHead = true;

  /** @param most bytes of one message */
  constructor(
    private readonly most: number,
    private readonly heard: (message: unknown) => void,
  ) {}

  /** @throws Error for a message that is larger than it may be, or none at all */
  push(piece: Buffer): void {
    this.pieces.push(piece);
    this.size += piece.length;
    while (this.size >= this.wanted) {
      const all = this.pieces.length === 1 ? this.pieces[0]! : Buffer.concat(this.pieces);
      const body = all.subarray(0, this.wanted);
      const rest = all.subarray(this.wanted);
      this.pieces = rest.length ? [rest] : [];
      this.size = rest.length;
      this.wanted = this.isHead ? body.readUInt32LE() : HEAD;
      this.isHead = !this.isHead;
      if (this.wanted > this.most) throw new Error(`a message of ${this.wanted} bytes`);
      if (this.isHead) this.heard(deserialize(body));
    }
  }
}
