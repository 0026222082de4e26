import { HEAD, IndexBytes } from '../index/index-bytes.js';
import { STEP } from './dot-products.js';

/** A text's meaning as a direction: 8-bit numbers, zeros at the end, that have the length 1 times the scale. */
export interface Direction {
  values: Int8Array;
  scale: number;
}

/** The direction of one passage of a message. */
export interface PassageVector extends Direction {
  seq: number;
  /** Which of its message's passages, from 0. */
  part: number;
}

const MAGIC = 0x4b53_0101;

/** A vector as a server gave it, of length 1 and in 8 bits: what that loses of a cosine is some thousandths. */
export function directionOf(vector: ArrayLike<number>): Direction {
  let squares = 0;
  let most = 0;
  for (let n = 0; n < vector.length; n++) {
    squares += vector[n]! ** 2;
    most = Math.max(most, Math.abs(vector[n]!));
  }
  const values = new Int8Array(Math.ceil(vector.length / STEP) * STEP);
  if (!most) return { values, scale: 0 };
  for (let n = 0; n < vector.length; n++) values[n] = Math.round((vector[n]! / most) * 127);
  return { values, scale: most / 127 / Math.sqrt(squares) };
}

/** The directions of some messages' passages, in the order of the story, as bytes. Read where it lies. */
export class VectorBlock {
  readonly bytes: Uint8Array;
  readonly passages: number;
  readonly dimensions: number;
  readonly seqs: Uint32Array;
  readonly scales: Float32Array;
  readonly parts: Uint16Array;
  /** Those of each passage behind those of the one before. */
  readonly values: Int8Array;

  /** @throws Error when these are not such bytes */
  constructor(bytes: Uint8Array) {
    const read = new IndexBytes(bytes);
    this.bytes = read.bytes;
    const [magic, passages = 0, dimensions = 0] = read.head;
    if (magic !== MAGIC || this.bytes.byteLength !== sizeOf(passages, dimensions))
      throw new Error('No vectors of recall');
    this.passages = passages;
    this.dimensions = dimensions;
    this.seqs = read.take(Uint32Array, passages);
    this.scales = read.take(Float32Array, passages);
    this.parts = read.take(Uint16Array, passages);
    this.values = read.take(Int8Array, passages * dimensions);
  }

  /** @param vectors in the order of the story, all with as many dimensions */
  static of(vectors: readonly PassageVector[]): VectorBlock {
    const dimensions = vectors[0]?.values.length ?? 0;
    const bytes = new Uint8Array(sizeOf(vectors.length, dimensions));
    new Uint32Array(bytes.buffer, 0, 3).set([MAGIC, vectors.length, dimensions]);
    const block = new VectorBlock(bytes);
    for (const [n, { seq, part, values, scale }] of vectors.entries()) {
      block.seqs[n] = seq;
      block.parts[n] = part;
      block.scales[n] = scale;
      block.values.set(values, n * dimensions);
    }
    return block;
  }
}

function sizeOf(passages: number, dimensions: number): number {
  return HEAD + passages * (10 + dimensions);
}
