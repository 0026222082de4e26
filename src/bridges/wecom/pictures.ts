import { createDecipheriv } from 'node:crypto';
import { sourceOf } from '../core/sealed-picture.js';
import { webAddress } from '../core/web-address.js';
import type { InboundPicture } from '../running/platform.js';

/** In base64, whose last sign is left out by some. */
const KEY = /^[A-Za-z0-9+/]{43}=?$/;
/** Of what is encrypted, in bytes; AES itself has half of that. */
const BLOCK = 32;

/**
 * A picture as WeCom tells of it (document 101463): an address, good for five minutes, and what opens it; null where there
 * is none.
 */
export function pictureOf({ url, aeskey }: Record<string, unknown>): InboundPicture | null {
  const address = webAddress(url);
  if (address === null) return null;
  const key = typeof aeskey === 'string' && KEY.test(aeskey) ? Buffer.from(aeskey, 'base64') : null;
  return { kind: 'picture', name: '', source: sourceOf({ url: address, key }) };
}

/** AES-256-CBC, the first half of the key as the vector; padded to 32 bytes (document 101463). @throws where it is no such thing */
export function opened(sealed: Uint8Array, key: Buffer): Uint8Array {
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  const end = padded.length - pad;
  if (pad < 1 || pad > BLOCK || end < 0 || padded.subarray(end).some((byte) => byte !== pad))
    throw new Error('It was sealed with another key.');
  return padded.subarray(0, end);
}
