import { createReadStream } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { IngestFile, IngestFilePiece } from './ingest.entity.js';

/** In bytes, of the pieces that a file is stored in. */
export const PIECE = 2 * 1024 * 1024;

/** A file that is handed in: in memory, or on disk; the title is a person's word. */
export type NewFile = { name: string; title?: string } & ({ bytes: Buffer } | { path: string });

/** What was handed in, kept in pieces: the database and this process never hold a large file as a whole. */
@Injectable()
export class IngestFiles {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param bytes in pieces of some size, at best `PIECE` */
  async add(
    manager: EntityManager,
    file: { ingestId: string; n: number; name: string; title?: string | null; url?: string | null },
    bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  ): Promise<void> {
    const { ingestId, n } = file;
    await manager.insert(IngestFile, file);
    let piece = 0;
    for await (const part of bytes)
      await manager.insert(IngestFilePiece, { ingestId, n, piece: piece++, bytes: part });
  }

  /** In the order in which they were handed in, without their bytes. */
  async of(ingestId: string): Promise<IngestFile[]> {
    return this.database.getRepository(IngestFile).find({ where: { ingestId }, order: { n: 'ASC' } });
  }

  /** The bytes of one, piece by piece, each asked for when it is needed; they can be gone through again. */
  bytesOf(file: Pick<IngestFile, 'ingestId' | 'n'>): AsyncIterable<Buffer> {
    return { [Symbol.asyncIterator]: () => this.pieces(file) };
  }

  private async *pieces({ ingestId, n }: Pick<IngestFile, 'ingestId' | 'n'>): AsyncGenerator<Buffer> {
    const pieces = this.database.getRepository(IngestFilePiece);
    for (let piece = 0; ; piece++) {
      const found = await pieces.findOneBy({ ingestId, n, piece });
      if (!found) return;
      yield found.bytes;
    }
  }
}

/** The bytes of a file that is handed in, piece by piece. */
export function bytesIn(file: NewFile): AsyncIterable<Buffer> | Iterable<Buffer> {
  return 'bytes' in file ? piecesOf(file.bytes) : createReadStream(file.path, { highWaterMark: PIECE });
}

/** Bytes that are here as a whole, in pieces to be stored. */
export function* piecesOf(bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield Buffer.from(bytes.subarray(at, at + PIECE));
}
