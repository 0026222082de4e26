import { createDecipheriv } from 'node:crypto';
import { isObject } from '../core/lossless.js';
import { sourceOf } from '../core/sealed-picture.js';
import { webAddress } from '../core/web-address.js';
import type { InboundPicture } from '../running/platform.js';
import type { Item } from './wire.js';

const CDN = 'https://novac2c.cdn.weixin.qq.com/c2c';
const PICTURE = 2;
const HEX = /^[0-9a-f]{32}$/i;

/**
 * A picture of a message (`ImageItem`, `CDNMedia` in `src/api/types.ts` of Tencent/openclaw-weixin): where it lies, and
 * what opens it; null where it is none.
 */
export function pictureOf(item: Item): InboundPicture | null {
  const image = item['type'] === PICTURE ? item['image_item'] : null;
  if (!isObject(image) || !isObject(image['media'])) return null;
  const { full_url, encrypt_query_param: param, aes_key } = image['media'];
  const address =
    webAddress(full_url) ??
    (typeof param === 'string' && param !== ''
      ? `${CDN}/download?encrypted_query_param=${encodeURIComponent(param)}`
      : null);
  if (address === null) return null;
  return {
    kind: 'picture',
    name: '',
    source: sourceOf({ url: address, key: keyOf(image['aeskey'], aes_key) }),
  };
}

/** Sixteen bytes: in hexadecimal, or in base64, of themselves or of their hexadecimal form. */
function keyOf(hex: unknown, base64: unknown): Buffer | null {
  if (typeof hex === 'string' && HEX.test(hex)) return Buffer.from(hex, 'hex');
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
  if (bytes.length === 16) return bytes;
  const text = bytes.toString('latin1');
  return HEX.test(text) ? Buffer.from(text, 'hex') : null;
}

/** AES-128-ECB, padded as usual (`src/cdn/aes-ecb.ts` there). @throws where it is no such thing */
export function opened(sealed: Uint8Array, key: Buffer): Uint8Array {
  const decipher = createDecipheriv('aes-128-ecb', key, null);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}
