import { createCipheriv, randomBytes } from 'node:crypto';

const GOOD_MS = 5 * 60_000;
const BLOCK = 32;

/**
 * Pictures as WeCom gives them out (document 101463; `src/crypto.ts` of WecomTeam/aibot-node-sdk): encrypted with a key of
 * their own, padded to 32 bytes, for five minutes.
 */
export class Media {
  private readonly files = new Map<string, { bytes: Buffer; until: number }>();

  seal(bytes: Buffer, base: string, now: number): { url: string; aeskey: string } {
    const key = randomBytes(32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const pad = BLOCK - (bytes.length % BLOCK);
    const padded = Buffer.concat([bytes, Buffer.alloc(pad, pad)]);
    const path = `/media/${randomBytes(8).toString('hex')}`;
    const sealed = Buffer.concat([cipher.update(padded), cipher.final()]);
    this.files.set(path, { bytes: sealed, until: now + GOOD_MS });
    // The platform's own libraries take keys with and without base64's last sign, so that both come.
    const aeskey = key.toString('base64');
    return { url: base + path, aeskey: this.files.size % 2 ? aeskey : aeskey.replace('=', '') };
  }

  get(path: string, now: number): Buffer | undefined {
    const file = this.files.get(path);
    return file && file.until > now ? file.bytes : undefined;
  }
}
