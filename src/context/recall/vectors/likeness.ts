import type { Work } from '../../../text/search/slices.js';
import { IMPACT, type IndexedStretch } from '../index/recall-index.js';
import { dotProducts } from './dot-products.js';
import type { Direction, VectorBlock } from './vector-block.js';

/** Vectors of the messages of a story from one number on up to another. */
export interface VectorRange {
  block: VectorBlock;
  from: number;
  to: number;
}

/** Where messages of a stretch are like a question, and how much, in the form that an index has its words in. */
export interface LikePostings {
  places: Uint16Array;
  impacts: Uint8Array;
  most: number;
}

/** By how many deviations a cosine stands out of those of the whole story: what says nothing, and what says all. */
const NOTHING = 2;
const ALL = 5;
/** Of fewer passages it cannot be told what stands out. */
const FEWEST = 16;

/**
 * How like a question each message is, as far as that stands out of how like it all the others are: servers differ in
 * what a cosine of 0.6 means, and so do questions.
 *
 * @param ranges in the order of the story
 * @returns for each stretch; null where there are too few vectors to tell
 */
export function* likenessOf(
  question: Direction,
  ranges: readonly VectorRange[],
  stretches: readonly IndexedStretch[],
): Work<LikePostings[] | null> {
  const cosines: Float32Array[] = [];
  let [count, sum, squares] = [0, 0, 0];
  for (const { block, from, to } of ranges) {
    yield;
    const some = cosinesOf(question, block);
    for (let n = 0; n < some.length; n++) {
      if (block.seqs[n]! < from || block.seqs[n]! > to) continue;
      count++;
      sum += some[n]!;
      squares += some[n]! ** 2;
    }
    cosines.push(some);
  }
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean ** 2));
  if (count < FEWEST || !(deviation > 0)) return null;
  yield;
  const found: Map<number, number>[] = stretches.map(() => new Map());
  let s = 0;
  for (const [n, { block, from, to }] of ranges.entries()) {
    yield;
    for (let p = 0; p < block.passages; p++) {
      const seq = block.seqs[p]!;
      const stands = ((cosines[n]![p]! - mean) / deviation - NOTHING) / (ALL - NOTHING);
      if (stands <= 0 || seq < from || seq > to) continue;
      while (s + 1 < stretches.length && stretches[s + 1]!.seqs[0]! <= seq) s++;
      const place = placeIn(stretches[s]!, seq, block.parts[p]!);
      if (place < 0) continue;
      const impact = Math.min(255, Math.round(stands / IMPACT));
      found[s]!.set(place, Math.max(found[s]!.get(place) ?? 1, impact));
    }
  }
  return found.map((impacts) => {
    const places = Uint16Array.from(impacts.keys()).sort();
    return {
      places,
      impacts: Uint8Array.from(places, (place) => impacts.get(place)!),
      most: Math.max(0, ...impacts.values()),
    };
  });
}

/** Of each passage of a block; none where another model has made it. */
function cosinesOf({ values, scale }: Direction, block: VectorBlock): Float32Array {
  if (values.length !== block.dimensions) return new Float32Array(block.passages);
  const products = dotProducts(values, block.values);
  const cosines = new Float32Array(products.length);
  for (let n = 0; n < cosines.length; n++) cosines[n] = products[n]! * scale * block.scales[n]!;
  return cosines;
}

/** Where a passage of a message stands in a stretch: where the message is indexed whole, there; -1 where it does not. */
function placeIn({ seqs, messages }: IndexedStretch, seq: number, part: number): number {
  let low = 0;
  let high = messages - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seqs[middle]! < seq) low = middle + 1;
    else high = middle;
  }
  if (seqs[low] !== seq) return -1;
  return seqs[low + part] === seq ? low + part : low;
}
