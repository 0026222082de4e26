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

/** A statement for a sheet and the words of the source that it rests on. */
export interface SheetLine {
  text: string;
  quote: string;
  /** Other fields of the item, by name. */
  [field: string]: unknown;
}

/**
 * A value for a schema of sheets, whatever its items look like: the minimal one, with the given lines in the lists
 * of these names. Of an item, fields called like a statement take the text, those called like a quotation the quote
 * (as a list, where they are lists); the rest is minimal.
 * @example fake.fill = (_, schema) => sheetValue(schema!, { identity: [{ text: 'A wizard.', quote: 'the wizard' }] })
 */
export function sheetValue(schema: JsonSchema, lines: Record<string, SheetLine[]>): unknown {
  const defs = schema.$defs ?? {};
  const value = minimalValue(schema) as Record<string, unknown>;
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const list = lines[name];
    if (list && child.items) value[name] = list.map((line) => lineValue(child.items!, line, defs));
  }
  return value;
}

function lineValue(item: JsonSchema, line: SheetLine, defs: Record<string, JsonSchema>): unknown {
  const schema = item.$ref ? (defs[item.$ref.replace('#/$defs/', '')] ?? {}) : item;
  if (!schema.properties) return line.text;
  const value = minimalValue(schema, defs) as Record<string, unknown>;
  for (const [name, child] of Object.entries(schema.properties)) {
    if (name in line && name !== 'quote' && name !== 'text') value[name] = line[name];
    else if (/^(text|claim|statement|line)$/.test(name)) value[name] = line.text;
    else if (/quot|cit|evidence/.test(name))
      value[name] =
        child.type === 'array'
          ? [child.items?.properties ? lineValue(child.items, line, defs) : line.quote]
          : line.quote;
  }
  return value;
}
