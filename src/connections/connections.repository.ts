import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { type Connection } from './connection.entity.js';

/** With how many characters and sessions have chosen it. */
export type StoredConnection = Connection & { characters: number; sessions: number };

/** What of a row is somebody's to set, in the order of the statements below. */
export const VALUE_FIELDS = [
  'name',
  'supplier',
  'baseUrl',
  'secrets',
  'model',
  'window',
  'price',
  'transport',
  'preset',
  'budget',
  'sees',
  'embeddingModel',
] as const;

export type ConnectionValues = Pick<Connection, (typeof VALUE_FIELDS)[number]>;

/** What one connection of an owner at most is chosen for: each has a column. */
export type ConnectionUse = 'default' | 'background' | 'recall';

/** What the environment says of its own. */
export type EnvironmentValues = Pick<
  Connection,
  'name' | 'baseUrl' | 'model' | 'window' | 'price' | 'transport'
>;

const COLUMNS = `id, owner_id AS "ownerId", name, supplier, base_url AS "baseUrl", secrets, model, window_tokens AS "window",
  price, transport, preset, budget, sees, refused, is_default AS "isDefault", is_background AS "isBackground",
  embedding_model AS "embeddingModel", is_recall AS "isRecall", from_environment AS "fromEnvironment", revision, created_at AS "createdAt"`;

/**
 * Where an owner has connections and none is the default, the environment's or else the oldest is; never one that came
 * with an archive and that its owner has not looked at yet (revision 0), nor one that names a model for vectors alone.
 */
const SOME_DEFAULT = `UPDATE connections SET is_default = true WHERE id = (
    SELECT id FROM connections WHERE owner_id = $1 AND revision > 0 AND (model <> '' OR embedding_model = '')
    ORDER BY NOT from_environment, created_at, id LIMIT 1)
  AND NOT EXISTS (SELECT FROM connections WHERE owner_id = $1 AND is_default)`;

/** The rows of connections. One at most is an owner's default. */
@Injectable()
export class ConnectionsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** The environment's first, then the oldest. */
  list(ownerId: string): Promise<StoredConnection[]> {
    return this.database.query(
      `SELECT ${COLUMNS},
         (SELECT count(*)::int FROM characters WHERE connection_id = connections.id) AS characters,
         (SELECT count(*)::int FROM sessions WHERE connection_id = connections.id) AS sessions
       FROM connections WHERE owner_id = $1 ORDER BY NOT from_environment, created_at, id`,
      [ownerId],
    );
  }

  create(ownerId: string, id: string, values: ConnectionValues): Promise<void> {
    return this.alone(ownerId, async (manager) => {
      await manager.query(
        `INSERT INTO connections (id, owner_id, name, supplier, base_url, secrets, model, window_tokens, price, transport,
           preset, budget, sees, embedding_model, is_default)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
           ($7 <> '' OR $14 = '') AND NOT EXISTS (SELECT FROM connections WHERE owner_id = $2 AND is_default))`,
        [id, ownerId, ...listed(values)],
      );
    });
  }

  /** @returns whether it was still the one that was read */
  async change(
    ownerId: string,
    id: string,
    values: ConnectionValues & Pick<Connection, 'refused'>,
    revision: number,
  ): Promise<boolean> {
    const [, changed] = await this.database.query<[unknown[], number]>(
      `UPDATE connections SET name = $3, supplier = $4, base_url = $5, secrets = $6, model = $7, window_tokens = $8,
         price = $9, transport = $10, preset = $11, budget = $12, sees = $13, embedding_model = $14, refused = $15,
         revision = revision + 1
       WHERE id = $1 AND owner_id = $2 AND revision = $16`,
      [id, ownerId, ...listed(values), values.refused, revision],
    );
    return changed > 0;
  }

  /** There is one of each at most. */
  choose(ownerId: string, id: string, what: ConnectionUse, on: boolean): Promise<void> {
    const column = `is_${what}`;
    return this.alone(ownerId, async (manager) => {
      await manager.query(
        `UPDATE connections SET ${column} = false, revision = revision + 1
         WHERE owner_id = $1 AND ${column} AND (id = $2) <> $3`,
        [ownerId, id, on],
      );
      if (on)
        await manager.query(
          `UPDATE connections SET ${column} = true, revision = revision + 1
           WHERE owner_id = $1 AND id = $2 AND NOT ${column}`,
          [ownerId, id],
        );
    });
  }

  /** Whoever had chosen it goes on with the default, which another becomes where this was it. */
  delete(ownerId: string, id: string): Promise<boolean> {
    return this.alone(ownerId, async (manager) => {
      const [, deleted] = await manager.query<[unknown[], number]>(
        'DELETE FROM connections WHERE owner_id = $1 AND id = $2 AND NOT from_environment',
        [ownerId, id],
      );
      if (deleted) await manager.query(SOME_DEFAULT, [ownerId]);
      return deleted > 0;
    });
  }

  /** What a server refused is not asked of that model again. */
  async remember(id: string, model: string, fields: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE connections SET refused = jsonb_set(refused, ARRAY[$2], (
         SELECT jsonb_agg(DISTINCT field) FROM (
           SELECT jsonb_array_elements_text(coalesce(refused->$2, '[]')) AS field UNION SELECT unnest($3::text[])
         ) fields))
       WHERE id = $1`,
      [id, model, fields],
    );
  }

  /** The environment's connection of an owner, as the environment is now; null: it names no model any more. */
  fromEnvironment(ownerId: string, values: EnvironmentValues | null): Promise<void> {
    return this.alone(ownerId, async (manager) => {
      if (!values) {
        await manager.query('DELETE FROM connections WHERE owner_id = $1 AND from_environment', [ownerId]);
        await manager.query(SOME_DEFAULT, [ownerId]);
        return;
      }
      const { name, baseUrl, model, window, price, transport } = values;
      await manager.query(
        `INSERT INTO connections (owner_id, name, base_url, model, window_tokens, price, transport, from_environment)
         VALUES ($1, $2, $3, $4, $5, $6, $7, true)
         ON CONFLICT (owner_id) WHERE from_environment DO UPDATE SET name = excluded.name, base_url = excluded.base_url,
           model = excluded.model, window_tokens = excluded.window_tokens, price = excluded.price,
           transport = excluded.transport,
           refused = CASE WHEN connections.base_url = excluded.base_url THEN connections.refused ELSE '{}' END`,
        [ownerId, name, baseUrl, model, window, price, transport],
      );
      await manager.query(SOME_DEFAULT, [ownerId]);
    });
  }

  /** One after another for each owner: of two at once, both would find no default, or make one. */
  private alone<Result>(ownerId: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM owners WHERE id = $1 FOR NO KEY UPDATE', [ownerId]);
      return work(manager);
    });
  }
}

function listed(values: ConnectionValues): unknown[] {
  return VALUE_FIELDS.map((field) => values[field]);
}
