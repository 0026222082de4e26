import { createCipheriv, randomBytes } from 'node:crypto';

/** The CDN: bytes are there encrypted with AES-128-ECB, and the key comes with the message. */
export class Media {
  private readonly files = new Map<string, Buffer>();

  /**
   * Encrypts them and keeps them; where they are and the key, as `WeixinMessage` has them: of pictures in base64, of all
   * else the base64 of its hexadecimal form (`src/cdn/pic-decrypt.ts` of Tencent/openclaw-weixin). A complete address need
   * not be there (`docs/protocol.md`, "CDN media reference").
   */
  keep(bytes: Buffer, base: string, isPicture = false) {
    const key = randomBytes(16);
    const cipher = createCipheriv('aes-128-ecb', key, null);
    const param = randomBytes(24).toString('base64');
    this.files.set(param, Buffer.concat([cipher.update(bytes), cipher.final()]));
    return {
      hexKey: key.toString('hex'),
      media: {
        encrypt_query_param: param,
        aes_key: (isPicture ? key : Buffer.from(key.toString('hex'))).toString('base64'),
        encrypt_type: 1,
        full_url: `${base}/c2c/download?encrypted_query_param=${encodeURIComponent(param)}`,
      },
    };
  }

  get(param: string): Buffer | undefined {
    return this.files.get(param);
  }
}
