/** A Kindle's book of these records of text, for tests. */
export interface MobiOptions {
  compression?: number;
  encryption?: number;
  version?: number;
  /** Flags of what stands behind each record's text. */
  trailing?: number;
  /** Bytes that are put behind each record. */
  tail?: Buffer;
  /** Where the text ends and styles begin. */
  flow?: number;
  title?: string;
}

export function mobiOf(records: readonly Buffer[], options: MobiOptions = {}): Buffer {
  const title = Buffer.from(options.title ?? 'The Ferry');
  const head = Buffer.alloc(256);
  head.writeUInt16BE(options.compression ?? 1, 0);
  head.writeUInt32BE(
    records.reduce((sum, one) => sum + one.length, 0),
    4,
  );
  head.writeUInt16BE(records.length, 8);
  head.writeUInt16BE(4096, 10);
  head.writeUInt16BE(options.encryption ?? 0, 12);
  head.write('MOBI', 16, 'latin1');
  head.writeUInt32BE(232, 20);
  head.writeUInt32BE(65001, 28);
  head.writeUInt32BE(options.version ?? 6, 36);
  head.writeUInt32BE(head.length, 84);
  head.writeUInt32BE(title.length, 88);
  head.writeUInt32BE(options.flow === undefined ? 0xffffffff : records.length + 1, 192);
  head.writeUInt16BE(options.trailing ?? 0, 242);
  const flows = Buffer.alloc(28);
  flows.write('FDST', 0, 'latin1');
  flows.writeUInt32BE(12, 4);
  flows.writeUInt32BE(2, 8);
  flows.writeUInt32BE(options.flow ?? 0, 16);
  const tail = options.tail ?? Buffer.alloc(0);
  return palmOf('BOOKMOBI', [
    Buffer.concat([head, title]),
    ...records.map((one) => Buffer.concat([one, tail])),
    ...(options.flow === undefined ? [] : [flows]),
  ]);
}

export function palmOf(type: string, records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(78 + 8 * records.length);
  header.write('Book', 0, 'latin1');
  header.write(type, 60, 'latin1');
  header.writeUInt16BE(records.length, 76);
  let at = header.length;
  records.forEach((record, n) => {
    header.writeUInt32BE(at, 78 + 8 * n);
    at += record.length;
  });
  return Buffer.concat([header, ...records]);
}
