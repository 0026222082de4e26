/** Character cards in and out: V1, V2 and V3, as JSON or within a PNG. */
import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../problem.js';
import { languageOf } from '../text/language.js';
import { cardOf, FIELDS, openCard, specOf, TEXTS, unusedIn, V1_TEXTS } from './card-fields.js';
import { cardTextsOf, CARD_CLAIMS, type CardTexts } from './card-texts.js';
import { asText, asTexts, isJsonObject, parseForeignJson, type JsonObject, type JsonValue } from './json.js';
import { completeLorebook, readLorebook, withoutDecorators } from './lorebook.js';
import { isPng, plainPng, readTextChunks, withoutTextChunks, withTextChunks } from './png.js';
import { sheetSchema, type Claim, type Sheet } from './sheet.js';

export interface ReadCard {
  name: string;
  sheet: Sheet;
  /** The card as it came, whole. */
  card: JsonObject;
  avatar?: Picture;
  /** What was not understood, or is kept and not used yet; a sentence each. */
  report: string[];
}

export interface Picture {
  mediaType: string;
  bytes: Uint8Array;
}

export interface CardCharacter {
  name: string;
  sheet: Sheet;
  /** The card that the character was imported from. */
  card: JsonObject | null;
}

const SIZE_LIMIT = 20 * 1024 * 1024;
const NAME_LIMIT = 200;
const KEYWORDS = ['ccv3', 'chara'];

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
 * Reads a character card: JSON, or a PNG that carries one.
 *
 * @param filename names the character when the card does not
 * @throws Problem card_too_large above 20 MB; card_unreadable when there is no whole card in it
 */
export function readCard(bytes: Uint8Array, filename = ''): ReadCard {
  if (bytes.length > SIZE_LIMIT) {
    throw new Problem('card_too_large', 'This file is too large: a character card may have up to 20 MB.');
  }
  const report: string[] = [];
  const picture = isPng(bytes);
  if (!picture) refuseOtherContainers(bytes);
  const read = readCardObject(
    picture ? cardInPng(bytes, report) : parseForeignJson(bytes, report),
    filename,
    report,
  );
  if (!picture) return read;
  return { ...read, avatar: { mediaType: 'image/png', bytes: withoutTextChunks(bytes, KEYWORDS) } };
}

/**
 * Reads a card that has been taken out of whatever it came in.
 * @throws Problem card_unreadable when it is none
 */
export function readCardObject(value: JsonValue, filename: string, report: string[]): ReadCard {
  const card = cardOf(value);
  const opened = openCard(card);
  const { data } = opened;

  for (const field of TEXTS) {
    if (Object.hasOwn(data, field) && typeof data[field] !== 'string') {
      report.push(
        `“${field}” is not text in this card; it was ${data[field] === null ? 'left empty' : 'read as text'}.`,
      );
    }
  }
  const named =
    nameOf(data) ||
    filename
      .replace(/^.*[/\\]/s, '')
      .replace(/\.[^.]*$/, '')
      .trim();
  const sheet = sheetOf(data, named, report);
  const name = named || (sheet.language === 'zh' ? '无名' : 'Nameless');
  if (!nameOf(data)) report.push(`The card has no name; its character is called “${name}” here.`);
  report.push(...unusedIn(card, opened));
  return { name, sheet, card, report };
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

  const read = sheetOf(before, '', []);
  const was = cardTextsOf(nameOf(before), read);
  const now = cardTextsOf(name, sheet);
  for (const fields of OVERLAYS) {
    if (fields.every((field) => isDeepStrictEqual(was[field], now[field]))) continue;
    for (const field of fields) data[field] = now[field];
  }
  if (read.nickname !== sheet.nickname) data.nickname = sheet.nickname ?? '';
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
      data: { ...data, group_only_greetings: textsOf(before.group_only_greetings) },
    },
  };
}

/** A PNG with the card as `ccv3` (V3) and `chara` (V2). Without an avatar that is a PNG, a plain picture stands in. */
export function writePngCard(character: CardCharacter, avatar?: Uint8Array): Uint8Array {
  const { v2, v3 } = writeCard(character);
  const picture = avatar && isPng(avatar) ? avatar : plainPng(character.name);
  const encode = (card: JsonObject) => Buffer.from(JSON.stringify(card)).toString('base64');
  return withTextChunks(picture, [
    { keyword: 'chara', text: encode(v2) },
    { keyword: 'ccv3', text: encode(v3) },
  ]);
}

function refuseOtherContainers(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start === 'RIFF' || start === 'GIF8') {
    throw new Problem('card_unreadable', 'Only PNG pictures carry a character card: send the original PNG.');
  }
}

function cardInPng(bytes: Uint8Array, report: string[]): JsonObject {
  const texts = readTextChunks(bytes);
  let problem: unknown;
  for (const keyword of KEYWORDS) {
    for (const { text } of texts.filter((chunk) => chunk.keyword.toLowerCase() === keyword)) {
      try {
        const card = cardOf(parseForeignJson(Buffer.from(text, 'base64'), report));
        if (problem) report.push('One card in this picture is damaged; another that it also holds was read.');
        return card;
      } catch (error) {
        problem ??= error;
      }
    }
  }
  const sentence =
    'This picture holds no whole character card. A picture that was edited, or sent by a messenger, loses its card: send the original file.';
  throw problem ?? new Problem('card_unreadable', sentence);
}

function nameOf(data: JsonObject): string {
  return asText(data.name).slice(0, NAME_LIMIT).replace(/\s+/g, ' ').trim().toWellFormed();
}

function sheetOf(data: JsonObject, name: string, report: string[]): Sheet {
  const texts = Object.fromEntries(TEXTS.map((field) => [field, asText(data[field])]));
  const greetings = [texts.first_mes!, ...asTexts(data.alternate_greetings)];
  const claim = (id: string, text: string): Claim[] =>
    text.trim() ? [{ id, text, kind: 'invented', citations: [] }] : [];
  const sheet = sheetSchema.parse({
    language: languageOf([name, ...V1_TEXTS.map((field) => texts[field]), ...greetings].join('\n')),
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
  const nickname = asText(data.nickname).slice(0, NAME_LIMIT).trim();
  return { ...sheet, ...(nickname && { nickname }), lorebook: readLorebook(data.character_book, report) };
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
