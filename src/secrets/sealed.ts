import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What seals and opens: 32 bytes. */
export type SealingKey = Buffer;

/** The first byte of everything sealed, so that another way can follow. */
const VERSION = 1;
/** As NIST SP 800-38D recommends for GCM: a nonce of 96 bits, a tag of 128. */
const NONCE = 12;
const TAG = 16;

/**
 * The key of a passphrase or of random bytes, whatever their length (HKDF-SHA-256, RFC 5869). It is not slow on purpose:
 * who sets SECRET_KEY is asked for a random one.
 */
export function sealingKey(secret: Buffer | string): SealingKey {
  return Buffer.from(hkdfSync('sha256', secret, '', 'keepsake secrets', 32));
}

/**
 * Encrypts a text with AES-256-GCM: version, nonce, tag, ciphertext.
 *
 * @param place what it belongs to, such as a row's id: moved to another place, it does not open
 */
export function seal(key: SealingKey, place: string, text: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]);
}

/** The text that was sealed, or null: with another key, for another place, or not by us. */
export function open(key: SealingKey, place: string, sealed: Buffer): string | null {
  if (sealed.length < 1 + NONCE + TAG || sealed[0] !== VERSION) return null;
  const [nonce, tag] = [sealed.subarray(1, 1 + NONCE), sealed.subarray(1 + NONCE, 1 + NONCE + TAG)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
    return decipher.update(sealed.subarray(1 + NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
