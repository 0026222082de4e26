/** In units. */
export const GRAM = 4;
const MOST_BITS = 20;

/** Where every four units in a row stand. */
export interface Grams {
  /**
   * Places of the four units at `offset` of `units`, in order, among a few of others that share their number:
   * whoever reads them compares.
   */
  places(units: Uint16Array, offset: number): Uint32Array;
}

/** By counting: two arrays of numbers, some 8 bytes a unit, whatever the text holds. */
export function indexGrams(units: Uint16Array): Grams {
  const bits = Math.min(MOST_BITS, Math.max(8, 32 - Math.clz32(units.length)));
  const numberOf = (of: Uint16Array, at: number): number => {
    let hash = of[at]!;
    for (let k = 1; k < GRAM; k++) hash = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) + of[at + k]!;
    return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> (32 - bits);
  };
  const ends = new Uint32Array((1 << bits) + 1);
  const last = units.length - GRAM;
  for (let at = 0; at <= last; at++) ends[numberOf(units, at) + 1]!++;
  for (let n = 1; n < ends.length; n++) ends[n]! += ends[n - 1]!;
  const places = new Uint32Array(Math.max(0, last + 1));
  // Filled from behind, each list's end moves to its beginning and places stay in order.
  for (let at = last; at >= 0; at--) places[--ends[numberOf(units, at) + 1]!] = at;
  const listStart = (n: number) => ends[n + 1]!;
  const listEnd = (n: number) => (n + 2 < ends.length ? ends[n + 2]! : places.length);
  return {
    places(of, offset) {
      const n = numberOf(of, offset);
      return places.subarray(listStart(n), listEnd(n));
    },
  };
}
