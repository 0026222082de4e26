/**
 * A value with bytes in it, ready to be sent to another thread without their being copied: each has memory of its own,
 * which is to be transferred. It is gone here then.
 */
export function handedOver(value: unknown): { value: unknown; memory: ArrayBuffer[] } {
  const owned = new Map<Uint8Array, Uint8Array<ArrayBuffer>>();
  const walk = (part: unknown): unknown => {
    if (part instanceof Uint8Array) {
      const bytes = owned.get(part) ?? withOwnMemory(part);
      owned.set(part, bytes);
      return bytes;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, walk(item)]));
  };
  return { value: walk(value), memory: [...new Set([...owned.values()].map(({ buffer }) => buffer))] };
}

/** Small buffers share one piece of memory, and parts of a file that of the whole. */
function withOwnMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
