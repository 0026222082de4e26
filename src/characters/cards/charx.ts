/**
 * CHARX: a card of version 3 with its assets in a zip archive, alone or behind a JPEG.
 * https://github.com/kwaroran/character-card-spec-v3/blob/main/SPEC_V3.md#charx
 */
import yazl from 'yazl';
import { pictureOf } from '../../pictures/picture.js';
import { ImportReport } from '../imports/import-report.js';
import { Problem } from '../../contracts/problem.js';
import type { Language } from '../../text/search/language.js';
import { unzip, type ZipEntries } from '../../files/unzip.js';
import { charactersInByaf, readByaf } from './byaf.js';
import { AssetNames, type CardAsset, DEFAULT_URI, EMBEDDED, iconOf, withTexts } from './card-assets.js';
import { type CardCharacter, type ReadCard, readCardObject, writeCard } from './card.js';
import { isJsonObject, parseForeignJson, type JsonObject, type JsonValue } from '../imports/foreign-json.js';
import { truncate } from '../../text/encoding/truncate.js';

const CARD = 'card.json';
const ICON = 'assets/icon/images/main';
const SIZE_LIMIT = 100 * 1024 * 1024;
/** No entry is dated: the same character gives the same archive. */
const DATE = new Date(1980, 0, 1);

/** Whether a file is an archive, or a JPEG that may have one behind it. */
export function mayBeCharx(bytes: Uint8Array): boolean {
  return isZip(bytes) || isJpeg(bytes);
}

/**
 * Reads a card from an archive, with everything that is in it; of Backyard's, the first character.
 * @throws Problem card_too_large, card_unreadable, archive_unsafe, file_broken, file_encrypted
 */
export async function readCharx(
  bytes: Uint8Array,
  filename = '',
  language: Language = 'en',
): Promise<ReadCard> {
  if (bytes.length > SIZE_LIMIT)
    throw new Problem('card_too_large', 'This archive is too large: a CHARX card may have up to 100 MB.');
  const jpeg = isJpeg(bytes);
  const start = jpeg ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('PK\x03\x04') : 0;
  if (start < 0) {
    throw new Problem(
      'card_unreadable',
      'This JPEG carries no character card. Cards travel in PNG pictures or CHARX archives: send the original file.',
    );
  }
  const zip = await opened(bytes, start);
  const [character] = await charactersInByaf(zip);
  if (character !== undefined) return readByaf(zip, character, filename, language);
  if (!zip.names.includes(CARD))
    throw new Problem('card_unreadable', `This archive holds no ${CARD}: it is no CHARX card.`);
  const report = new ImportReport(language);
  const card = parseForeignJson(await zip.read(CARD), report);
  const { assets, uris } = await assetsIn(zip, report);
  const read = readCardObject(uris.size ? withTexts(card, uris) : card, filename, report);
  const icon = iconOf(read.card, assets);
  const picture = icon ?? (jpeg ? pictureOf(bytes.subarray(0, start)) : undefined);
  const unused = assets.length - (icon && assets.some((asset) => asset.bytes === icon.bytes) ? 1 : 0);
  if (unused > 0) {
    report.add(
      `${unused} more files of this archive are kept, and not shown yet.`,
      `压缩包里另有 ${unused} 个文件会一直保存，但暂时不显示。`,
    );
  }
  return { ...read, ...(picture && { avatar: picture }), assets };
}

/** Every file but the card; those whose names cannot be kept get others, by which the card then names them. */
async function assetsIn(
  zip: ZipEntries,
  report: ImportReport,
): Promise<{ assets: CardAsset[]; uris: Map<string, string> }> {
  const assets: CardAsset[] = [];
  const uris = new Map<string, string>();
  const taken = new Set<string>(zip.names);
  const names = new AssetNames(taken);
  for (const own of zip.names) {
    if (own === CARD) continue;
    taken.delete(own);
    const name = /[./]/.test(own) ? names.nameFor(own) : own;
    taken.add(name);
    if (name !== own) uris.set(EMBEDDED + own, EMBEDDED + name);
    try {
      assets.push({ name, bytes: await zip.read(own) });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'file_broken') throw error;
      const shown = truncate(own, 200);
      report.add(
        `“${shown}” is damaged in this archive and was left out.`,
        `压缩包里的“${shown}”已损坏，没有读入。`,
      );
    }
  }
  return { assets, uris };
}

/** The character as a CHARX archive: what came with it, or its picture as the icon. */
export async function writeCharx(
  character: CardCharacter,
  assets: readonly CardAsset[],
  avatar?: Uint8Array,
): Promise<Buffer> {
  const { v3 } = writeCard(character);
  const data = isJsonObject(v3.data) ? v3.data : {};
  const files = [...assets];
  if (avatar && !iconOf(v3, assets)) {
    const { ext } = pictureOf(avatar) ?? { ext: 'png' };
    let name = `${ICON}.${ext}`;
    for (let n = 2; files.some((file) => file.name === name); n++) name = `${ICON}-${n}.${ext}`;
    files.push({ name, bytes: avatar });
    data.assets = withIcon(Array.isArray(data.assets) ? data.assets : [], EMBEDDED + name, ext);
  }
  const zip = new yazl.ZipFile();
  const add = (name: string, bytes: Uint8Array, compress: boolean) =>
    zip.addBuffer(Buffer.from(bytes), name, { mtime: DATE, compress });
  add(CARD, Buffer.from(JSON.stringify({ ...v3, data })), true);
  for (const { name, bytes } of files) add(name, bytes, false);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The list with an icon that is in the archive: in the place of one that is left to the program, else one more. */
function withIcon(listed: JsonValue[], uri: string, ext: string): JsonValue[] {
  const isDefault = (asset: JsonValue) =>
    isJsonObject(asset) && asset.type === 'icon' && asset.uri === DEFAULT_URI;
  if (listed.some(isDefault)) {
    return listed.map((asset) => (isDefault(asset) ? { ...(asset as JsonObject), uri, ext } : asset));
  }
  const main = listed.some((asset) => isJsonObject(asset) && asset.type === 'icon' && asset.name === 'main');
  return [...listed, { type: 'icon', uri, name: main ? 'picture' : 'main', ext }];
}

/** Behind a JPEG the archive's own offsets may count from its beginning or from the file's. */
async function opened(bytes: Uint8Array, start: number): Promise<ZipEntries> {
  if (start === 0) return unzip(bytes);
  try {
    const zip = await unzip(bytes.subarray(start));
    await zip.read(CARD);
    return zip;
  } catch {
    return unzip(bytes);
  }
}

/** Whether a file is an archive. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
