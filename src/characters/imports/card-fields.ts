/** Which JSON is a character card, and where in it the character's fields stand. */
import type { ImportReport } from './import-report.js';
import { Problem } from '../../contracts/problem.js';
import { asText, isJsonObject, type JsonObject, type JsonValue } from './foreign-json.js';
import { truncate } from '../../text/encoding/truncate.js';

/** A card in two: what describes the character, and what else stands at its top. */
export interface OpenedCard {
  data: JsonObject;
  top: JsonObject;
}

export const V1_TEXTS = ['description', 'personality', 'scenario', 'first_mes', 'mes_example'];
export const TEXTS = [
  'name',
  ...V1_TEXTS,
  'creator_notes',
  'system_prompt',
  'post_history_instructions',
  'creator',
  'character_version',
];
const V3_FIELDS = [
  'assets',
  'nickname',
  'creator_notes_multilingual',
  'source',
  'group_only_greetings',
  'creation_date',
  'modification_date',
];
export const FIELDS = new Set([
  ...TEXTS,
  ...V3_FIELDS,
  'alternate_greetings',
  'tags',
  'extensions',
  'character_book',
]);

/** @throws Problem card_unreadable when this JSON is something else */
export function cardOf(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw notACard('it is not a JSON object.');
  const { data } = openCard(value);
  const filled = isJsonObject(value.data) || Object.keys(data).length > 0;
  if (specOf(value).startsWith('chara_card') && filled) return value;
  // A name and a description alone are what many other JSON files have, too.
  const named = Object.hasOwn(data, 'name');
  const described = V1_TEXTS.filter((field) => Object.hasOwn(data, field));
  const bare = Object.keys(value).every((key) => FIELDS.has(key));
  if (named && described.some((field) => field !== 'description' || bare)) return value;
  if (specOf(value).startsWith('lorebook') || value.entries !== undefined) {
    throw notACard('this is a lorebook without a character.');
  }
  throw notACard('it has no name with a description, a first message or the like.');
}

function notACard(why: string): Problem {
  return new Problem('card_unreadable', `There is no character card here: ${why}`);
}

export function specOf(card: JsonObject | null): string {
  return typeof card?.spec === 'string' ? card.spec.toLowerCase() : '';
}

/** V2 and V3 keep the character in `data`, V1 at the top, where other things may stand between. */
export function openCard(card: JsonObject): OpenedCard {
  if (isJsonObject(card.data)) {
    const { data, ...top } = card;
    return { data, top };
  }
  const entries = Object.entries(card);
  return {
    data: Object.fromEntries(entries.filter(([key]) => FIELDS.has(key))),
    top: Object.fromEntries(entries.filter(([key]) => !FIELDS.has(key))),
  };
}

/** Tells what is kept for export alone. */
export function reportUnused(card: JsonObject, { data, top }: OpenedCard, report: ImportReport): void {
  const kept = (en: string, zh: string, names: string[]) => {
    if (!names.length) return;
    const [few, more] = listed(names);
    report.add(
      `Kept for export, not used: ${en}${few.join(', ')}${more ? ` and ${more} more` : ''}.`,
      `会保存并随导出带走，但不使用：${zh}${few.join('、')}${more ? ` 等 ${names.length} 项` : ''}。`,
    );
  };
  const version = Number.parseFloat(asText(card.spec_version));
  const newer =
    /^chara_card_v(?!1$|2$|3$)/.test(specOf(card)) || (specOf(card) === 'chara_card_v3' && version > 3);
  if (newer) {
    report.add(
      'The card is of a newer format than V3; what V3 does not have is kept and not used.',
      '这张卡的格式比 V3 更新；V3 没有的内容会保存，但不使用。',
    );
  }

  kept('group-only greetings', '群聊专用开场白', isFilled(data.group_only_greetings) ? [''] : []);
  kept('assets', '资源文件', isFilled(data.assets) ? [''] : []);
  reportExtensions(data, report);
  kept('unknown fields ', '未知字段 ', [
    ...Object.keys(data).filter((key) => !FIELDS.has(key) && !BESIDE.has(key)),
    ...Object.keys(top).filter((key) => !FIELDS.has(key) && !BESIDE.has(key)),
  ]);
}

/** What SillyTavern writes beside a card, which says nothing of how a character speaks. */
const BESIDE = new Set([
  ...['spec', 'spec_version', 'talkativeness', 'fav', 'avatar', 'chat', 'create_date', 'creatorcomment'],
  ...['json_data', 'shallow', 'date_added', 'date_last_chat', 'chat_size', 'data_size'],
]);

/** Of SillyTavern's and Chub's: what is followed, or says nothing of how a character speaks. */
const SILENT = new Set([
  ...[
    'talkativeness',
    'fav',
    'world',
    'depth_prompt',
    'regex_scripts',
    'tavern_helper',
    'TavernHelper_scripts',
  ],
  ...['chub', 'pygmalion_id', 'github_repo', 'source_url'],
]);

/** What of a card's `extensions` is kept only, in the words of SillyTavern's settings. */
function reportExtensions({ extensions, character_book: book }: JsonObject, report: ImportReport): void {
  if (!isJsonObject(extensions)) return;
  const { world, depth_prompt: note } = extensions;
  if (typeof world === 'string' && world.trim() && !isFilled(book)) {
    report.add(
      `The card is linked to the World Info “${world}”, which is not in its file: export it in SillyTavern and add it to this character’s lorebook.`,
      `这张卡绑定了世界书“${world}”，但文件里没有它：请在 SillyTavern 里导出，再添加到这个角色的世界书。`,
    );
  }
  if (isJsonObject(note) && isFilled(note.prompt) && (note.role === 'user' || note.role === 'assistant')) {
    report.add(
      'Its Character’s Note has the role of the user or the assistant: it is told as the system’s.',
      '它的“角色备注”以用户或助手的身份说出：这里以系统的身份告诉模型。',
    );
  }
  if (isFilled(extensions.tavern_helper) || isFilled(extensions.TavernHelper_scripts)) {
    report.add(
      'Scripts of Tavern Helper are kept for export; no script is run here.',
      '酒馆助手的脚本会保存并随导出带走；这里不运行脚本。',
    );
  }
  const others = Object.keys(extensions).filter((name) => !SILENT.has(name) && isFilled(extensions[name]));
  if (others.length === 0) return;
  const [few, more] = listed(others);
  report.add(
    `Kept for export, not used: extensions ${few.join(', ')}${more ? ` and ${more} more` : ''}.`,
    `会保存并随导出带走，但不使用：扩展 ${few.join('、')}${more ? ` 等 ${others.length} 项` : ''}。`,
  );
}

function isFilled(value: JsonValue | undefined): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== false &&
    !['""', '[]', '{}'].includes(JSON.stringify(value))
  );
}

/** The first names, and how many more there are. */
export function listed(names: string[]): [few: string[], more: number] {
  const few = names.slice(0, 12).map((name) => (name.length > 40 ? `${truncate(name, 40)}…` : name));
  return [few, names.length - few.length];
}
