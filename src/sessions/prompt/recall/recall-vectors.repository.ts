import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { MOST_READ } from '../../../context/recall/index/recall-index.js';
import type { VectorRange } from '../../../context/recall/vectors/likeness.js';
import { VectorBlock } from '../../../context/recall/vectors/vector-block.js';
import { SessionBus } from '../../bus/session-bus.js';

/** Messages of a block: few, so that a story of some hundred has vectors, and an edit costs little. */
export const BLOCK = 64;
/** A block is made once the story has gone on this far beyond it: the last places still change. */
const SEALED_AFTER = 8;
/** Bytes of blocks that are kept in memory, for all sessions together; and those of one story, the newest. */
const MAX_BYTES = 96 * 1024 * 1024;
const MOST_OF_STORY = MAX_BYTES / 2;
/** Blocks that are made of one story, the newest: older ones would not be read. */
const MOST_BLOCKS = 768;
/** Blocks that are read at once. */
const AT_ONCE = 16;

/** A block of a branch's own messages. */
export interface BlockPlace {
  branchId: string;
  n: number;
}

/** The messages of a block as they stand, and what they are known by. */
export interface BlockMessages {
  messages: { seq: number; content: string }[];
  hash: string;
}

/** A block within a story: which of its numbers are told. */
interface ToldBlock extends BlockPlace {
  fromSeq: number;
  toSeq: number;
  size: number;
}

const OF_BLOCK = `branch_id = $1 AND seq BETWEEN $2 * ${BLOCK} + 1 AND ($2 + 1) * ${BLOCK} AND chosen AND content <> ''`;

/**
 * The vectors of messages: made in the background, stored a block a row, kept in a bounded cache. A change of a message
 * drops the block that it falls into.
 */
@Injectable()
export class RecallVectorsRepository {
  private readonly cache = new LRUCache<string, VectorBlock>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => bytes.length,
  });

  /** How often places have changed. */
  private changes = 0;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    bus: SessionBus,
  ) {
    bus.handle('invalidate', ({ body: { places } }) => places && this.changed(places.branchIds, places.seq));
  }

  /** Those of a story before a number that a model has made, in the order of the story. */
  async before(branchId: string, before: number, model: string): Promise<VectorRange[]> {
    const told = await this.database.query<ToldBlock[]>(
      `SELECT v.branch_id AS "branchId", v.n, s.from_seq AS "fromSeq", least(s.to_seq, $2 - 1) AS "toSeq",
         octet_length(v.bytes) AS size
       FROM branch_segments s JOIN recall_vectors v ON v.branch_id = s.of_branch_id
         AND v.n BETWEEN (s.from_seq - 1) / ${BLOCK} AND (least(s.to_seq, $2 - 1) - 1) / ${BLOCK}
       WHERE s.branch_id = $1 AND s.from_seq < $2 AND v.model = $3 AND v.dimensions > 0
       ORDER BY s.from_seq DESC, v.n DESC`,
      [branchId, before, model],
    );
    let bytes = 0;
    const newest = told.filter(({ size }) => (bytes += size) <= MOST_OF_STORY).reverse();
    const blocks = await this.read(newest, model);
    return newest.flatMap(({ branchId, n, fromSeq, toSeq }) => {
      const block = blocks.get(`${branchId}:${n}`);
      return block ? [{ block, from: fromSeq, to: toSeq }] : [];
    });
  }

  /** Those of a story before a number that a model has not made yet, the newest first. */
  missing(branchId: string, before: number, model: string): Promise<BlockPlace[]> {
    return this.database.query<BlockPlace[]>(
      `SELECT "branchId", n FROM (
         SELECT s.of_branch_id AS "branchId", k.n, s.from_seq FROM branch_segments s,
           generate_series((s.from_seq - 1) / ${BLOCK}, least(s.to_seq, $2 - 1 - ${SEALED_AFTER}) / ${BLOCK} - 1) AS k (n)
         WHERE s.branch_id = $1 AND s.from_seq < $2 ORDER BY s.from_seq DESC, k.n DESC LIMIT ${MOST_BLOCKS}) b
       WHERE NOT EXISTS (SELECT FROM recall_vectors v WHERE v.branch_id = b."branchId" AND v.n = b.n AND v.model = $3)
       ORDER BY from_seq DESC, n DESC`,
      [branchId, before, model],
    );
  }

  /** The messages of a block, for vectors to be made of them. */
  async messages({ branchId, n }: BlockPlace): Promise<BlockMessages> {
    const rows = await this.database.query<{ id: string; seq: number; content: string }[]>(
      `SELECT id, seq, left(content, ${MOST_READ}) AS content FROM messages WHERE ${OF_BLOCK} ORDER BY seq`,
      [branchId, n],
    );
    return { messages: rows, hash: hashOf(rows) };
  }

  /**
   * Keeps a block, unless its messages are others by now.
   * @returns whether it was kept
   */
  async keep(
    { branchId, n }: BlockPlace,
    { messages, hash }: BlockMessages,
    model: string,
    { bytes, dimensions }: VectorBlock,
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      // Whoever changes or deletes a message waits, or is waited for: no vector outlives its text.
      await manager.query('SELECT FROM branches WHERE id = $1 FOR KEY SHARE', [branchId]);
      const now = await manager.query<{ id: string; content: string }[]>(
        `SELECT id, left(content, ${MOST_READ}) AS content FROM messages WHERE ${OF_BLOCK} ORDER BY seq FOR SHARE`,
        [branchId, n],
      );
      if (now.length !== messages.length || hashOf(now) !== hash) return false;
      await manager.query(
        `INSERT INTO recall_vectors (branch_id, n, model, dimensions, bytes)
         SELECT id, $2, $3, $4, $5 FROM branches WHERE id = $1
         ON CONFLICT ON CONSTRAINT recall_vectors_pk DO UPDATE SET
           model = excluded.model, dimensions = excluded.dimensions, bytes = excluded.bytes`,
        [branchId, n, model, dimensions, Buffer.from(bytes.buffer)],
      );
      return true;
    });
  }

  /** Reads those that are not in memory. */
  private async read(
    places: readonly BlockPlace[],
    model: string,
  ): Promise<ReadonlyMap<string, VectorBlock>> {
    const { changes } = this;
    const found = new Map<string, VectorBlock>();
    const missing: BlockPlace[] = [];
    for (const place of places) {
      const cached = this.cache.get(keyOf(place, model));
      if (cached) found.set(`${place.branchId}:${place.n}`, cached);
      else missing.push(place);
    }
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const some = missing.slice(at, at + AT_ONCE);
      const rows = await this.database.query<(BlockPlace & { bytes: Buffer })[]>(
        `SELECT branch_id AS "branchId", n, bytes FROM recall_vectors
         JOIN unnest($1::uuid[], $2::int[]) u (branch_id, n) USING (branch_id, n) WHERE model = $3`,
        [some.map(({ branchId }) => branchId), some.map(({ n }) => n), model],
      );
      for (const { bytes, ...place } of rows) {
        const block = readable(bytes);
        if (!block) continue;
        found.set(`${place.branchId}:${place.n}`, block);
        // What was read before a change is good for whoever asked before it.
        if (changes === this.changes) this.cache.set(keyOf(place, model), block);
      }
    }
    return found;
  }

  /** Forgets what is known of a place, because it has changed. */
  private async changed(branchIds: readonly string[], seq: number): Promise<void> {
    this.changes++;
    const n = Math.floor((seq - 1) / BLOCK);
    for (const key of [...this.cache.keys()])
      if (branchIds.some((id) => key.startsWith(`${id}:${n}:`))) this.cache.delete(key);
    await this.database.query('DELETE FROM recall_vectors WHERE branch_id = ANY($1) AND n = $2', [
      branchIds,
      n,
    ]);
  }
}

const keyOf = ({ branchId, n }: BlockPlace, model: string) => `${branchId}:${n}:${model}`;

function hashOf(messages: readonly { id: string; content: string }[]): string {
  const hash = createHash('sha256');
  for (const { id, content } of messages) hash.update(`${id} ${content}\0`);
  return hash.digest('hex');
}

/** What another version has stored, or another machine, helps nobody. */
function readable(bytes: Buffer): VectorBlock | null {
  try {
    return new VectorBlock(bytes);
  } catch {
    return null;
  }
}
