/** Characters as other programs write them, as cards of version 2. */
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from './foreign-json.js';
import { agnaiCard, isAgnaiCharacter } from './agnai-character.js';
import type { ImportReport } from './import-report.js';

interface Form {
  program: string;
  /** Of these names so many tell the program. */
  least: number;
  /** Our name of a field by theirs. */
  fields: Record<string, string>;
}

const PYGMALION: Form = {
  program: 'Pygmalion',
  least: 2,
  fields: {
    char_name: 'name',
    char_persona: 'description',
    world_scenario: 'scenario',
    char_greeting: 'first_mes',
    example_dialogue: 'mes_example',
  },
};
const WEB_UI: Form = {
  program: 'text-generation-webui',
  least: 1,
  fields: { bot: 'name', context: 'description', greeting: 'first_mes', example_dialogue: 'mes_example' },
};
const RISU: Form = {
  program: 'RisuAI',
  least: 2,
  fields: {
    desc: 'description',
    firstMessage: 'first_mes',
    exampleMessage: 'mes_example',
    alternateGreetings: 'alternate_greetings',
    systemPrompt: 'system_prompt',
    replaceGlobalNote: 'post_history_instructions',
    creatorNotes: 'creator_notes',
  },
};
const OWN = ['name', 'description', 'personality', 'scenario', 'first_mes', 'mes_example', 'tags', 'creator'];

/**
 * The same character as a card, where it is one of another program's; anything else as it came. Fields that both forms
 * have are the card's own, and the report says where they disagree.
 */
export function asCharacterCard(value: JsonValue, report: ImportReport): JsonValue {
  if (!isJsonObject(value)) return value;
  if (isJsonObject(value.data)) return named(value, value.data);
  if (Object.hasOwn(value, 'spec')) return value;
  if (isAgnaiCharacter(value)) return agnaiCard(value);
  const form = [RISU, PYGMALION, WEB_UI].find((one) => isOf(one, value));
  return form ? translated(value, form, report) : value;
}

/** Some programs leave the name within empty and write it above. */
function named(card: JsonObject, data: JsonObject): JsonObject {
  const above = asText(card.name ?? card.char_name).trim();
  return asText(data.name).trim() || !above ? card : { ...card, data: { ...data, name: above } };
}

function isOf({ fields, least }: Form, value: JsonObject): boolean {
  const found = Object.keys(fields).filter((name) => asText(value[name]).trim() !== '');
  const isNamed = asText(value.name).trim() !== '' || found.some((name) => fields[name] === 'name');
  return isNamed && found.length >= least;
}

function translated(value: JsonObject, { program, fields }: Form, report: ImportReport): JsonObject {
  const data: JsonObject = {};
  const top: JsonObject = {};
  const disagree: string[] = [];
  for (const [key, item] of Object.entries(value)) if (OWN.includes(key)) data[key] = item;
  for (const [key, item] of Object.entries(value)) {
    const field = fields[key];
    if (field === undefined) {
      if (!OWN.includes(key)) top[key] = item;
    } else if (asText(data[field]).trim() === '') data[field] = item;
    else if (asText(item).trim() !== '' && asText(item) !== asText(data[field])) disagree.push(key);
  }
  if (disagree.length) {
    report.add(
      `The file has the fields of a card and of ${program}, which disagree: ${disagree.join(', ')} of ${program} were left out.`,
      `文件里既有角色卡的字段，也有 ${program} 的字段，且内容不一致：没有采用 ${program} 的 ${disagree.join('、')}。`,
    );
    for (const key of disagree) top[key] = value[key]!;
  }
  if (program === RISU.program) {
    const { globalLore, additionalData, ...rest } = top;
    const more = isJsonObject(additionalData) ? additionalData : {};
    return {
      ...rest,
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: {
        ...data,
        alternate_greetings: asTexts(data.alternate_greetings),
        tags: asTexts(data.tags ?? more.tag),
        creator: asText(data.creator ?? more.creator),
        character_version: asText(more.character_version),
        ...(Array.isArray(globalLore) && globalLore.length && { character_book: bookOf(globalLore) }),
      },
    };
  }
  return { ...top, spec: 'chara_card_v2', spec_version: '2.0', data };
}

function bookOf(lore: JsonValue[]): JsonObject {
  const entries = lore.filter(isJsonObject).filter(({ mode }) => mode !== 'folder');
  return {
    entries: entries.map(({ key, secondkey, insertorder, alwaysActive, selective, useRegex, ...entry }) => ({
      ...entry,
      keys: keysOf(key, useRegex === true),
      secondary_keys: keysOf(secondkey, useRegex === true),
      content: asText(entry.content),
      enabled: true,
      insertion_order: typeof insertorder === 'number' ? insertorder : 100,
      constant: alwaysActive === true,
      selective: selective === true,
      use_regex: useRegex === true,
      extensions: {},
    })),
  };
}

/** Keys stand in one text with commas between; an expression may hold commas itself. */
export function keysOf(keys: JsonValue | undefined, isExpression = false): string[] {
  const text = asText(keys);
  return (isExpression ? [text] : text.split(/[,，]/)).map((key) => key.trim()).filter((key) => key !== '');
}
