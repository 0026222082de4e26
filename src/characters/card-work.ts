/** What is done with card files and whole sheets in a thread of its own: what comes and goes is bytes and JSON as text. */
import { readFile } from 'node:fs/promises';
import { ImportReport } from '../import-report.js';
import type { Picture } from '../picture.js';
import { storableJson } from '../text/clean.js';
import type { Language } from '../text/language.js';
import type { CardAsset } from './card-assets.js';
import { readCardFile, readLorebookFile } from './card-file.js';
import { type CardCharacter, writeCard } from './card.js';
import { writeCharx } from './charx.js';
import type { JsonObject } from './json.js';
import { completeLorebook } from './lorebook.js';
import { writePngCard } from './png-card.js';
import { readSheet } from './read-sheet.js';
import { toTavern } from './world-info.js';

/** A card as it is stored: `sheet` and `card` are JSON in UTF-8. */
export interface ReadyCard {
  name: string;
  sheet: Uint8Array;
  card: Uint8Array;
  avatar?: Picture;
  assets: CardAsset[];
  report: string[];
}

/** A character as it is stored: `sheet` and `card` are JSON. */
export interface StoredCharacter {
  name: string;
  sheet: string;
  card: string | null;
}

export interface UploadedCard {
  path: string;
  name: string;
  language: Language;
}

/** @throws Problem as `readCardFile` does */
export async function readCard({ path, name, language }: UploadedCard): Promise<ReadyCard> {
  const { sheet, card, ...read } = await readCardFile(await readFile(path), name, language);
  return { ...read, sheet: jsonOf(sheet), card: jsonOf(card) };
}

/**
 * A stored sheet with the lorebook of a file.
 * @param how whether its entries come behind those that there are, or in their place
 * @throws Problem as `readLorebookFile` does
 */
export async function withLorebook(
  stored: string,
  { path, language }: UploadedCard,
  how: 'add' | 'replace',
): Promise<{ sheet: Uint8Array; report: string[] }> {
  const report = new ImportReport(language);
  const book = await readLorebookFile(await readFile(path), report);
  const sheet = sheetOf(stored);
  const before = how === 'add' ? sheet.lorebook : null;
  const lorebook = before ? { ...book, ...before, entries: [...before.entries, ...book.entries] } : book;
  return { sheet: jsonOf({ ...sheet, lorebook }), report: report.lines };
}

/** The character as JSON of a card. */
export function exportJson(stored: StoredCharacter): Uint8Array {
  return jsonOf(writeCard(characterOf(stored)).v3);
}

/** @throws Problem card_too_large */
export function exportPng(stored: StoredCharacter, avatar: Uint8Array | undefined, assets: CardAsset[]): Uint8Array {
  return writePngCard(characterOf(stored), avatar, assets);
}

export function exportCharx(
  stored: StoredCharacter,
  avatar: Uint8Array | undefined,
  assets: CardAsset[],
): Promise<Uint8Array> {
  return writeCharx(characterOf(stored), assets, avatar);
}

/** The lorebook of a stored sheet as a file of its own. */
export function exportLorebook(stored: string, format: 'v3' | 'sillytavern'): Uint8Array {
  const book = completeLorebook(sheetOf(stored).lorebook ?? { entries: [] });
  return jsonOf(format === 'v3' ? { spec: 'lorebook_v3', data: book } : toTavern(book));
}

function characterOf({ name, sheet, card }: StoredCharacter): CardCharacter {
  return { name, sheet: sheetOf(sheet), card: card === null ? null : (JSON.parse(card) as JsonObject) };
}

function sheetOf(stored: string) {
  return readSheet(JSON.parse(stored));
}

function jsonOf(value: object): Uint8Array {
  return Buffer.from(storableJson(value));
}
