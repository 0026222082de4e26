import type { Hash } from 'node:crypto';
import { boundaryBefore } from '../../text/encoding/truncate.js';
import type { Work } from '../../text/search/slices.js';

/** In UTF-16 units: so much is written at once. */
const STRETCH = 128 * 1024;
/** In bytes: a part that is not joined with others any more. */
export const LARGE = 4 * 1024 * 1024;

/** Texts as bytes, in parts of some size, which the hash has read. */
export function* written(texts: readonly string[], hash: Hash): Work<Buffer[]> {
  const parts: Buffer[] = [];
  let open: Buffer[] = [];
  let size = 0;
  const close = () => {
    if (size > 0) parts.push(joinedOf(open, size));
    [open, size] = [[], 0];
  };
  for (const text of texts) {
    for (let at = 0; at < text.length;) {
      const end = at + STRETCH < text.length ? boundaryBefore(text, at + STRETCH) : text.length;
      const piece = Buffer.from(text.slice(at, end));
      hash.update(piece);
      open.push(piece);
      size += piece.length;
      if (size >= LARGE) close();
      if (piece.length >= STRETCH) yield;
      at = end;
    }
  }
  close();
  return parts;
}

/** Of the very size, and written once: nothing is left to tidy away. */
export function joinedOf(parts: readonly Buffer[], size: number): Buffer {
  const joined = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const part of parts) at += part.copy(joined, at);
  return joined;
}
