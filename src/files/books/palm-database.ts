import { Problem } from '../../contracts/problem.js';

/** Records of a Palm database, which a Kindle's book is one of. */
export interface PalmDatabase {
  /** `BOOKMOBI`, `TEXtREAd`. */
  type: string;
  name: string;
  count: number;
  /** @throws Problem `file_broken` */
  record(n: number): Buffer;
}

const HEADER = 78;

/** What kind of Palm database bytes are, or '' where they are none. */
export function palmType(bytes: Uint8Array): string {
  const type = Buffer.from(bytes.subarray(60, 68)).toString('latin1');
  return /^(?:BOOKMOBI|TEXtREAd)$/.test(type) ? type : '';
}

export function openPalmDatabase(bytes: Uint8Array): PalmDatabase {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (whole.length < HEADER) throw broken();
  const count = whole.readUInt16BE(76);
  if (count === 0 || whole.length < HEADER + 8 * count) throw broken();
  const startOf = (n: number) => (n < count ? whole.readUInt32BE(HEADER + 8 * n) : whole.length);
  return {
    type: palmType(bytes),
    name: whole.subarray(0, 32).toString('latin1').split('\0', 1)[0]!,
    count,
    record(n) {
      const [start, end] = [startOf(n), startOf(n + 1)];
      if (n < 0 || n >= count || start > end || end > whole.length) throw broken();
      return whole.subarray(start, end);
    },
  };
}

/** A record of text is 4096 bytes; nobody writes much larger ones. */
const LARGEST = 65_536;

/** Bytes that were packed as PalmDOC does: LZ77 with pairs of two bytes. */
export function unpackedPalmDoc(packed: Uint8Array): Buffer {
  const out = Buffer.alloc(LARGEST);
  let length = 0;
  const put = (byte: number) => {
    if (length >= LARGEST) throw broken();
    out[length++] = byte;
  };
  for (let at = 0; at < packed.length;) {
    const byte = packed[at++]!;
    if (byte >= 1 && byte <= 8) for (let i = 0; i < byte && at < packed.length; i++) put(packed[at++]!);
    else if (byte < 0x80) put(byte);
    else if (byte >= 0xc0) {
      put(0x20);
      put(byte ^ 0x80);
    } else {
      const pair = (byte << 8) | (packed[at++] ?? 0);
      const distance = (pair >> 3) & 0x7ff;
      if (distance === 0 || distance > length) throw broken();
      for (let i = 0; i < (pair & 7) + 3; i++) put(out[length - distance]!);
    }
  }
  return Buffer.from(out.subarray(0, length));
}

export function broken(): Problem {
  return new Problem('file_broken', 'This book is damaged or incomplete: fetch or export it again.');
}
