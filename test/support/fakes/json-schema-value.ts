export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

/** The smallest value that fits a JSON schema: empty lists, short strings, null where that is allowed. */
export function minimalValue(schema: JsonSchema, defs = schema.$defs ?? {}): unknown {
  if (schema.$ref) return minimalValue(defs[schema.$ref.replace('#/$defs/', '')] ?? {}, defs);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) {
    const option = schema.anyOf.find((one) => one.type === 'null') ?? schema.anyOf[0];
    return minimalValue(option ?? {}, defs);
  }
  const types = [schema.type ?? []].flat();
  if (types.includes('null')) return null;
  if (types.includes('object'))
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name]) => schema.required?.includes(name))
        .map(([name, child]) => [name, minimalValue(child, defs)]),
    );
  if (types.includes('array')) return [];
  if (types.includes('number') || types.includes('integer')) return 0;
  if (types.includes('boolean')) return false;
  return 'x';
}
