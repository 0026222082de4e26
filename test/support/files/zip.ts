import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** A file of an archive; the last five tell lies or too much in the headers. */
export interface ZipFile {
  name: string;
  content: string | Uint8Array;
  deflate?: boolean;
  encrypted?: boolean;
  claimedSize?: number;
  claimedCrc?: number;
  method?: number;
  /** Extra fields in the directory, 4 bytes each. */
  extraFields?: number;
}

/** Writes a zip archive, honest or not, for tests. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const content = Buffer.from(file.content as string);
    const packed = file.deflate ? deflateRawSync(content) : content;
    const name = Buffer.from(file.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (file.encrypted ? 1 : 0), 2);
    common.writeUInt16LE(file.method ?? (file.deflate ? 8 : 0), 4);
    common.writeUInt32LE(file.claimedCrc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(file.claimedSize ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const extra = Buffer.alloc(4 * (file.extraFields ?? 0), uint32(0x9999));
    const described = Buffer.from(common);
    described.writeUInt16LE(extra.length, 24);
    directory.push(
      Buffer.from('PK\x01\x02\x14\0', 'latin1'),
      described,
      Buffer.alloc(10),
      uint32(at),
      name,
      extra,
    );
    const body = [Buffer.from('PK\x03\x04', 'latin1'), common, name, packed];
    bodies.push(...body);
    at += body.reduce((sum, part) => sum + part.length, 0);
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** What inflates (zlib) to so many megabytes of zeros: one that was deflated, over and over. Its checksum is missing. */
export function deflatedZeros(megabytes: number): Buffer {
  const one = deflateSync(Buffer.alloc(1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([one.subarray(0, 2), ...Array<Buffer>(megabytes).fill(one.subarray(2))]);
}
