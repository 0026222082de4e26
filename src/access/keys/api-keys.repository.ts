import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ApiCallView } from '../../contracts/api-key.js';

/** A call as it is written down. */
export interface NewCall extends Omit<ApiCallView, 'at'> {
  keyId: string;
  ownerId: string;
  at: Date;
  address: string;
}

/** What a key has taken since it was last written down. */
export interface Taken {
  keyId: string;
  /** `2026-11-30`, UTC */
  day: string;
  requests: number;
  tokens: number;
}

/** So many calls of an owner are kept. */
const MOST_CALLS = 100;
/** Days of which is kept what keys have taken. */
const KEPT_DAYS = 31;

/** What is asked of keys and written of their use by one statement for many. */
@Injectable()
export class ApiKeysRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** What a key has taken on a day. */
  async taken(keyId: string, day: string): Promise<{ requests: number; tokens: number }> {
    const [row] = await this.database.query<{ requests: number; tokens: number }[]>(
      'SELECT requests, tokens::float8 AS tokens FROM api_key_days WHERE key_id = $1 AND day = $2',
      [keyId, day],
    );
    return row ?? { requests: 0, tokens: 0 };
  }

  /** Writes calls down, keeps the latest of each owner, and what keys have taken. Keys that are gone are passed over. */
  async write(calls: readonly NewCall[], taken: readonly Taken[]): Promise<void> {
    await this.database.transaction(async (within) => {
      await within.query(
        `INSERT INTO api_calls (owner_id, key_name, at, method, route, status, ms)
         SELECT c."ownerId", c."keyName", c.at, c.method, c.route, c.status, c.ms
         FROM jsonb_to_recordset($1) AS c ("ownerId" uuid, "keyName" text, at timestamptz, method text, route text, status int, ms int)
         WHERE EXISTS (SELECT FROM owners o WHERE o.id = c."ownerId")`,
        [JSON.stringify(calls)],
      );
      await within.query(
        `DELETE FROM api_calls WHERE owner_id = ANY ($1) AND id IN (
           SELECT id FROM (
             SELECT id, row_number() OVER (PARTITION BY owner_id ORDER BY at DESC, id) AS n
             FROM api_calls WHERE owner_id = ANY ($1)) numbered
           WHERE n > $2)`,
        [[...new Set(calls.map(({ ownerId }) => ownerId))], MOST_CALLS],
      );
      // In their order: two who write the same keys at once do not wait for each other for ever.
      await within.query(
        `UPDATE api_keys k SET last_used_at = u.at, last_address = u.address
         FROM (
           SELECT DISTINCT ON ("keyId") "keyId", at, address
           FROM jsonb_to_recordset($1) AS c ("keyId" uuid, at timestamptz, address text) ORDER BY "keyId", at DESC
         ) u WHERE k.id = u."keyId"`,
        [JSON.stringify(calls)],
      );
      await within.query(
        `INSERT INTO api_key_days (key_id, day, requests, tokens)
         SELECT t."keyId", t.day, t.requests, t.tokens
         FROM jsonb_to_recordset($1) AS t ("keyId" uuid, day date, requests int, tokens bigint)
         WHERE EXISTS (SELECT FROM api_keys k WHERE k.id = t."keyId")
         ON CONFLICT (key_id, day) DO UPDATE
         SET requests = api_key_days.requests + excluded.requests, tokens = api_key_days.tokens + excluded.tokens`,
        [JSON.stringify(taken)],
      );
    });
  }

  /** Forgets what keys took long ago. */
  async forget(): Promise<void> {
    await this.database.query(`DELETE FROM api_key_days WHERE day < current_date - ${KEPT_DAYS}`);
  }
}
