import { createHash } from 'node:crypto';
import { openSystem } from './transcript.js';

/**
 * What two requests have in common when their pinned parts differ: the bytes of the system message that stay, and
 * their SHA-256. Never splits a character.
 */
export function commonPrefix(before: string, after: string): { bytes: number; hash: Buffer } {
  const a = `${openSystem(before)}"`;
  const b = `${openSystem(after)}"`;
  let same = 0;
  while (same < a.length && same < b.length && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  const last = a.charCodeAt(same - 1);
  if (last >= 0xd800 && last <= 0xdbff) same--;
  const kept = Buffer.from(a.slice(0, same), 'utf8');
  return { bytes: kept.length, hash: createHash('sha256').update(kept).digest() };
}
