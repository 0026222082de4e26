/** What is done with card files and whole sheets in a thread of its own: what comes and goes is bytes and JSON as text. */
import { readFile } from 'node:fs/promises';
import { ImportReport } from '../imports/import-report.js';
import { Problem } from '../../contracts/problem.js';
import type { CharacterChange, ReportTexts } from '../../contracts/character.js';
import type { Picture } from '../../pictures/picture.js';
import { storableJson } from '../../text/encoding/storable.js';
import type { Language } from '../../text/search/language.js';
import { type CardAsset, iconOf, withDefaultIcon } from './card-assets.js';
import { readCards as cardsIn } from './card-archive.js';
import { readLorebookFile } from './card-file.js';
import { type CardCharacter, writeCard } from './card.js';
import { writeCharx } from './charx.js';
import type { JsonObject } from '../imports/foreign-json.js';
import { completeLorebook } from '../lorebook/lorebook.js';
import { writePngCard } from './png-card.js';
import { readSheet } from '../imports/read-sheet.js';
import { readSheetBody } from '../imports/sheet-bodies.js';
import { assertModest, MOST_OF_SHEET } from '../imports/sheet-bounds.js';
import { cardNotesSchema, type Sheet, sheetSchema } from '../../contracts/sheet.js';
import { toTavern } from '../lorebook/world-info.js';

/** A card as it is stored: `sheet` and `card` are JSON in UTF-8. */
export interface ReadyCard {
  name: string;
  /** Who made it; may be empty. */
  creator: string;
  sheet: Uint8Array;
  card: Uint8Array;
  avatar?: Picture;
  assets: CardAsset[];
  report: string[];
  /** The same in each language. */
  texts: ReportTexts;
}

/** JSON in UTF-8, in pieces. */
export type StoredJson = Uint8Array[];

export interface StoredCharacter {
  name: string;
  sheet: StoredJson;
  card: StoredJson | null;
}

export interface UploadedCard {
  path: string;
  name: string;
  language: Language;
}

/** The cards of a file, or as many of an archive's as are not too much at once. */
export interface ReadyCards {
  cards: ReadyCard[];
  /** What was left out of an archive. */
  report: string[];
  /** Which file of the archive comes next; null where all were read. */
  next: number | null;
}

/** @throws Problem as `readCards` of card-archive does; card_too_large when a part of a card is */
export async function readCards({ path, name, language }: UploadedCard, from: number): Promise<ReadyCards> {
  const { cards, ...rest } = await cardsIn(await readFile(path), name, language, from);
  const ready = cards.map(({ sheet, card, ...read }) => {
    assertModest(sheet);
    const creator = sheet.cardNotes?.creator ?? '';
    return { ...read, creator, sheet: jsonOf(sheet), card: jsonOf(card) };
  });
  return { cards: ready, ...rest };
}

/** @throws Problem bad_request, card_too_large */
export function readNewCharacter(
  body: Uint8Array,
): Omit<CharacterChange, 'name' | 'sheet' | 'tags'> & { name: string; sheet: Uint8Array } {
  const { name, sheet = sheetSchema.parse({}), tags, ...more } = readSheetBody('create', body);
  assertModest(sheet);
  return { ...more, name, sheet: jsonOf(withTags(sheet, tags)) };
}

function withTags(sheet: Sheet, tags: string[] | undefined): Sheet {
  return tags ? { ...sheet, cardNotes: { ...cardNotesSchema.parse({}), ...sheet.cardNotes, tags } } : sheet;
}

/**
 * A change of a character; where it brings a sheet, tags that it brings besides are in it.
 * @throws Problem bad_request, card_too_large
 */
export function readChange(body: Uint8Array): Omit<CharacterChange, 'sheet'> & { sheet?: Uint8Array } {
  const { sheet, tags, ...change } = readSheetBody('change', body);
  if (!sheet) return { ...change, ...(tags && { tags }) };
  assertModest(sheet);
  return { ...change, sheet: jsonOf(withTags(sheet, tags)) };
}

/**
 * A stored sheet with the lorebook of a file.
 * @param how whether its entries come behind those that there are, or in their place
 * @throws Problem as `readLorebookFile` does; card_too_large when a part of it is
 */
export async function withLorebook(
  stored: StoredJson,
  { path, language }: UploadedCard,
  how: 'add' | 'replace',
): Promise<{ sheet: Uint8Array; report: string[]; texts: ReportTexts }> {
  const report = new ImportReport(language);
  const book = await readLorebookFile(await readFile(path), report);
  const sheet = sheetOf(stored);
  const before = how === 'add' ? sheet.lorebook : null;
  assertModest({ ...sheet, lorebook: book });
  const lorebook = before ? { ...book, ...before, entries: [...before.entries, ...book.entries] } : book;
  if (before?.entries.length && !sheet.lorebookByKeys) {
    report.add(
      'The entries of this character stood in every prompt; with these they are told when their keys are mentioned. “Everything in context” on the sheet turns that around.',
      '这个角色的世界书条目原来一直都在提示词里；加入新条目后，改为提到关键词时才出现。在设定页打开“全部常驻”可以改回来。',
    );
  }
  const grown = jsonOf({ ...sheet, lorebook, lorebookByKeys: true });
  if (grown.length > MOST_OF_SHEET) {
    throw new Problem(
      'card_too_large',
      'With these entries the lorebook would be larger than a card may be. Take others out first.',
    );
  }
  return { sheet: grown, report: report.lines, texts: report.texts };
}

/** The character as JSON of a card. */
export function exportJson(stored: StoredCharacter): Uint8Array {
  return jsonOf(writeCard(characterOf(stored)).v3);
}

/**
 * @param avatar as it is stored
 * @param png the same as PNG; a plain picture stands in for none
 * @throws Problem card_too_large
 */
export function exportPng(
  stored: StoredCharacter,
  avatar: Uint8Array | undefined,
  assets: CardAsset[],
  png: Uint8Array | undefined,
): Uint8Array {
  return writePngCard(withOwnPicture(characterOf(stored), assets, avatar), png, assets);
}

export function exportCharx(
  stored: StoredCharacter,
  avatar: Uint8Array | undefined,
  assets: CardAsset[],
): Promise<Uint8Array> {
  return writeCharx(withOwnPicture(characterOf(stored), assets, avatar), assets, avatar);
}

/** With another picture than the card's icon, or with none, the card leaves the icon to the file that it comes in. */
function withOwnPicture(
  character: CardCharacter,
  assets: CardAsset[],
  avatar: Uint8Array | undefined,
): CardCharacter {
  const icon = character.card && iconOf(character.card, assets);
  if (!icon || (avatar && Buffer.compare(icon.bytes, avatar) === 0)) return character;
  return { ...character, card: withDefaultIcon(character.card!) };
}

/** The lorebook of a stored sheet as a file of its own. */
export function exportLorebook(stored: StoredJson, format: 'v3' | 'sillytavern'): Uint8Array {
  const book = completeLorebook(sheetOf(stored).lorebook ?? { entries: [] });
  return jsonOf(format === 'v3' ? { spec: 'lorebook_v3', data: book } : toTavern(book));
}

function characterOf({ name, sheet, card }: StoredCharacter): CardCharacter {
  return { name, sheet: sheetOf(sheet), card: card && (parsed(card) as JsonObject) };
}

function sheetOf(stored: StoredJson): Sheet {
  return readSheet(parsed(stored));
}

function parsed(stored: StoredJson): unknown {
  return JSON.parse(Buffer.concat(stored).toString());
}

function jsonOf(value: object): Uint8Array {
  return Buffer.from(storableJson(value));
}
