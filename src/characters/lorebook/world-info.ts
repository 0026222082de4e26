/** Lorebooks in the forms of other programs, brought into the one of character cards, and SillyTavern's back. */
import { isDeepStrictEqual } from 'node:util';
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from '../imports/foreign-json.js';

/** What cards and SillyTavern's world info call the same, where the value is the same. */
const NAMES: [ours: string, theirs: string][] = [
  ['id', 'uid'],
  ['keys', 'key'],
  ['secondary_keys', 'keysecondary'],
  ['insertion_order', 'order'],
];

/** What SillyTavern keeps within an entry's `extensions` when it writes a card. */
const EXTENSIONS: [ours: string, theirs: string][] = [
  ['exclude_recursion', 'excludeRecursion'],
  ['prevent_recursion', 'preventRecursion'],
  ['delay_until_recursion', 'delayUntilRecursion'],
  ['display_index', 'displayIndex'],
  ['probability', 'probability'],
  ['useProbability', 'useProbability'],
  ['depth', 'depth'],
  ['selectiveLogic', 'selectiveLogic'],
  ['group', 'group'],
  ['group_override', 'groupOverride'],
  ['group_weight', 'groupWeight'],
  ['use_group_scoring', 'useGroupScoring'],
  ['scan_depth', 'scanDepth'],
  ['case_sensitive', 'caseSensitive'],
  ['match_whole_words', 'matchWholeWords'],
  ['automation_id', 'automationId'],
  ['role', 'role'],
  ['vectorized', 'vectorized'],
  ['sticky', 'sticky'],
  ['cooldown', 'cooldown'],
  ['delay', 'delay'],
  ['match_persona_description', 'matchPersonaDescription'],
  ['match_character_description', 'matchCharacterDescription'],
  ['match_character_personality', 'matchCharacterPersonality'],
  ['match_character_depth_prompt', 'matchCharacterDepthPrompt'],
  ['match_scenario', 'matchScenario'],
  ['match_creator_notes', 'matchCreatorNotes'],
  ['ignore_budget', 'ignoreBudget'],
  ['outlet_name', 'outletName'],
  ['triggers', 'triggers'],
];

const POSITIONS = ['before_char', 'after_char'];

/**
 * The lorebook that a JSON file is, in the form of character cards: one by the specification, SillyTavern's world
 * info, Risu's, Agnai's or NovelAI's.
 *
 * @returns null where it is none
 */
export function standaloneLorebook(value: JsonValue): JsonObject | null {
  if (!isJsonObject(value)) return null;
  const spec = typeof value.spec === 'string' ? value.spec.toLowerCase() : '';
  if (spec.startsWith('lorebook') && isJsonObject(value.data)) return value.data;
  if (spec.startsWith('chara_card') || isJsonObject(value.data) || Object.hasOwn(value, 'first_mes'))
    return null;
  const { type, data, ...rest } = value;
  if (type === 'risu' && Array.isArray(data)) {
    return { ...rest, entries: data.filter(isJsonObject).map(fromRisu) };
  }
  const entries = Array.isArray(value.entries)
    ? value.entries
    : isJsonObject(value.entries)
      ? Object.values(value.entries)
      : [];
  return entries.some((entry) => isJsonObject(entry) && isLore(entry)) ? value : null;
}

function isLore(entry: JsonObject): boolean {
  const text = entry.content ?? entry.entry ?? entry.text;
  const keys = entry.keys ?? entry.key ?? entry.keywords;
  return typeof text === 'string' && keys !== undefined;
}

/** An entry in the form of cards, and whether it said something twice and not the same. */
export interface FromTavern {
  entry: JsonObject;
  disagrees: boolean;
}

/**
 * An entry of SillyTavern's world info in the form of cards; what has no place there stays as it is. Where it has the
 * fields of both, as Chub writes them, SillyTavern's count: they say more.
 */
export function fromTavernEntry(entry: JsonObject): FromTavern {
  const made: JsonObject = { ...entry };
  const extensions: JsonObject = isJsonObject(entry.extensions) ? { ...entry.extensions } : {};
  let disagrees = false;
  const move = (to: JsonObject, ours: string, theirs: string, value: JsonValue) => {
    delete made[theirs];
    if (!saysMore(value, to[ours])) return;
    if (ours !== 'id') disagrees ||= isFilled(to[ours]) && !isDeepStrictEqual(to[ours], value);
    to[ours] = value;
  };
  for (const [ours, theirs] of NAMES) {
    if (Object.hasOwn(entry, theirs)) move(made, ours, theirs, entry[theirs]!);
  }
  if (made.keys !== undefined) made.keys = asTexts(made.keys);
  if (made.secondary_keys !== undefined) made.secondary_keys = asTexts(made.secondary_keys);
  if (typeof entry.disable === 'boolean') {
    disagrees ||= typeof entry.enabled === 'boolean' && entry.enabled === entry.disable;
    made.enabled = !entry.disable;
    delete made.disable;
  }
  if (typeof entry.position === 'number') {
    const position = POSITIONS[entry.position];
    if (position) made.position = position;
    else delete made.position;
    if (position) delete extensions.position;
    else extensions.position = entry.position;
  }
  for (const [ours, theirs] of EXTENSIONS) {
    if (ours !== theirs && Object.hasOwn(extensions, theirs) && !Object.hasOwn(extensions, ours))
      extensions[ours] = extensions[theirs]!;
    if (Object.hasOwn(entry, theirs)) move(extensions, ours, theirs, entry[theirs]!);
  }
  if (Object.keys(extensions).length || entry.extensions !== undefined) made.extensions = extensions;
  return { entry: made, disagrees };
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Nothing does not replace something. */
function saysMore(value: JsonValue, than: JsonValue | undefined): boolean {
  return isFilled(value) || !isFilled(than);
}

/** A lorebook as SillyTavern keeps it in a file of its own: entries by their numbers. */
export function toTavern(book: JsonObject): JsonObject {
  const list = Array.isArray(book.entries) ? book.entries.filter(isJsonObject) : [];
  const entries: JsonObject = {};
  let free = list.length;
  list.forEach((entry, n) => {
    let uid: string =
      typeof entry.id === 'number' && Number.isInteger(entry.id) ? String(entry.id) : String(n);
    while (Object.hasOwn(entries, uid)) uid = String(free++);
    entries[uid] = toTavernEntry(entry, Number(uid));
  });
  const { entries: _, ...rest } = book;
  const { extensions, ...around } = rest;
  const filled = isJsonObject(extensions) && Object.keys(extensions).length > 0;
  return { ...around, ...(filled && { extensions }), entries };
}

function toTavernEntry(entry: JsonObject, uid: number): JsonObject {
  const made: JsonObject = { comment: '', constant: false, selective: true, position: 0, ...entry };
  const { position, ...extensions }: JsonObject = isJsonObject(entry.extensions)
    ? { ...entry.extensions }
    : {};
  for (const [ours, theirs] of NAMES) {
    if (!Object.hasOwn(entry, ours)) continue;
    made[theirs] = entry[ours]!;
    delete made[ours];
  }
  made.uid = uid;
  made.keysecondary ??= [];
  made.order ??= uid;
  made.disable = entry.enabled === false;
  delete made.enabled;
  if (typeof position === 'number') made.position = position;
  else if (typeof entry.position === 'string') made.position = Math.max(0, POSITIONS.indexOf(entry.position));
  for (const [ours, theirs] of EXTENSIONS) {
    if (!Object.hasOwn(extensions, ours)) continue;
    made[theirs] = extensions[ours]!;
    delete extensions[ours];
  }
  if (Object.keys(extensions).length) made.extensions = extensions;
  else delete made.extensions;
  if (made.use_regex === false) delete made.use_regex;
  return made;
}

/** Risu keeps keys in one text, parted by commas. */
function fromRisu({
  key,
  secondkey,
  alwaysActive,
  insertorder,
  useRegex,
  activationPercent: chance,
  ...entry
}: JsonObject): JsonObject {
  const parted = (keys: JsonValue | undefined) =>
    asText(keys)
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean);
  return {
    ...entry,
    keys: useRegex === true ? [asText(key)] : parted(key),
    secondary_keys: parted(secondkey),
    constant: alwaysActive === true,
    insertion_order: typeof insertorder === 'number' ? insertorder : 0,
    use_regex: useRegex === true,
    ...(typeof chance === 'number' && { extensions: { probability: chance, useProbability: true } }),
  };
}
