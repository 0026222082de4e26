import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { SourceIndex } from '../../../context/recall/source/source-index.js';
import { SourcePassages } from '../../../sources/source-passages.js';
import { inSlices } from '../../../text/search/slices.js';

/** Bytes of indexes that are kept in memory, for all sources together. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Bytes of text that are indexed of a source: longer than the longest novels. What comes behind them is not looked for. */
const MOST_OF_SOURCE = 48_000_000;
/** Bytes of indexes that are looked through at once. */
const MOST_AT_ONCE = 64 * 1024 * 1024;

/**
 * The indexes of sources: made once for each, when a turn first looks for something in it, stored, and kept in a bounded
 * cache. A source's text never changes.
 */
@Injectable()
export class SourceIndexesRepository {
  private readonly cache = new LRUCache<string, SourceIndex[]>({
    maxSize: MAX_BYTES,
    sizeCalculation: (indexes) => 1 + sizeOf(indexes),
  });
  private readonly making = new Map<string, Promise<SourceIndex[]>>();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly passages: SourcePassages,
  ) {}

  /** The indexes of several sources, one read after another; the last ones are empty where there is too much. */
  async all(sourceIds: readonly string[]): Promise<SourceIndex[][]> {
    const all: SourceIndex[][] = [];
    let bytes = 0;
    for (const id of sourceIds) {
      all.push(bytes < MOST_AT_ONCE ? await this.of(id) : []);
      bytes += sizeOf(all.at(-1)!);
    }
    return all;
  }

  /** @returns the parts of a source's index, in the order of its text */
  private async of(sourceId: string): Promise<SourceIndex[]> {
    const cached = this.cache.get(sourceId);
    if (cached) return cached;
    const making = this.making.get(sourceId) ?? this.read(sourceId);
    this.making.set(sourceId, making);
    try {
      const indexes = await making;
      this.cache.set(sourceId, indexes);
      return indexes;
    } finally {
      this.making.delete(sourceId);
    }
  }

  private async read(sourceId: string): Promise<SourceIndex[]> {
    const rows = await this.database.query<{ bytes: Buffer }[]>(
      'SELECT bytes FROM source_indexes WHERE source_id = $1 ORDER BY n',
      [sourceId],
    );
    return (rows.length && readable(rows)) || this.make(sourceId);
  }

  private async make(sourceId: string): Promise<SourceIndex[]> {
    const indexes: SourceIndex[] = [];
    for await (const part of this.passages.parts(sourceId, MOST_OF_SOURCE))
      indexes.push(await inSlices(SourceIndex.of(part)));
    // Whoever deletes the source meanwhile deletes this with it.
    await this.database.query(
      `WITH old AS (DELETE FROM source_indexes WHERE source_id = $1 AND n >= cardinality($2::bytea[]))
       INSERT INTO source_indexes (source_id, n, bytes)
       SELECT s.id, i.n - 1, i.bytes FROM sources s, unnest($2::bytea[]) WITH ORDINALITY i (bytes, n) WHERE s.id = $1
       ON CONFLICT ON CONSTRAINT source_indexes_pk DO UPDATE SET bytes = excluded.bytes`,
      [sourceId, indexes.map(({ bytes }) => Buffer.from(bytes.buffer))],
    );
    return indexes;
  }
}

/** What another version has stored, or another machine, is made anew. */
function readable(rows: readonly { bytes: Buffer }[]): SourceIndex[] | null {
  try {
    return rows.map(({ bytes }) => new SourceIndex(bytes));
  } catch {
    return null;
  }
}

const sizeOf = (indexes: readonly SourceIndex[]) => indexes.reduce((sum, { bytes }) => sum + bytes.length, 0);
