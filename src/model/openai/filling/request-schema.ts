import { z, type ZodType } from 'zod';

/** A schema as servers take it. */
export interface RequestSchema {
  json: object;
  /** Every key is required, so that it may be asked for to the letter. */
  strict: boolean;
}

type Node = Record<string, unknown>;

/** What some servers refuse in a schema, or turn into a grammar too large; zod checks it afterwards. */
const LEFT_OUT = new Set([
  '$schema',
  'default',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
]);

/** A zod schema in the subset of JSON Schema that servers have in common, as what a model should write. */
export function requestSchema(schema: ZodType): RequestSchema {
  const seen = { strict: true };
  const json = common(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node, seen);
  return { json, strict: seen.strict };
}

function common(node: Node, seen: { strict: boolean }): Node {
  const out: Node = {};
  for (const [key, value] of Object.entries(node)) {
    if (LEFT_OUT.has(key)) continue;
    if (key === 'properties' || key === '$defs')
      out[key] = Object.fromEntries(
        Object.entries(value as Node).map(([name, child]) => [name, common(child as Node, seen)]),
      );
    else if (Array.isArray(value)) out[key] = value.map((item) => (isNode(item) ? common(item, seen) : item));
    else out[key] = isNode(value) ? common(value, seen) : value;
  }
  if (isNode(node['properties'])) {
    const properties = Object.entries(node['properties'] as Record<string, Node>);
    const required = new Set(node['required'] as string[] | undefined);
    // What has a default may be asked for; what may be absent must not be.
    for (const [name, child] of properties) if ('default' in child) required.add(name);
    out['required'] = properties.map(([name]) => name).filter((name) => required.has(name));
    out['additionalProperties'] = false;
    if (required.size < properties.length) seen.strict = false;
  } else if (node['type'] === 'object') seen.strict = false;
  return out;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
