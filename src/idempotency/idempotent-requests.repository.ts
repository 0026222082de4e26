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

/** What is known of a request that comes: nothing, so that it may be done; that it is being done; its answer. */
export type Known = 'new' | 'running' | 'other' | StoredResponse;

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
      `INSERT INTO idempotent_requests AS known (owner_id, name, request, holder) VALUES ($1, $2, $3, $4)
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
    // It failed just now, and may be done again.
    if (!found) return this.begin({ ownerId, name, request });
    if (!found.same) return 'other';
    return found.holder === null ? found : 'running';
  }

  async finish({ ownerId, name }: NamedRequest, { status, mediaType, body }: StoredResponse): Promise<void> {
    await this.database.query(
      `UPDATE idempotent_requests SET holder = NULL, status = $3, media_type = $4, body = $5
       WHERE owner_id = $1 AND name = $2`,
      [ownerId, name, status, mediaType, body],
    );
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
