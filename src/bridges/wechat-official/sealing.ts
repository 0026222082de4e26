import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Of what is encrypted, in bytes; AES itself has half of that. */
const BLOCK = 32;
const RANDOM = 16;
const LENGTH = 4;

/** The EncodingAESKey: 43 characters, of which base64 makes the 32 bytes of a key. */
export const AES_KEY = /^[A-Za-z0-9]{43}$/;

/** SHA-1, in hexadecimal, of the parts in their order, put together (接入指南; 消息加解密说明). */
export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Whether a signature is right, in a time that tells nothing of how much of it is. */
export function isSigned(signature: string, ...parts: readonly string[]): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(...parts))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/**
 * The secure mode of messages (消息加解密说明): AES-256-CBC, the first half of the key as the vector; 16 random bytes, the
 * text's length in 4, the text, and the account's AppID; padded to 32 bytes.
 */
export class Sealing {
  private readonly key: Buffer;

  constructor(
    encodingAesKey: string,
    private readonly appId: string,
  ) {
    this.key = Buffer.from(`${encodingAesKey}=`, 'base64');
  }

  /** Null where it was not sealed for this account. */
  open(sealed: string): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length === 0 || bytes.length % BLOCK !== 0) return null;
    const decipher = createDecipheriv('aes-256-cbc', this.key, this.key.subarray(0, 16));
    const padded = Buffer.concat([decipher.setAutoPadding(false).update(bytes), decipher.final()]);
    const pad = padded.at(-1)!;
    if (pad < 1 || pad > BLOCK) return null;
    const plain = padded.subarray(RANDOM, padded.length - pad);
    if (plain.length < LENGTH) return null;
    const end = LENGTH + plain.readUInt32BE(0);
    // An end beyond the text leaves nothing for the account.
    if (plain.subarray(end).toString() !== this.appId) return null;
    return plain.subarray(LENGTH, end).toString();
  }

  seal(text: string): string {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32BE(bytes.length);
    const plain = Buffer.concat([randomBytes(RANDOM), length, bytes, Buffer.from(this.appId)]);
    const pad = BLOCK - (plain.length % BLOCK);
    const cipher = createCipheriv('aes-256-cbc', this.key, this.key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([
      cipher.update(plain),
      cipher.update(Buffer.alloc(pad, pad)),
      cipher.final(),
    ]).toString('base64');
  }
}
