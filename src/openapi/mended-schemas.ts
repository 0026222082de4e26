import type { Schema } from './schemas.js';

/**
 * OpenAPI 3.0 knows `nullable` only beside a type: where a schema is one of several and may be null, each of them may.
 * What is written of an unknown version of JSON Schema stays.
 */
export function mended<T>(value: T): T {
  if (Array.isArray(value)) return value.map(mended) as T;
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...all } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, mended(inner)]),
  ) as Schema;
  const rest = withPlainLeast(all);
  const several = ['anyOf', 'oneOf'].find((key) => Array.isArray(rest[key]));
  if (nullable !== true || 'type' in rest || !several)
    return { ...rest, ...(nullable !== undefined && { nullable }) } as T;
  const parts = (rest[several] as Schema[]).map((part) =>
    'type' in part ? { ...part, nullable: true } : part,
  );
  return { ...rest, [several]: parts } as T;
}

/** More than a whole number is at least the next one, which no version of JSON Schema writes otherwise. */
function withPlainLeast({ exclusiveMinimum, ...rest }: Schema): Schema {
  if (exclusiveMinimum === undefined) return rest;
  if (rest['type'] === 'integer' && exclusiveMinimum === true)
    return { ...rest, minimum: Number(rest['minimum']) + 1 };
  return { ...rest, exclusiveMinimum };
}

/** Of named schemas, those that a document refers to, and what these refer to. */
export function referenced(document: object, schemas: Record<string, Schema>): Record<string, Schema> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name)) continue;
      found.add(name);
      look(schemas[name] ?? {});
    }
  };
  look(document);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}
