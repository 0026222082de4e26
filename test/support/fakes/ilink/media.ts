import { createCipheriv, randomBytes } from 'node:crypto';

/** The CDN: bytes are there encrypted with AES-128-ECB, and the key comes with the message. */
export class Media {
  private readonly files = new Map<string, Buffer>();

  /** Encrypts them and keeps them; where they are and the key, as `WeixinMessage` has them. */
  keep(bytes: Buffer, base: string) {
    const key = randomBytes(16);
    const cipher = createCipheriv('aes-128-ecb', key, null);
    const param = randomBytes(24).toString('base64');
    this.files.set(param, Buffer.concat([cipher.update(bytes), cipher.final()]));
    return {
      hexKey: key.toString('hex'),
      media: {
        encrypt_query_param: param,
        // Of its hexadecimal form for some kinds, of its bytes for others.
        aes_key: Buffer.from(key.toString('hex')).toString('base64'),
        encrypt_type: 1,
        full_url: `${base}/c2c/download?encrypted_query_param=${encodeURIComponent(param)}`,
      },
    };
  }

  get(param: string): Buffer | undefined {
    return this.files.get(param);
  }
}
