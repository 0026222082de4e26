import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** SHA-1 of the parts, sorted and put together: of `token, timestamp, nonce`, and of the encrypted text besides. */
export function signatureOf(...parts: string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

const BLOCK = 32;

/**
 * The 安全模式 of messages (消息加解密说明): AES-256-CBC by the 43 characters of EncodingAESKey, its first half the
 * vector; 16 random bytes, the length, the text and the app id, padded to 32 bytes.
 */
export class Sealing {
  private readonly key: Buffer;

  constructor(
    encodingAesKey: string,
    private readonly appId: string,
  ) {
    if (!/^[a-zA-Z0-9]{43}$/.test(encodingAesKey))
      throw new Error('EncodingAESKey has 43 letters and digits');
    this.key = Buffer.from(`${encodingAesKey}=`, 'base64');
  }

  seal(text: string, appId = this.appId): string {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    const plain = Buffer.concat([randomBytes(16), length, bytes, Buffer.from(appId)]);
    const pad = BLOCK - (plain.length % BLOCK);
    const cipher = createCipheriv('aes-256-cbc', this.key, this.key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([
      cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
      cipher.final(),
    ]).toString('base64');
  }

  /** Undefined where it was not sealed for this app. */
  open(sealed: string): string | undefined {
    try {
      const decipher = createDecipheriv('aes-256-cbc', this.key, this.key.subarray(0, 16)).setAutoPadding(
        false,
      );
      const padded = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()]);
      const plain = padded.subarray(0, padded.length - padded.at(-1)!);
      const end = 20 + plain.readUInt32BE(16);
      return plain.subarray(end).toString() === this.appId ? plain.subarray(20, end).toString() : undefined;
    } catch {
      return undefined;
    }
  }
}

/** As WeChat writes it: texts in CDATA, numbers bare. */
export function xmlOf(fields: Record<string, string | number>): string {
  const inner = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number'
      ? `<${name}>${value}</${name}>`
      : `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
  );
  return `<xml>\n${inner.join('\n')}\n</xml>`;
}

/** The fields of a flat `<xml>`; undefined where it is none. */
export function fieldsOf(xml: string): Record<string, string> | undefined {
  const inner = /^\s*<xml>([\s\S]*)<\/xml>\s*$/.exec(xml)?.[1];
  if (inner === undefined) return undefined;
  const fields: Record<string, string> = {};
  for (const [, name, text] of inner.matchAll(/<(\w+)>([\s\S]*?)<\/\1>/g))
    fields[name!] = text!
      .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, raw: string) =>
        raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
      )
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
      .trim();
  return fields;
}
