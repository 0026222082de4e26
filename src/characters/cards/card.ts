/** Character cards in and out: V1, V2 and V3, as JSON. */
import { isDeepStrictEqual } from 'node:util';
import type { Picture } from '../../pictures/picture.js';
import type { ReportTexts } from '../../contracts/character.js';
import { languageOf } from '../../text/search/language.js';
import type { CardAsset } from './card-assets.js';
import {
  cardOf,
  FIELDS,
  listed,
  openCard,
  specOf,
  TEXTS,
  reportUnused,
  V1_TEXTS,
} from '../imports/card-fields.js';
import { cardTextsOf, CARD_CLAIMS, type CardTexts } from './card-texts.js';
import { withoutDecorators } from '../lorebook/decorators.js';
import { asText, asTexts, isJsonObject, type JsonObject, type JsonValue } from '../imports/foreign-json.js';
import { completeLorebook, readLorebook } from '../lorebook/lorebook.js';
import { asCharacterCard } from '../imports/foreign-cards.js';
import { ImportReport } from '../imports/import-report.js';
import { depthPromptOf } from '../imports/depth-prompt.js';
import { readScripts, writeScripts } from '../imports/card-scripts.js';
import { reportScripts } from '../imports/script-losses.js';
import {
  type CardNotes,
  cardNotesSchema,
  sheetSchema,
  type Claim,
  type Sheet,
} from '../../contracts/sheet.js';
import { standaloneLorebook } from '../lorebook/world-info.js';
import { unknownMacros } from '../../text/known-macros.js';
import { truncate } from '../../text/encoding/truncate.js';

export interface ReadCard {
  name: string;
  sheet: Sheet;
  /** The card as it came, whole. */
  card: JsonObject;
  avatar?: Picture;
  /** The files that came with it. */
  assets: CardAsset[];
  /** What was not understood, or is kept and not used yet; a sentence each. */
  report: string[];
  /** The same in each language. */
  texts: ReportTexts;
}

export interface CardCharacter {
  name: string;
  sheet: Sheet;
  /** The card that the character was imported from. */
  card: JsonObject | null;
}

const NAME_LIMIT = 200;

/** Fields that are overlaid together: the greetings are one list in the sheet. */
const OVERLAYS: (keyof CardTexts)[][] = [
  ['name'],
  ['description'],
  ['personality'],
  ['scenario'],
  ['first_mes', 'alternate_greetings'],
  ['mes_example'],
  ['system_prompt'],
  ['post_history_instructions'],
];

/**
 * Reads a card that has been taken out of whatever it came in.
 * @throws Problem card_unreadable when it is none
 */
export function readCardObject(value: JsonValue, filename: string, report: ImportReport): ReadCard {
  const book = standaloneLorebook(value);
  const fromFile = nameOf({ name: filename.replace(/^.*[/\\]/s, '').replace(/\.[^.]*$/, '') });
  const card = book ? cardOfLorebook(book, fromFile, report) : cardOf(asCharacterCard(value, report));
  const opened = openCard(card);
  const { data } = opened;

  for (const field of TEXTS) {
    if (Object.hasOwn(data, field) && typeof data[field] !== 'string') {
      const none = data[field] === null;
      report.add(
        `“${field}” is not text in this card; it was ${none ? 'left empty' : 'read as text'}.`,
        `卡里的“${field}”不是文字，${none ? '留空了' : '已当作文字读入'}。`,
      );
    }
  }
  const named = nameOf(data) || fromFile;
  const sheet = sheetOf(data, named, report);
  const name = named || (sheet.language === 'zh' ? '无名' : 'Nameless');
  if (!nameOf(data)) {
    report.add(
      `The card has no name; its character is called “${name}” here.`,
      `卡上没有名字，这里就叫“${name}”。`,
    );
  }
  reportUnused(card, opened, report);
  reportScripts(data.extensions, report);
  reportMacros(sheet, report);
  return { name, sheet, card, assets: [], report: report.lines, texts: report.texts };
}

/** Names macros that stay as they are. */
function reportMacros({ identity, examples, lorebook, ...sheet }: Sheet, report: ImportReport): void {
  const texts = [
    ...[...identity, ...examples].map(({ text }) => text),
    ...[sheet.scenario, ...sheet.greetings, sheet.instructions, sheet.afterHistory],
    sheet.depthPrompt?.text ?? '',
    ...(lorebook?.entries ?? []).map(({ content }) => content),
  ];
  const [few, more] = listed([...new Set(texts.flatMap(unknownMacros))].map((name) => `{{${name}}}`));
  if (few.length === 0) return;
  report.add(
    `Macros that are not known here stay as they are written: ${few.join(', ')}${more ? ` and ${more} more` : ''}.`,
    `这里不认识的宏会原样保留：${few.join('、')}${more ? ' 等' : ''}。`,
  );
}

/** A card for a lorebook that came without a character: it has nothing else. */
function cardOfLorebook(book: JsonObject, fromFile: string, report: ImportReport): JsonObject {
  const lorebook = readLorebook(book, new ImportReport()) ?? { entries: [] };
  report.add(
    'This file is a lorebook without a character: one was made that has it and nothing else. To give it to another, open that one’s sheet and add the file there.',
    '这个文件只有世界书，没有角色：已为它新建了一个角色，除世界书外什么也没有。想给别的角色用，请打开那个角色的设定，在那里添加这个文件。',
  );
  return {
    spec: 'chara_card_v3',
    spec_version: '3.0',
    data: { name: asText(book.name) || fromFile, character_book: completeLorebook(lorebook) },
  };
}

/**
 * The character as complete V2 and V3 cards. What the sheet still says as its card said it is taken from the
 * card as it came, and so is everything that the sheet knows nothing of.
 */
export function writeCard({ name, sheet, card }: CardCharacter): { v2: JsonObject; v3: JsonObject } {
  const { data: before, top } = card ? openCard(card) : { data: {}, top: {} };
  const data: JsonObject = { ...before };
  for (const field of TEXTS) data[field] = asText(before[field]);
  data.alternate_greetings = textsOf(before.alternate_greetings);
  data.tags = Array.isArray(before.tags) ? before.tags : asTexts(before.tags);
  data.extensions = isJsonObject(before.extensions) ? before.extensions : {};

  const read = sheetOf(before, '', new ImportReport());
  const was = cardTextsOf(nameOf(before), read);
  const now = cardTextsOf(name, sheet);
  for (const fields of OVERLAYS) {
    if (fields.every((field) => isDeepStrictEqual(was[field], now[field]))) continue;
    for (const field of fields) data[field] = now[field];
  }
  if (read.nickname !== sheet.nickname) data.nickname = sheet.nickname ?? '';
  // Sheets from before these were read have none, and keep their card's.
  if (sheet.cardNotes) {
    const was = read.cardNotes ?? cardNotesSchema.parse({});
    for (const [ours, theirs] of Object.entries(CARD_NOTES) as [keyof CardNotes, string][]) {
      if (!isDeepStrictEqual(was[ours], sheet.cardNotes[ours])) data[theirs] = sheet.cardNotes[ours];
    }
  }
  if (sheet.depthPrompt && !isDeepStrictEqual(read.depthPrompt, sheet.depthPrompt)) {
    const { text, depth } = sheet.depthPrompt;
    const { depth_prompt: before } = data.extensions;
    data.extensions = {
      ...data.extensions,
      depth_prompt: { role: 'system', ...(isJsonObject(before) && before), prompt: text, depth },
    };
  }
  if (sheet.scripts && !isDeepStrictEqual(read.scripts?.list, sheet.scripts.list)) {
    const regex_scripts = writeScripts(data.extensions.regex_scripts, sheet.scripts);
    data.extensions = { ...data.extensions, regex_scripts };
  }
  if (!isDeepStrictEqual(read.lorebook, sheet.lorebook)) {
    if (sheet.lorebook) data.character_book = completeLorebook(sheet.lorebook);
    else delete data.character_book;
  }

  // Some programs repeat the fields at the top: where the two were the same, they stay so.
  const around: JsonObject = { ...top };
  for (const field of Object.keys(around)) {
    if (FIELDS.has(field) && isDeepStrictEqual(around[field], before[field])) {
      if (data[field] === undefined) delete around[field];
      else around[field] = data[field];
    }
  }
  const wasV3 = specOf(card) === 'chara_card_v3';
  return {
    v2: {
      ...around,
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: wasV3 ? withoutDecoratorsIn(data) : data,
    },
    v3: {
      ...around,
      spec: 'chara_card_v3',
      spec_version: wasV3 && typeof card?.spec_version === 'string' ? card.spec_version : '3.0',
      data: { ...data, group_only_greetings: textsOf(data.group_only_greetings) },
    },
  };
}

function nameOf(data: JsonObject): string {
  const name = asText(data.name).toWellFormed().replaceAll('\0', '');
  return truncate(name, NAME_LIMIT).replace(/\s+/g, ' ').trim();
}

function sheetOf(data: JsonObject, name: string, report: ImportReport): Sheet {
  const texts = Object.fromEntries(TEXTS.map((field) => [field, asText(data[field])]));
  const greetings = [texts.first_mes!, ...asTexts(data.alternate_greetings)];
  const claim = (id: string, text: string): Claim[] =>
    text.trim() ? [{ id, text, kind: 'invented', citations: [] }] : [];
  const lorebook = readLorebook(data.character_book, report);
  const own = [...V1_TEXTS.map((field) => texts[field]), ...greetings].join('\n');
  const text = own.trim()
    ? own
    : (lorebook?.entries ?? [])
        .slice(0, 50)
        .map(({ content }) => content)
        .join('\n');
  const sheet = sheetSchema.parse({
    language: languageOf(`${name}\n${text}`),
    identity: [
      ...claim(CARD_CLAIMS.description, texts.description!),
      ...claim(CARD_CLAIMS.personality, texts.personality!),
    ],
    examples: claim(CARD_CLAIMS.examples, texts.mes_example!),
    scenario: texts.scenario,
    greetings: greetings.filter((greeting) => greeting.trim()),
    instructions: texts.system_prompt,
    afterHistory: texts.post_history_instructions,
  });
  const nickname = truncate(asText(data.nickname), NAME_LIMIT).trim();
  const note = depthPromptOf(data.extensions);
  const scripts = readScripts(data.extensions);
  return {
    ...sheet,
    ...(nickname && { nickname }),
    ...(note.text.trim() && { depthPrompt: note }),
    ...cardNotesOf(data),
    ...(scripts && { scripts }),
    lorebook,
    lorebookByKeys: lorebook !== null,
  };
}

const CARD_NOTES = {
  creator: 'creator',
  characterVersion: 'character_version',
  creatorNotes: 'creator_notes',
  tags: 'tags',
  groupGreetings: 'group_only_greetings',
} as const;

/** Nothing where a card says nothing of it. */
function cardNotesOf(data: JsonObject): Pick<Sheet, 'cardNotes'> {
  const notes: CardNotes = {
    creator: asText(data.creator),
    characterVersion: asText(data.character_version),
    creatorNotes: asText(data.creator_notes),
    tags: asTexts(data.tags),
    groupGreetings: asTexts(data.group_only_greetings),
  };
  return Object.values(notes).some(({ length }) => length > 0) ? { cardNotes: notes } : {};
}

/** As it came where it is a list of texts. */
function textsOf(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : asTexts(value);
}

function withoutDecoratorsIn(data: JsonObject): JsonObject {
  const book = data.character_book;
  if (!isJsonObject(book) || !Array.isArray(book.entries)) return data;
  const entries = book.entries.map((entry) =>
    isJsonObject(entry) && typeof entry.content === 'string'
      ? { ...entry, content: withoutDecorators(entry.content) }
      : entry,
  );
  return { ...data, character_book: { ...book, entries } };
}
