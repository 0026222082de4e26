import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { BridgeEvent, BridgeKind, BridgePerson, BridgeSettings } from '../contracts/bridge.js';

/** A bridge as it is stored. */
export interface StoredBridge {
  id: string;
  ownerId: string;
  kind: BridgeKind;
  name: string;
  /** Without secrets. */
  settings: BridgeSettings;
  secrets: Buffer | null;
  enabled: boolean;
  /** Up to where its platform was read. */
  cursor: string | null;
  createdAt: Date;
}

export type BridgeValues = Pick<StoredBridge, 'name' | 'settings' | 'secrets' | 'enabled'>;

const COLUMNS = `b.id, b.owner_id AS "ownerId", b.kind, b.name, b.settings, b.secrets, b.enabled, b.cursor, b.created_at AS "createdAt"`;

/** So many events of a bridge are kept. */
const MOST_EVENTS = 100;

/** Bridges, and what happened at them. */
@Injectable()
export class BridgesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The oldest first. */
  list(ownerId: string): Promise<StoredBridge[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM bridges b WHERE b.owner_id = $1 ORDER BY b.created_at, b.id`,
      [ownerId],
    );
  }

  async find(ownerId: string, id: string): Promise<StoredBridge | null> {
    const [found] = await this.database.query<StoredBridge[]>(
      `SELECT ${COLUMNS} FROM bridges b WHERE b.owner_id = $1 AND b.id = $2`,
      [ownerId, id],
    );
    return found ?? null;
  }

  /** Those of all owners that are to run. */
  enabled(): Promise<StoredBridge[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM bridges b WHERE b.enabled ORDER BY b.created_at, b.id`,
    );
  }

  async create(ownerId: string, id: string, kind: BridgeKind, values: BridgeValues): Promise<void> {
    await this.database.query(
      `INSERT INTO bridges (id, owner_id, kind, name, settings, secrets, enabled) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, ownerId, kind, values.name, values.settings, values.secrets, values.enabled],
    );
  }

  async change(ownerId: string, id: string, values: BridgeValues): Promise<void> {
    await this.database.query(
      `UPDATE bridges SET name = $3, settings = $4, secrets = $5, enabled = $6 WHERE owner_id = $1 AND id = $2`,
      [ownerId, id, values.name, values.settings, values.secrets, values.enabled],
    );
  }

  /** Notes up to where its platform was read; null: from the beginning. */
  async reach(bridge: { id: string; ownerId: string }, cursor: string | null): Promise<void> {
    await this.database.query('UPDATE bridges SET cursor = $3 WHERE owner_id = $1 AND id = $2', [
      bridge.ownerId,
      bridge.id,
      cursor,
    ]);
  }

  /** A room has another number now: it stays let in, and keeps its conversation. */
  async moveRoom(bridge: { id: string; ownerId: string }, from: string, to: string): Promise<void> {
    await this.database.query(
      `WITH moved AS (
         UPDATE bridge_identities i SET account = $4
         WHERE owner_id = $1 AND bridge_id = $2 AND kind = 'room' AND account = $3 AND NOT EXISTS (
           SELECT FROM bridge_identities o WHERE o.bridge_id = $2 AND o.kind = 'room' AND o.account = $4)
       )
       UPDATE bridges SET settings = jsonb_set(settings, '{rooms}', (
         SELECT jsonb_agg(CASE WHEN room = to_jsonb($3::text) THEN to_jsonb($4::text) ELSE room END)
         FROM jsonb_array_elements(settings->'rooms') room))
       WHERE owner_id = $1 AND id = $2 AND settings->'rooms' @> to_jsonb($3::text)`,
      [bridge.ownerId, bridge.id, from, to],
    );
  }

  /** @returns whether there was one */
  async delete(ownerId: string, id: string): Promise<boolean> {
    const [, count] = await this.database.query<[unknown, number]>(
      'DELETE FROM bridges WHERE owner_id = $1 AND id = $2',
      [ownerId, id],
    );
    return count > 0;
  }

  /** Notes what happened; beyond a hundred the oldest are forgotten. */
  async note(
    bridge: { id: string; ownerId: string },
    code: string,
    params: BridgeEvent['params'] = {},
  ): Promise<void> {
    await this.database.query(
      `WITH added AS (
         INSERT INTO bridge_events (owner_id, bridge_id, code, params)
         SELECT owner_id, id, $3, $4 FROM bridges WHERE owner_id = $1 AND id = $2 RETURNING n
       )
       DELETE FROM bridge_events WHERE owner_id = $1 AND bridge_id = $2 AND n <= (
         SELECT n FROM bridge_events WHERE bridge_id = $2 ORDER BY n DESC OFFSET ${MOST_EVENTS - 1} LIMIT 1)`,
      [bridge.ownerId, bridge.id, code, params],
    );
  }

  /** The newest first. */
  events(ownerId: string, bridgeId: string): Promise<BridgeEvent[]> {
    return this.database.query(
      `SELECT at, code, params FROM bridge_events WHERE owner_id = $1 AND bridge_id = $2
       ORDER BY n DESC LIMIT ${MOST_EVENTS}`,
      [ownerId, bridgeId],
    );
  }

  /** Who is paired, by bridge, those of an owner. */
  people(
    ownerId: string,
  ): Promise<(Omit<BridgePerson, 'pairedAt'> & { bridgeId: string; pairedAt: Date })[]> {
    return this.database.query(
      `SELECT i.id, i.bridge_id AS "bridgeId", i.name, c.name AS "characterName", i.paired_at AS "pairedAt"
       FROM bridge_identities i LEFT JOIN characters c ON c.id = i.character_id AND c.owner_id = i.owner_id
       WHERE i.owner_id = $1 AND i.paired_at IS NOT NULL AND i.kind = 'person' ORDER BY i.paired_at, i.id`,
      [ownerId],
    );
  }

  /** What did not surely arrive, or not yet, in the last week, by bridge. */
  undelivered(
    ownerId: string,
  ): Promise<{ bridgeId: string; unconfirmed: number; refused: number; held: number }[]> {
    return this.database.query(
      `SELECT bridge_id AS "bridgeId", count(*) FILTER (WHERE state = 'unconfirmed')::int AS unconfirmed,
         count(*) FILTER (WHERE state = 'refused')::int AS refused,
         count(*) FILTER (WHERE state = 'held')::int AS held
       FROM bridge_outbox WHERE owner_id = $1 AND created_at > now() - interval '7 days' GROUP BY bridge_id`,
      [ownerId],
    );
  }
}
