import pg from 'pg';
import { type ValueTransformer } from 'typeorm';
import { storable, storableJson } from '../text/encoding/storable.js';

/** A connection whose parameters are always texts and JSON that PostgreSQL takes, wherever they came from. */
export class StorableClient extends pg.Client {
  // Called by the pool with a text and its values, or with both in one object.
  override query(...given: unknown[]): never {
    const [query, values, ...rest] = given;
    if (Array.isArray(values)) return this.#ask(query, values.map(storableValue), ...rest);
    const named = query as Partial<pg.QueryConfig & pg.Submittable> | null;
    if (!named?.values || named.submit) return this.#ask(...given);
    return this.#ask({ ...named, values: named.values.map(storableValue) }, values, ...rest);
  }

  #ask(...given: unknown[]): never {
    return (super.query as (...given: unknown[]) => never)(...given);
  }
}

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.getPrototypeOf(value) === Object.prototype ? storableJson(value) : value;
}

/** Of `jsonb` columns: TypeORM makes their JSON itself, and a connection cannot tell it from a text any more. */
export const STORABLE_JSON: ValueTransformer = {
  to: (value: unknown) => {
    const json = JSON.stringify(value);
    const kept = json && storableJson(value);
    return kept === json ? value : JSON.parse(kept!);
  },
  from: (value: unknown) => value,
};
