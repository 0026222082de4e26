/**
 * Cards in PNG and APNG pictures, with their assets.
 * https://github.com/kwaroran/character-card-spec-v3/blob/main/SPEC_V3.md#pngapng
 */
import { ImportReport } from '../imports/import-report.js';
import { Problem } from '../../contracts/problem.js';
import type { Language } from '../../text/search/language.js';
import { AssetNames, EMBEDDED, iconOf, listedAssets, withTexts, type CardAsset } from './card-assets.js';
import { cardOf } from '../imports/card-fields.js';
import { readCardObject, writeCard, type CardCharacter, type ReadCard } from './card.js';
import { asText, parseForeignJson, type JsonObject } from '../imports/foreign-json.js';
import {
  plainPng,
  readTextChunks,
  takesTexts,
  withoutTextChunks,
  withTextChunks,
  type TextChunk,
} from './png.js';

const SIZE_LIMIT = 100 * 1024 * 1024;
/** Of the picture alone, without the card and its files: it is stored and sent as a whole. */
const PICTURE_LIMIT = 30 * 1024 * 1024;
/** In the order in which they are believed. */
const KEYWORDS = ['ccv3', 'chara'];
const ASSET = 'chara-ext-asset_';
const ASSET_URI = '__asset:';
const ASSETS_LIMIT = 5000;
/** A picture has one card for each keyword; of damaged ones only so many are tried. */
const TRIED_LIMIT = 3;
/** What PNG allows. */
const KEYWORD_LIMIT = 79;

function isOfCard(keyword: string): boolean {
  return KEYWORDS.includes(keyword) || keyword.startsWith(ASSET);
}

/**
 * Reads the card that a picture carries, with the assets beside it.
 * @throws Problem card_too_large above 100 MB, or 30 MB of picture; card_unreadable when there is no whole card in it
 */
export function readPngCard(bytes: Uint8Array, filename = '', language: Language = 'en'): ReadCard {
  if (bytes.length > SIZE_LIMIT) {
    throw new Problem(
      'card_too_large',
      'This picture is too large: a card in a PNG may have up to 100 MB with its assets.',
    );
  }
  const report = new ImportReport(language);
  const texts = readTextChunks(bytes);
  const card = cardIn(texts, report);
  const { assets, uris } = assetsIn(texts, card, report);
  const read = readCardObject(uris.size ? withTexts(card, uris) : card, filename, report);
  if (assets.length) {
    report.add(
      `${assets.length} files within this picture are kept, and not shown yet.`,
      `图片里另有 ${assets.length} 个文件会一直保存，但暂时不显示。`,
    );
  }
  const picture = { mediaType: 'image/png', bytes: withoutTextChunks(bytes, isOfCard) };
  if (picture.bytes.length > PICTURE_LIMIT) {
    throw new Problem(
      'card_too_large',
      'This picture is too large: it may have up to 30 MB besides the files of its card. Save it smaller.',
    );
  }
  return { ...read, avatar: iconOf(read.card, assets) ?? picture, assets };
}

/**
 * A PNG with the card as `ccv3` (V3) and `chara` (V2), and its assets. Without an avatar that is a PNG which takes
 * them, a plain picture stands in.
 *
 * @throws Problem card_too_large when it would be larger than what is read again
 */
export function writePngCard(
  character: CardCharacter,
  avatar?: Uint8Array,
  assets: readonly CardAsset[] = [],
): Uint8Array {
  const { v2, v3 } = writeCard(character);
  const picture = avatar && takesTexts(avatar, assets.length + 2) ? avatar : plainPng(character.name);
  const paths = pathsOf(assets);
  const uris = new Map([...paths].map(([name, path]) => [EMBEDDED + name, ASSET_URI + path]));
  const encode = (card: JsonObject) =>
    Buffer.from(JSON.stringify(uris.size ? withTexts(card, uris) : card)).toString('base64');
  const written = withTextChunks(picture, [
    { keyword: 'chara', text: encode(v2) },
    { keyword: 'ccv3', text: encode(v3) },
    ...assets.map(({ name, bytes }) => ({
      keyword: `${ASSET}:${paths.get(name)!}`,
      text: Buffer.from(bytes).toString('base64'),
    })),
  ]);
  if (written.length > SIZE_LIMIT) {
    throw new Problem(
      'card_too_large',
      'The files of this card are too large for a picture: export it as a CHARX archive.',
    );
  }
  return written;
}

function cardIn(texts: TextChunk[], report: ImportReport): JsonObject {
  let problem: unknown;
  for (const keyword of KEYWORDS) {
    const cards = texts.filter((chunk) => chunk.keyword.toLowerCase() === keyword);
    for (const { text } of cards.slice(0, TRIED_LIMIT)) {
      const said = new ImportReport(report.language);
      try {
        const card = cardOf(parseForeignJson(Buffer.from(text, 'base64'), said));
        if (problem) {
          report.add(
            'One card in this picture is damaged; another that it also holds was read.',
            '图片里有一张卡已损坏，读的是其中另一张。',
          );
        }
        report.join(said);
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

/** The files within a picture, and for each URI that the card may name one by, the one it has here. */
function assetsIn(
  texts: TextChunk[],
  card: JsonObject,
  report: ImportReport,
): { assets: CardAsset[]; uris: Map<string, string> } {
  const assets: CardAsset[] = [];
  const uris = new Map<string, string>();
  const names = new AssetNames();
  const listed = new Map(listedAssets(card).map((asset) => [asText(asset.uri), asset]));
  let left = 0;
  for (const { keyword, text } of texts) {
    if (!keyword.toLowerCase().startsWith(ASSET)) continue;
    const path = keyword.slice(ASSET.length).replace(/^:/, '');
    const uri = ASSET_URI + path;
    const bytes = Buffer.from(text, 'base64');
    if (path === '' || bytes.length === 0 || uris.has(uri) || assets.length >= ASSETS_LIMIT) {
      left++;
      continue;
    }
    const name = names.nameFor(path, listed.get(uri));
    uris.set(uri, EMBEDDED + name);
    assets.push({ name, bytes });
  }
  if (left) {
    report.add(
      `${left} files within this picture are empty or doubled, and were left out.`,
      `图片里有 ${left} 个文件是空的或重复的，没有读入。`,
    );
  }
  return { assets, uris };
}

/** Under which path each file goes into a picture: its name where a keyword can hold that, else its number. */
function pathsOf(assets: readonly CardAsset[]): Map<string, string> {
  const names = new Set(assets.map(({ name }) => name));
  return new Map(
    assets.map(({ name }, n) => {
      if (/^[\x20-\x7e]+$/.test(name) && ASSET.length + 1 + name.length <= KEYWORD_LIMIT) return [name, name];
      let path = String(n);
      while (names.has(path)) path += '_';
      return [name, path];
    }),
  );
}
