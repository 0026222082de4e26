import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** Which sign-ins end. */
export interface WhichSignIns {
  id?: string;
  but?: string | null;
  /** The very browser signs out: nobody is kept out. Who is may have made codes before, to come in again. */
  isOwn?: boolean;
}

/** What is asked of sign-ins and changed in them by one statement, so that nobody comes between. */
@Injectable()
export class SignInsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Takes a code away. @returns whose it was, or null where there is none that is good */
  async spend(hash: Buffer, tokenHash: Buffer): Promise<string | null> {
    const [rows] = await this.database.query<[{ ownerId: string }[], number]>(
      `DELETE FROM sign_ins
       WHERE hash = $1 AND kind = 'code' AND token_hash = $2 AND expires_at > now() RETURNING owner_id AS "ownerId"`,
      [hash, tokenHash],
    );
    return rows[0]?.ownerId ?? null;
  }

  /** Ends one, or all, or all but one, and unless somebody only signs out, the codes that wait. @returns the ids of those that are ended by this */
  async end(ownerId: string, which: WhichSignIns): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `WITH ended AS (
         UPDATE sign_ins SET expires_at = now(), address = '', device = ''
         WHERE owner_id = $1 AND kind = 'cookie' AND expires_at > now()
           AND ($2::uuid IS NULL OR id = $2) AND ($3::uuid IS NULL OR id <> $3)
         RETURNING id
       ), codes AS (
         DELETE FROM sign_ins WHERE owner_id = $1 AND kind = 'code' AND NOT $4::boolean
           AND ($2::uuid IS NULL OR EXISTS (SELECT FROM ended))
       )
       SELECT id FROM ended`,
      [ownerId, which.id ?? null, which.but ?? null, which.isOwn ?? false],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes down that some are in use, each once in so many milliseconds. @returns those that are good, keys among them */
  async see(ids: readonly string[], tokenHash: Buffer, everyMs: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `WITH good AS (
         SELECT id FROM sign_ins WHERE id = ANY ($1) AND token_hash = $2 AND expires_at > now()
       ), seen AS (
         UPDATE sign_ins SET last_seen_at = now()
         WHERE id IN (SELECT id FROM good) AND last_seen_at < now() - $3 * interval '1 millisecond'
       )
       SELECT id FROM good
       UNION ALL
       SELECT id FROM api_keys WHERE id = ANY ($1) AND (expires_at IS NULL OR expires_at > now())`,
      [ids, tokenHash, everyMs],
    );
    return rows.map(({ id }) => id);
  }
}
