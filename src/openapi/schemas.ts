export type Schema = Record<string, unknown>;
export type Content = Record<string, { schema: Schema; example?: unknown }>;

export const typed = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** An object all of whose properties are there. */
export const object = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

export const json = (schema: Schema): Content => ({ 'application/json': { schema } });

export const bytes = (...types: string[]): Content =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));

export const text = (...types: string[]): Content =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));

export const form = (schema: Schema): Content => ({ 'multipart/form-data': { schema } });
