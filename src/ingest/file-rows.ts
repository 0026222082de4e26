import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EntityManager } from 'typeorm';

/** A file that is handed in: in memory, or on disk with its size in bytes. */
export type NewFile = { name: string } & ({ bytes: Buffer } | { path: string; size: number });

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/**
 * Stores files as rows of an ingest. They pass through piece by piece in PostgreSQL's binary form: a file as a
 * parameter would be held in memory several times over.
 */
export async function storeFiles(
  manager: EntityManager,
  ingestId: string,
  files: readonly NewFile[],
): Promise<void> {
  if (!files.length) return;
  const client = (await manager.queryRunner!.connect()) as pg.PoolClient;
  const copy = client.query(
    copyFrom('COPY ingest_files (ingest_id, n, name, bytes) FROM STDIN (FORMAT binary)'),
  );
  await pipeline(Readable.from(rows(ingestId, files), { objectMode: false }), copy);
}

async function* rows(ingestId: string, files: readonly NewFile[]): AsyncGenerator<Buffer> {
  // Neither flags nor an extension of the header.
  yield Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
  for (const [n, file] of files.entries()) {
    const size = 'bytes' in file ? file.bytes.length : file.size;
    const columns = [Buffer.from(ingestId.replaceAll('-', ''), 'hex'), int32(n), Buffer.from(file.name)];
    yield Buffer.concat([int16(4), ...columns.flatMap((value) => [int32(value.length), value]), int32(size)]);
    if ('bytes' in file) yield file.bytes;
    else yield* createReadStream(file.path) as AsyncIterable<Buffer>;
  }
  yield int16(-1);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
