import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { ProcessLock } from '../database/process-lock.js';

/** Whose request it is, by what name, and what it asks, as SHA-256. */
export interface NamedRequest {
  ownerId: string;
  name: Buffer;
  request: Buffer;
}

/** How a request was answered. */
export interface StoredResponse {
  status: number;
  mediaType: string;
  /** Sealed; null where it was too large to be kept. */
  body: Buffer | null;
}

/**
 * What is known of a request that comes: nothing, so that it may be done; that it is being done; its answer. `full`: no
 * more names of its owner are kept.
 */
export type Known = 'new' | 'running' | 'other' | 'full' | StoredResponse;

/** Of one owner, within a day: requests that are known, and bytes of answers that are kept. */
const MOST = 100_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** Named requests in the database. */
@Injectable()
export class IdempotentRequestsRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly processLock: ProcessLock,
  ) {}

  /** Takes a request on, unless it is known. One that a process left when it was killed is taken over. */
  async begin({ ownerId, name, request }: NamedRequest): Promise<Known> {
    const [begun] = await this.database.query<unknown[]>(
      `INSERT INTO idempotent_requests AS known (owner_id, name, request, holder)
       SELECT $1, $2, $3, $4 WHERE ${MOST} > (
         SELECT count(*) FROM (SELECT FROM idempotent_requests WHERE owner_id = $1 AND name <> $2 LIMIT ${MOST}) others)
       ON CONFLICT (owner_id, name) DO UPDATE SET
         request = $3, holder = $4, status = NULL, body = NULL, created_at = now()
       WHERE known.created_at < now() - interval '24 hours'
         OR (known.holder <> $4 AND NOT process_is_alive(known.holder) AND known.request = $3)
       RETURNING 1`,
      [ownerId, name, request, this.processLock.number],
    );
    if (begun) return 'new';
    const [found] = await this.database.query<(StoredResponse & { holder: number | null; same: boolean })[]>(
      `SELECT holder, status, media_type AS "mediaType", body, request = $3 AS same
       FROM idempotent_requests WHERE owner_id = $1 AND name = $2`,
      [ownerId, name, request],
    );
    // It failed just now, and may be done again; unless there is no room.
    if (!found) return (await this.isFull(ownerId)) ? 'full' : this.begin({ ownerId, name, request });
    if (!found.same) return 'other';
    return found.holder === null ? found : 'running';
  }

  /** What there is no room for is only known to be done. */
  async finish({ ownerId, name }: NamedRequest, { status, mediaType, body }: StoredResponse): Promise<void> {
    await this.database.query(
      `UPDATE idempotent_requests SET holder = NULL, status = $3, media_type = $4,
         body = CASE WHEN ${MOST_BYTES} >= octet_length($5::bytea) + (
           SELECT coalesce(sum(octet_length(body)), 0) FROM idempotent_requests WHERE owner_id = $1) THEN $5 END
       WHERE owner_id = $1 AND name = $2`,
      [ownerId, name, status, mediaType, body],
    );
  }

  private async isFull(ownerId: string): Promise<boolean> {
    const [{ count }] = await this.database.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM idempotent_requests WHERE owner_id = $1',
      [ownerId],
    );
    return count >= MOST;
  }

  /** It was refused or failed: it may be done when it comes again. */
  async forget({ ownerId, name }: NamedRequest): Promise<void> {
    await this.database.query('DELETE FROM idempotent_requests WHERE owner_id = $1 AND name = $2', [
      ownerId,
      name,
    ]);
  }

  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotent_requests WHERE created_at < now() - interval '24 hours'`,
    );
  }
}
