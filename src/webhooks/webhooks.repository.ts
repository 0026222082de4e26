import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type {
  WebhookCallEvent,
  WebhookDeliveryView,
  WebhookEvent,
  WebhookView,
} from '../contracts/webhook.js';

/** A call that is to be made now. */
export interface DueCall {
  id: string;
  webhookId: string;
  url: string;
  secret: Buffer;
  event: WebhookCallEvent;
  data: string;
  attempts: number;
  createdAt: Date;
}

/** A call as a list shows it, and a webhook with its latest one. */
type CallRow = Omit<WebhookDeliveryView, 'createdAt' | 'nextAt'> & { createdAt: Date; nextAt: Date | null };
type WebhookRow = Omit<WebhookView, 'createdAt' | 'lastCall'> & { createdAt: Date };

const CALL = `d.id, d.event, d.created_at AS "createdAt", d.attempts, d.state, d.next_at AS "nextAt", d.problem,
  d.problem_code AS "problemCode", d.problem_status AS "problemStatus"`;

const viewOf = ({
  id,
  event,
  createdAt,
  attempts,
  state,
  nextAt,
  problem,
  problemCode,
  problemStatus,
}: CallRow): WebhookDeliveryView => ({
  id,
  event,
  createdAt: createdAt.toISOString(),
  attempts,
  state,
  nextAt: nextAt?.toISOString() ?? null,
  problem,
  problemCode,
  problemStatus,
});

/** How a try ended: `nextAt` null is the end of it. */
export interface TryEnd {
  state: WebhookDeliveryView['state'];
  nextAt: Date | null;
  problem: { message: string; code: string; status: number | null } | null;
}

/** Calls of one address that may wait, and their bytes: one that is away for long is not told of all that happened. */
const MOST_WAITING = 1000;
const MOST_WAITING_BYTES = 16 * 1024 * 1024;
/** Calls of one address that are kept once they were made. */
const KEPT = 100;

/** Calls to addresses that are told of what happens, in the database. */
@Injectable()
export class WebhooksRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Whether there is any at all. */
  async some(): Promise<boolean> {
    const [row] = await this.database.query<[{ some: boolean }]>(
      'SELECT EXISTS (SELECT FROM webhooks) AS some',
    );
    return row.some;
  }

  /** An owner's, the newest first. */
  async list(ownerId: string): Promise<WebhookView[]> {
    const rows = await this.database.query<WebhookRow[]>(
      `SELECT w.id, w.url, w.events, w.created_at AS "createdAt", k.name AS "keyName"
       FROM webhooks w LEFT JOIN api_keys k ON k.id = w.key_id
       WHERE w.owner_id = $1 ORDER BY w.created_at DESC, w.id`,
      [ownerId],
    );
    const latest = await this.database.query<(CallRow & { webhookId: string })[]>(
      `SELECT l.* FROM webhooks w CROSS JOIN LATERAL (
         SELECT d.webhook_id AS "webhookId", ${CALL} FROM webhook_deliveries d
         WHERE d.webhook_id = w.id ORDER BY d.created_at DESC, d.id LIMIT 1) l
       WHERE w.owner_id = $1`,
      [ownerId],
    );
    const calls = new Map(latest.map((call) => [call.webhookId, viewOf(call)]));
    return rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastCall: calls.get(row.id) ?? null,
    }));
  }

  /** The latest calls of an address, the newest first. */
  async calls(webhookId: string, limit: number): Promise<WebhookDeliveryView[]> {
    const rows = await this.database.query<CallRow[]>(
      `SELECT ${CALL} FROM webhook_deliveries d WHERE d.webhook_id = $1 ORDER BY d.created_at DESC, d.id LIMIT $2`,
      [webhookId, limit],
    );
    return rows.map(viewOf);
  }

  /** Has an address called to try it, once at a time. @returns null where there is no such webhook */
  async ping(ownerId: string, webhookId: string): Promise<WebhookDeliveryView | null> {
    const [call] = await this.database.query<CallRow[]>(
      `INSERT INTO webhook_deliveries AS d (webhook_id, event, data)
       SELECT w.id, 'ping', '{}' FROM webhooks w WHERE w.owner_id = $1 AND w.id = $2
       ON CONFLICT (webhook_id) WHERE event = 'ping' AND next_at IS NOT NULL
         DO UPDATE SET event = excluded.event RETURNING ${CALL}`,
      [ownerId, webhookId],
    );
    return call ? viewOf(call) : null;
  }

  /** Has everybody told who wants to know of it. @param whose a session's owner, or an owner */
  async add(
    whose: { sessionId: string } | { ownerId: string },
    event: WebhookEvent,
    data: object,
  ): Promise<void> {
    const [id, owner] =
      'ownerId' in whose
        ? [whose.ownerId, '$1::uuid']
        : [whose.sessionId, '(SELECT owner_id FROM sessions WHERE id = $1)'];
    await this.database.query(
      `INSERT INTO webhook_deliveries (webhook_id, event, data)
       SELECT w.id, $2, $3 FROM webhooks w
       WHERE w.owner_id = ${owner} AND $2 = ANY (w.events)
         AND NOT EXISTS (SELECT FROM api_keys k WHERE k.id = w.key_id AND k.expires_at <= now())
         AND (SELECT count(*) < $4 AND coalesce(sum(octet_length(d.data)), 0) < $5
           FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.next_at IS NOT NULL)`,
      [id, event, JSON.stringify(data), MOST_WAITING, MOST_WAITING_BYTES],
    );
  }

  /**
   * Of each address but these the call that has waited longest, by lot where there are more: those that take their time
   * and have much to hear leave room for the others.
   */
  async due(busy: readonly string[], limit: number): Promise<DueCall[]> {
    return this.database.query(
      `SELECT * FROM (
         SELECT DISTINCT ON (d.webhook_id) d.id, d.webhook_id AS "webhookId", w.url, w.secret, d.event, d.data, d.attempts,
           d.created_at AS "createdAt"
         FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
         WHERE d.next_at <= now() AND d.webhook_id <> ALL ($1)
         ORDER BY d.webhook_id, d.next_at, d.created_at, d.id
       ) due ORDER BY random() LIMIT $2`,
      [busy, limit],
    );
  }

  /** Milliseconds until a call that waits is due; null where none waits. */
  async untilDue(): Promise<number | null> {
    const [row] = await this.database.query<[{ ms: number | null }]>(
      `SELECT (extract(epoch FROM min(next_at) - now()) * 1000)::float8 AS ms
       FROM webhook_deliveries WHERE next_at IS NOT NULL`,
    );
    return row.ms;
  }

  /** Writes down how a try ended, and forgets calls that were made long ago. */
  async end({ id, webhookId }: DueCall, { state, nextAt, problem }: TryEnd): Promise<void> {
    await this.database.query(
      `UPDATE webhook_deliveries SET state = $2, next_at = $3, problem = $4, problem_code = $5, problem_status = $6,
         attempts = attempts + 1, data = CASE WHEN $3::timestamptz IS NULL THEN '' ELSE data END WHERE id = $1`,
      [id, state, nextAt, problem?.message ?? null, problem?.code ?? null, problem?.status ?? null],
    );
    if (nextAt) return;
    await this.database.query(
      `DELETE FROM webhook_deliveries WHERE webhook_id = $1 AND next_at IS NULL AND id NOT IN (
         SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND next_at IS NULL
         ORDER BY created_at DESC, id LIMIT $2)`,
      [webhookId, KEPT],
    );
  }
}
