import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { PreparedStatements } from '../../../database/prepared.js';
import { SessionBus } from '../../bus/session-bus.js';
import {
  type IndexedMessage,
  IndexedStretch,
  MOST_READ,
} from '../../../context/recall/index/recall-index.js';
import { describe } from '../../../http/problem.filter.js';
import { inSlices } from '../../../text/search/slices.js';

/** Messages of a stretch; the same number stands in the migration. */
export const STRETCH = 512;
/** A stretch is sealed once the story has gone on this far beyond it: the last places still change. */
const SEALED_AFTER = 8;
/** Bytes of stretches that are kept in memory, for all sessions together. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Stretches that are read at once. */
const AT_ONCE = 16;
/** What is not sealed yet is indexed in so many messages, so that a story that goes on is not indexed again. */
export const STEP = 64;

/** A range of a story, on the branch that holds it. */
interface Segment {
  branchId: string;
  fromSeq: number;
  toSeq: number;
}

/**
 * The index of recall: sealed stretches are made once, stored, and kept in a bounded cache; what is not sealed yet is
 * indexed as it is asked for. An edit drops the stretch that it falls into.
 */
@Injectable()
export class RecallIndexRepository {
  private readonly cache = new LRUCache<string, IndexedStretch>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ bytes }) => 1 + bytes.length,
  });

  private readonly logger = new Logger(RecallIndexRepository.name);

  /** How often places have changed. */
  private changes = 0;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
    bus: SessionBus,
  ) {
    bus.handle('open', ({ sessionId, body }) => this.readAhead(body.ownerId, sessionId));
    bus.handle('invalidate', ({ body: { places } }) => places && this.changed(places.branchIds, places.seq));
  }

  /** Reads, or makes, the index of what is folded when somebody looks at a session, so that its next turn need not. */
  private async readAhead(ownerId: string, sessionId: string): Promise<void> {
    try {
      const [folded] = await this.database.query<{ branchId: string; foldedSeq: number }[]>(
        `SELECT b.id AS "branchId", b.folded_seq AS "foldedSeq" FROM sessions s JOIN branches b ON b.id = s.branch_id
         WHERE s.id = $1 AND s.owner_id = $2 AND b.folded_seq > 0`,
        [sessionId, ownerId],
      );
      if (folded) await this.before(folded.branchId, folded.foldedSeq + 1);
    } catch (error) {
      this.logger.warn(`A session's next turn has to read its index: ${describe(error)}`);
    }
  }

  /** All of a story before a number, in its order. */
  async before(branchId: string, before: number): Promise<IndexedStretch[]> {
    const segments = await this.statements.query<Segment>(
      'segments-before',
      `SELECT of_branch_id AS "branchId", from_seq AS "fromSeq", least(to_seq, $2 - 1) AS "toSeq"
       FROM branch_segments WHERE branch_id = $1 AND from_seq < $2 ORDER BY from_seq`,
      [branchId, before],
    );
    const stretches: IndexedStretch[] = [];
    for (const { branchId, fromSeq, toSeq } of segments) {
      const sealed = await this.sealed(branchId, fromSeq, toSeq);
      stretches.push(...sealed.stretches);
      if (sealed.next <= toSeq) stretches.push(...(await this.open(branchId, sealed.next, toSeq)));
    }
    return stretches.filter(({ messages }) => messages > 0);
  }

  /** Forgets the stretches that some messages stand in, because they are found by other words now. */
  async reworded(messageIds: readonly string[]): Promise<void> {
    const stretches = await this.database.query<{ branchId: string; n: number }[]>(
      `SELECT DISTINCT branch_id AS "branchId", (seq - 1) / ${STRETCH} AS n FROM messages WHERE id = ANY($1)`,
      [messageIds],
    );
    for (const { branchId, n } of stretches) await this.forget([branchId], n);
  }

  /** Forgets what is known of a place, because it has changed. */
  private changed(branchIds: readonly string[], seq: number): Promise<void> {
    return this.forget(branchIds, Math.floor((seq - 1) / STRETCH));
  }

  private async forget(branchIds: readonly string[], n: number): Promise<void> {
    this.changes++;
    for (const key of [...this.cache.keys()]) {
      const stale = (id: string) => key === `${id}:${n}` || key.startsWith(`${id}:open:`);
      if (branchIds.some(stale)) this.cache.delete(key);
    }
    await this.database.query('DELETE FROM recall_stretches WHERE branch_id = ANY($1) AND n = $2', [
      branchIds,
      n,
    ]);
  }

  /** The stretches that are sealed within a range, and where what comes after them begins. */
  private async sealed(
    branchId: string,
    fromSeq: number,
    toSeq: number,
  ): Promise<{ stretches: IndexedStretch[]; next: number }> {
    const first = Math.floor((fromSeq - 1) / STRETCH);
    // A stretch that begins before its segment is read message by message: it holds another story's beginning.
    if (first * STRETCH + 1 !== fromSeq) return { stretches: [], next: fromSeq };
    const numbers: number[] = [];
    for (let n = first; (n + 1) * STRETCH + SEALED_AFTER <= toSeq; n++) numbers.push(n);
    const { changes } = this;
    const missing = numbers.filter((n) => !this.cache.has(`${branchId}:${n}`));
    const found = new Map<number, IndexedStretch>();
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const rows = await this.database.query<{ n: number; bytes: Buffer }[]>(
        'SELECT n, bytes FROM recall_stretches WHERE branch_id = $1 AND n = ANY($2)',
        [branchId, missing.slice(at, at + AT_ONCE)],
      );
      for (const { n, bytes } of rows) {
        const stretch = readable(bytes);
        if (stretch) found.set(n, stretch);
      }
    }
    const stretches: IndexedStretch[] = [];
    for (const n of numbers) {
      const key = `${branchId}:${n}`;
      const stretch = this.cache.get(key) ?? found.get(n) ?? (await this.seal(branchId, n));
      // What was read before a change is good for whoever asked before it.
      if (changes === this.changes) this.cache.set(key, stretch);
      stretches.push(stretch);
    }
    return { stretches, next: (first + numbers.length) * STRETCH + 1 };
  }

  /** What is not sealed yet, in small stretches of its own that stay the same while the story goes on. */
  private async open(branchId: string, fromSeq: number, toSeq: number): Promise<IndexedStretch[]> {
    const parts: { key: string; from: number; to: number; cached: IndexedStretch | undefined }[] = [];
    for (let from = fromSeq; from <= toSeq;) {
      const to = Math.min(toSeq, Math.ceil(from / STEP) * STEP);
      const key = `${branchId}:open:${from}-${to}`;
      parts.push({ key, from, to, cached: this.cache.get(key) });
      from = to + 1;
    }
    const { changes } = this;
    const missing = parts.filter(({ cached }) => !cached);
    const unsealed = missing.length ? await this.messages(branchId, missing[0]!.from, toSeq) : [];
    const stretches: IndexedStretch[] = [];
    for (const { key, from, to, cached } of parts) {
      const within = unsealed.filter(({ seq }) => seq >= from && seq <= to);
      const stretch = cached ?? (await inSlices(IndexedStretch.of(within)));
      if (changes === this.changes) this.cache.set(key, stretch);
      stretches.push(stretch);
    }
    return stretches;
  }

  private async seal(branchId: string, n: number): Promise<IndexedStretch> {
    const { changes } = this;
    const messages = await this.messages(branchId, n * STRETCH + 1, (n + 1) * STRETCH);
    const stretch = await inSlices(IndexedStretch.of(messages));
    if (changes !== this.changes) return stretch;
    await this.database.query(
      `INSERT INTO recall_stretches (branch_id, n, bytes) VALUES ($1, $2, $3)
       ON CONFLICT ON CONSTRAINT recall_stretches_pk DO UPDATE SET bytes = excluded.bytes`,
      [branchId, n, Buffer.from(stretch.bytes.buffer)],
    );
    return stretch;
  }

  private messages(branchId: string, fromSeq: number, toSeq: number): Promise<IndexedMessage[]> {
    return this.database.query<IndexedMessage[]>(
      `SELECT m.seq, m.speaker, left(m.content, ${MOST_READ}) AS content, m.created_at AS at, w.words AS meant
       FROM messages m LEFT JOIN message_words w ON w.message_id = m.id
       WHERE m.branch_id = $1 AND m.seq BETWEEN $2 AND $3 AND m.chosen AND m.content <> '' ORDER BY m.seq`,
      [branchId, fromSeq, toSeq],
    );
  }
}

/** What another version has stored, or another machine, is made anew. */
function readable(bytes: Buffer): IndexedStretch | null {
  try {
    return new IndexedStretch(bytes);
  } catch {
    return null;
  }
}
