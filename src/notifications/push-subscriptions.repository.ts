import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** Where and for whom to encrypt, as a browser gave it. */
export interface PushTarget {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** More than these belong to browsers that were thrown away. */
const MOST = 20;

/** Which browsers want to be told. */
@Injectable()
export class PushSubscriptionsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Keeps one, in place of what the same browser gave before; beyond twenty, the oldest go. @returns its id */
  async keep(ownerId: string, signInId: string, target: Omit<PushTarget, 'id'>): Promise<string> {
    return this.database.transaction(async (within) => {
      // One after another: two that each drop the other's would wait for each other.
      await within.query('SELECT FROM owners WHERE id = $1 FOR NO KEY UPDATE', [ownerId]);
      const [row] = await within.query<[{ id: string }]>(
        `INSERT INTO push_subscriptions (owner_id, sign_in_id, endpoint, p256dh, auth) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (endpoint) DO UPDATE SET
           owner_id = $1, sign_in_id = $2, p256dh = $4, auth = $5, created_at = now()
         RETURNING id`,
        [ownerId, signInId, target.endpoint, target.p256dh, target.auth],
      );
      await within.query(
        `DELETE FROM push_subscriptions WHERE owner_id = $1 AND id NOT IN (
           SELECT id FROM push_subscriptions WHERE owner_id = $1 ORDER BY created_at DESC, id LIMIT $2)`,
        [ownerId, MOST],
      );
      return row.id;
    });
  }

  /** @returns whether there was one */
  async remove(ownerId: string, id: string): Promise<boolean> {
    const [, count] = await this.database.query<[unknown, number]>(
      'DELETE FROM push_subscriptions WHERE owner_id = $1 AND id = $2',
      [ownerId, id],
    );
    return count > 0;
  }

  /** Takes away one that its push service knows no longer. */
  async forget(id: string): Promise<void> {
    await this.database.query('DELETE FROM push_subscriptions WHERE id = $1', [id]);
  }

  /** Whether there is any at all. */
  async some(): Promise<boolean> {
    const [row] = await this.database.query<[{ some: boolean }]>(
      'SELECT EXISTS (SELECT FROM push_subscriptions) AS some',
    );
    return row.some;
  }

  /** Those of a session's owner whose sign-in has not ended, and the name of the session's character. */
  ofSession(sessionId: string): Promise<(PushTarget & { name: string })[]> {
    return this.database.query(
      `SELECT p.id, p.endpoint, p.p256dh, p.auth, c.name
       FROM sessions s
         JOIN characters c ON c.id = s.character_id
         JOIN push_subscriptions p ON p.owner_id = s.owner_id
         JOIN sign_ins i ON i.id = p.sign_in_id AND i.owner_id = s.owner_id AND i.expires_at > now()
       WHERE s.id = $1`,
      [sessionId],
    );
  }
}
