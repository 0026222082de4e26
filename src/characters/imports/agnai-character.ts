/** A character as Agnai exports it, as a card of version 2. */
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from './foreign-json.js';

/** Its own names of fields that a card has under another. */
const READ = new Set([
  ...[
    'name',
    'persona',
    'greeting',
    'scenario',
    'sampleChat',
    'description',
    'appearance',
    'systemPrompt',
    'insert',
  ],
  ...[
    'postHistoryInstructions',
    'alternateGreetings',
    'characterBook',
    'tags',
    'creator',
    'characterVersion',
  ],
]);

/** Whether it is one: its persona has a kind and attributes. */
export function isAgnaiCharacter({ name, persona, greeting, sampleChat }: JsonObject): boolean {
  return (
    asText(name).trim() !== '' &&
    isJsonObject(persona) &&
    typeof persona.kind === 'string' &&
    isJsonObject(persona.attributes) &&
    (greeting !== undefined || sampleChat !== undefined)
  );
}

export function agnaiCard(value: JsonObject): JsonObject {
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !READ.has(key)));
  const book = value.characterBook;
  const insert = isJsonObject(value.insert) ? value.insert : {};
  return {
    ...rest,
    spec: 'chara_card_v2',
    spec_version: '2.0',
    data: {
      name: asText(value.name),
      description: [personaOf(value.persona), asText(value.appearance)]
        .filter((text) => text.trim())
        .join('\n\n'),
      personality: '',
      scenario: asText(value.scenario),
      first_mes: asText(value.greeting),
      alternate_greetings: asTexts(value.alternateGreetings),
      mes_example: asText(value.sampleChat),
      // There it is for people, and the persona for the model.
      creator_notes: asText(value.description),
      system_prompt: asText(value.systemPrompt),
      post_history_instructions: asText(value.postHistoryInstructions),
      tags: asTexts(value.tags),
      creator: asText(value.creator),
      character_version: asText(value.characterVersion),
      extensions: asText(insert.prompt)
        ? { depth_prompt: { prompt: asText(insert.prompt), depth: insert.depth ?? null, role: 'system' } }
        : {},
      ...(isJsonObject(book) &&
        Array.isArray(book.entries) &&
        book.entries.length && { character_book: bookOf(book) }),
    },
  };
}

/** Its attributes, a line each; free text has one without a name. */
function personaOf(persona: JsonValue | undefined): string {
  const { kind, attributes } = isJsonObject(persona) ? persona : {};
  if (!isJsonObject(attributes)) return '';
  return Object.entries(attributes)
    .map(([name, values]) => [name, asTexts(values).filter((text) => text.trim())] as const)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => (kind === 'text' ? values.join('\n') : `${name}: ${values.join(', ')}`))
    .join('\n');
}

function bookOf({ entries, ...book }: JsonObject): JsonObject {
  return {
    name: asText(book.name),
    entries: (entries as JsonValue[]).filter(isJsonObject).map(({ keywords, entry, ...more }, n) => ({
      name: asText(more.name),
      keys: asTexts(keywords),
      content: asText(entry),
      enabled: more.enabled !== false,
      insertion_order: typeof more.weight === 'number' ? more.weight : n,
      ...(typeof more.priority === 'number' && { priority: more.priority }),
      constant: false,
      extensions: {},
    })),
  };
}
