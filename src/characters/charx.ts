/**
 * CHARX: a card of version 3 with its assets in a zip archive, alone or behind a JPEG.
 * https://github.com/kwaroran/character-card-spec-v3/blob/main/SPEC_V3.md#charx
 */
import yazl from 'yazl';
import { Problem } from '../problem.js';
import { unzip, type ZipEntries } from '../unzip.js';
import { type CardCharacter, type Picture, type ReadCard, readCardObject, writeCard } from './card.js';
import { asText, isJsonObject, parseForeignJson, type JsonObject } from './json.js';

/** A file of the archive besides the card, by the name it has there. */
export interface CardAsset {
  name: string;
  bytes: Uint8Array;
}

const CARD = 'card.json';
/** The specification's own spelling. */
const EMBEDDED = 'embeded://';
const ICON = 'assets/icon/image/main.png';
const SIZE_LIMIT = 100 * 1024 * 1024;
/** No entry is dated: the same character gives the same archive. */
const DATE = new Date(1980, 0, 1);

/** Whether a file is an archive, or a JPEG that may have one behind it. */
export function mayBeCharx(bytes: Uint8Array): boolean {
  return isZip(bytes) || isJpeg(bytes);
}

/**
 * Reads a card from an archive, with everything that is in it.
 * @throws Problem card_too_large, card_unreadable, archive_unsafe, file_broken, file_encrypted
 */
export async function readCharx(
  bytes: Uint8Array,
  filename = '',
): Promise<ReadCard & { assets: CardAsset[] }> {
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
  if (!zip.names.includes(CARD))
    throw new Problem('card_unreadable', `This archive holds no ${CARD}: it is no CHARX card.`);
  const report: string[] = [];
  const card = parseForeignJson(await zip.read(CARD), report);
  const read = readCardObject(card, filename, report);
  const assets: CardAsset[] = [];
  for (const name of zip.names) {
    if (name === CARD) continue;
    try {
      assets.push({ name, bytes: await zip.read(name) });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'file_broken') throw error;
      report.push(`“${name.slice(0, 200)}” is damaged in this archive and was left out.`);
    }
  }
  const icon = iconOf(read.card, assets);
  const picture = icon ? pictureOf(icon.bytes) : jpeg ? pictureOf(bytes.subarray(0, start)) : undefined;
  const unused = assets.length - (icon && picture ? 1 : 0);
  if (unused > 0) report.push(`${unused} more files of this archive are kept, and not shown yet.`);
  return { ...read, ...(picture && { avatar: picture }), assets };
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
  const listed = Array.isArray(data.assets) && data.assets.length > 0;
  if (avatar && !listed) {
    const { ext } = pictureOf(avatar) ?? { ext: 'png' };
    const name = ICON.replace(/png$/, ext);
    data.assets = [{ type: 'icon', uri: EMBEDDED + name, name: 'main', ext }];
    if (!files.some((file) => file.name === name)) files.push({ name, bytes: avatar });
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

/** The main icon by the card, else the only one that there is. */
function iconOf(card: JsonObject, assets: readonly CardAsset[]): CardAsset | undefined {
  const data = isJsonObject(card.data) ? card.data : card;
  const listed = (Array.isArray(data.assets) ? data.assets : []).filter(isJsonObject);
  const icons = listed.filter(({ type }) => type === 'icon');
  const main = icons.find(({ name }) => name === 'main') ?? icons[0];
  const uri = asText(main?.uri).replace(/^embedd?ed:\/\//, '');
  return assets.find(({ name }) => name === uri);
}

const PICTURES: [string, RegExp, string][] = [
  ['png', /^\x89PNG/, 'image/png'],
  ['jpg', /^\xff\xd8\xff/, 'image/jpeg'],
  ['webp', /^RIFF....WEBP/s, 'image/webp'],
  ['gif', /^GIF8/, 'image/gif'],
  ['avif', /^....ftypavi[fs]/s, 'image/avif'],
];

/** What picture a file is, by its first bytes. */
function pictureOf(bytes: Uint8Array): (Picture & { ext: string }) | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const [ext, , mediaType] = PICTURES.find(([, magic]) => magic.test(start)) ?? [];
  return ext && mediaType ? { ext, mediaType, bytes } : undefined;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}
