import { randomUUID } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { TestServer } from '../server.js';
import { zipOf } from './zip.js';

/** The rows of a backup by table, each as the columns of the database. */
export type ArchiveRows = Record<string, Record<string, any>[] | undefined>;

export const MANIFEST = { name: 'keepsake.json', content: '{"keepsake":"backup","format":1}' };

/** A backup as a server writes it. */
export async function savedBackup(server: TestServer): Promise<Buffer> {
  const response = await fetch(`${server.url}/api/backup`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

/** Reads an archive as it was written by the server. */
export function rowsOfArchive(zip: Buffer): ArchiveRows {
  const rows: ArchiveRows = {};
  const end = zip.lastIndexOf('PK\x05\x06');
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [packed, nameLength, extra, comment] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    at += 46 + nameLength + extra + comment;
    if (!name.endsWith('.jsonl')) continue;
    const lines = inflateRawSync(zip.subarray(from, from + packed))
      .toString()
      .split('\n')
      .filter(Boolean);
    rows[name.replace('.jsonl', '')] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }
  return rows;
}

/** An archive of rows. @param extra lines after them, as they are */
export function archiveOf(rows: ArchiveRows, extra: Record<string, string[]> = {}): Buffer {
  const files = Object.entries(rows).map(([table, all]) => ({
    name: `${table}.jsonl`,
    content: [...(all ?? []).map((row) => JSON.stringify(row)), ...(extra[table] ?? [])].join('\n'),
    deflate: true,
  }));
  return zipOf([MANIFEST, ...files]);
}

/** The same rows under other ids, so that none of them is there already. */
export function anew(rows: ArchiveRows): ArchiveRows {
  const ids = new Map<string, string>();
  const text = JSON.stringify(rows).replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    (id) => {
      if (!ids.has(id)) ids.set(id, randomUUID());
      return ids.get(id)!;
    },
  );
  return JSON.parse(text) as ArchiveRows;
}
